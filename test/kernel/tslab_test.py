"""The same notebooks in the kernel of a plain `tslab install`: poorer, but nobody is locked in."""
import json
from pathlib import Path

from conversation import Conversation

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
FIRST = NOTEBOOKS / "course" / "01-everything-is-a-mapping.ipynb"
TRAINING = """import { fit, fromArrays, hardSharing, mlp, plot, regression } from "taskweave";
const data = fromArrays({ x: [[0], [1]] }, { y: [0, 2] });
const model = hardSharing({ inputs: { x: [1] }, encoder: mlp([2]), tasks: { y: regression() } });
const history = await fit(model, data, { epochs: 3, progress: plot.losses });
console.log(history.epochs);"""


class PlainTslab(Conversation):
    kernel = "tslab"
    folder = str(NOTEBOOKS)

    def test_every_cell_of_a_stored_notebook_runs(self):
        cells = [cell for cell in json.loads(FIRST.read_text())["cells"] if cell["cell_type"] == "code"]
        self.assertGreater(len(cells), 3)
        for cell in cells:
            answer = self.run_cell("".join(cell["source"]))
            self.assertEqual((answer.reply["status"], answer.text("stderr")), ("ok", ""))

    def test_training_runs_and_its_picture_is_one_line_of_text(self):
        answer = self.run_cell(TRAINING)
        self.assertEqual(answer.reply["status"], "ok", answer.text("stderr"))
        self.assertEqual(answer.text().splitlines(), ['Figure "Loss of each task" (1 trace)', "3"])
