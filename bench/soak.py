"""300 cells in one kernel: soak.py CELLS. soak.ts starts it."""
import sys
import time

from kernels import Talk, shown

SETUP = """import { classification, digits, fit, hardSharing, mlp, plot, tf } from "taskweave";
const data = digits().select(["x"], ["digit"]);"""
# What people write into notebooks, in turn: training, a picture, a definition.
CELLS = [
    """const model = hardSharing({ inputs: { x: [64] }, encoder: mlp([32]), tasks: { digit: classification(10) }, seed: %d });
const history = await fit(model, data, { epochs: 1, seed: %d });
model.dispose();""",
    """plot.lines([{ name: "run %d", x: [1, 2, %d], runs: [[1, 2, 3]] }], { title: "t", x: "x", y: "y" })""",
    """function scale%d(values: number[]): number[] { return values.map((v) => v * %d); }
console.log(scale%d([1, 2, 3]).join());""",
]
MEMORY = "[tf.memory().numTensors, Math.round(process.memoryUsage().rss / 2 ** 20)].join()"


def main(cells):
    talk = Talk("taskweave")
    talk.timed(SETUP)
    print("cells  tensors  MB resident  ms for the last 3 cells")
    for i in range(cells):
        code = CELLS[i % 3]
        began = time.perf_counter() if i % 3 == 0 else began
        talk.timed(code.replace("%d", str(i)))
        if i == 2 or (i + 1) % 30 == 0:
            took = 1000 * (time.perf_counter() - began)
            tensors, resident = shown(talk.cell(MEMORY)[1]).strip().strip("'").split(",")
            print(f"{i + 1:5}{tensors:>9}{resident:>13}{took:>12.0f}", flush=True)
    talk.end()


main(int(sys.argv[1]))
