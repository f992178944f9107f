"""Conversations with kernels, timed and tried: kernels.py ROUNDS NAME... prints JSON. kernel.ts starts it."""
import json
import queue
import statistics
import sys
import threading
import time

from jupyter_client.manager import KernelManager

TRIVIAL = "1 + 1"
PAUSE = 4
IMPORT = "import { fit, tf } from 'taskweave';\ntf.scalar(1).shape.length"
# Deno has no such package; what it can do is load it untyped, as Node would.
IMPORT_IN_DENO = (
    "import { createRequire } from 'node:module';\nconst { tf } = createRequire(Deno.cwd() + '/x.js')('taskweave');\n"
    "tf.scalar(1).shape.length"
)
THIRTY_LINES = """interface Row { name: string; score: number; tags: string[] }
const rows: Row[] = [];
for (let i = 0; i < 100; i++) {
  rows.push({ name: `row ${i}`, score: (i * 37) % 101, tags: i % 2 ? ["odd"] : ["even"] });
}
function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
function groupBy<T, K extends string>(items: T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const k = key(item);
    groups.set(k, [...(groups.get(k) ?? []), item]);
  }
  return groups;
}
class Table {
  constructor(readonly rows: Row[]) {}
  column<K extends keyof Row>(name: K): Row[K][] {
    return this.rows.map((row) => row[name]);
  }
  sorted(): Table {
    return new Table([...this.rows].sort((a, b) => b.score - a.score));
  }
}
const table = new Table(rows);
const best = table.sorted().rows.slice(0, 3).map(({ name }) => name);
const byTag = groupBy(rows, (row) => row.tags[0]);
const means = [...byTag].map(([tag, group]) => [tag, mean(group.map((row) => row.score))] as const);
const summary = { best, means, all: mean(table.column("score")) };
console.log(JSON.stringify(summary).length);"""


class Talk:
    """A started kernel."""

    def __init__(self, name):
        self.manager = KernelManager(kernel_name=name)
        began = time.perf_counter()
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=90)
        self.start = time.perf_counter() - began

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def cell(self, code, timeout=60, **options):
        """The reply's content and the outputs; TimeoutError when the kernel never says that it is idle."""
        outputs = []
        hook = lambda m: outputs.append((m["msg_type"], m["content"]))
        reply = self.client.execute_interactive(code, timeout=timeout, output_hook=hook, **options)
        return reply["content"], outputs

    def patient_cell(self, code, **options):
        """The same with what comes after the kernel says that it is idle, as late output still reaches the notebook."""
        reply, outputs = self.cell(code, **options)
        try:
            while True:
                message = self.client.get_iopub_msg(timeout=0.5)
                outputs.append((message["msg_type"], message["content"]))
        except queue.Empty:
            return reply, outputs

    def statuses(self, codes, **options):
        """What becomes of cells that are sent at once."""
        sent = [self.client.execute(code, **options) for code in codes]
        found = {}
        while not all(message in found for message in sent):
            reply = self.client.get_shell_msg(timeout=10)
            found[reply["parent_header"].get("msg_id")] = reply["content"]["status"]
        return [found[message] for message in sent]

    def timed(self, code):
        began = time.perf_counter()
        reply, outputs = self.cell(code)
        if reply["status"] != "ok":
            raise RuntimeError(f"{code}: {outputs}")
        return time.perf_counter() - began

    def ask(self, request, *arguments):
        began = time.perf_counter()
        content = getattr(self.client, request)(*arguments, reply=True, timeout=60)["content"]
        return time.perf_counter() - began, content


def latencies(name):
    talk = Talk(name)
    times = {"start to kernel_info reply": talk.start}
    times["start to the first result"] = talk.start + talk.timed(TRIVIAL)
    talk.end()
    talk = Talk(name)
    time.sleep(PAUSE)
    try:
        times[f"first cell, {PAUSE} s after the start"] = talk.timed(TRIVIAL)
        times["trivial cell"] = statistics.median(talk.timed(f"1 + {i}") for i in range(9))
        times["30-line cell"] = talk.timed(THIRTY_LINES)
        times["30-line cell, changed"] = talk.timed(THIRTY_LINES.replace("100", "90"))
        times["first completion"] = talk.ask("complete", "[1, 2].ma", 9)[0]
        times["completion"] = talk.ask("complete", "[1, 2].fil", 10)[0]
        times["first import of taskweave"] = talk.timed(IMPORT_IN_DENO if name == "deno" else IMPORT)
        return times
    finally:
        talk.end()


def text(outputs, kind="stdout"):
    return "".join(c["text"] for k, c in outputs if k == "stream" and c["name"] == kind)


def shown(outputs):
    return text(outputs) + "".join(c["data"].get("text/plain", "") for k, c in outputs if k == "execute_result")


def error(outputs):
    return next((c for k, c in outputs if k == "error"), None)


def interrupted(talk, code):
    timer = threading.Timer(1, talk.manager.interrupt_kernel)
    timer.start()
    talk.cell(code, timeout=10)
    time.sleep(PAUSE / 8)
    return "2" in shown(talk.patient_cell(TRIVIAL, timeout=10)[1])


def error_with_line(talk):
    failure = error(talk.patient_cell("type Gone = number;\n\nfunction f(): Gone {\n  throw new Error('here');\n}\nf();")[1])
    return failure is not None and any(":4:" in line for line in failure["traceback"])


def lines(talk):
    _, outputs = talk.patient_cell("for (let i = 0; i < 20000; i++) console.log('line', i);", timeout=20)
    return text(outputs) == "".join(f"line {i}\n" for i in range(20000))


def shared_let(talk):
    talk.cell("let counter = 0; function inc() { return ++counter; } inc();")
    return "6,7,7" in shown(talk.patient_cell("counter += 5; [counter, inc(), counter].join()")[1])


def after_an_error(talk, **options):
    return talk.statuses(["throw new Error('x')", TRIVIAL], **options)[1]


def bundle(talk):
    _, outputs = talk.patient_cell("({ [Symbol.for('Jupyter.display')]() { return { 'text/html': '<b>', 'text/plain': 'b' }; } })")
    return any(k == "execute_result" and "text/html" in c["data"] for k, c in outputs)


def asks(talk):
    hook = lambda _: talk.client.input("Ada")
    code = "const name = await prompt('Name? '); name"
    return "Ada" in shown(talk.patient_cell(code, timeout=10, allow_stdin=True, stdin_hook=hook)[1])


PROBES = {
    "an error message with the cell's line": error_with_line,
    "20,000 printed lines arrive, then idle": lines,
    "assigning a `let` of an earlier cell is seen there": shared_let,
    "the last expression is an execute_result": lambda t: any(k == "execute_result" for k, _ in t.patient_cell(TRIVIAL)[1]),
    "objects show themselves, several MIME types at once": bundle,
    "a type error stops the cell": lambda t: t.cell("const text: string = 5;")[0]["status"] == "error",
    "strict checks": lambda t: t.cell("function loose(x) { return x; }")[0]["status"] == "error",
    "a forgotten await fails its cell": lambda t: t.cell("Promise.reject(new Error('x')); 1")[0]["status"] == "error",
    "cells sent after an error are aborted": lambda t: after_an_error(t) == "aborted",
    "and run where errors are allowed": lambda t: after_an_error(t, stop_on_error=False) == "ok",
    "stop ends a loop": lambda t: interrupted(t, "while (true) {}"),
    "stop ends an await": lambda t: interrupted(t, "await new Promise(() => {});"),
    "a cell can ask the reader": asks,
    "completion knows types": lambda t: "map" in t.ask("complete", "[1, 2].ma", 9)[1]["matches"],
    "inspection": lambda t: t.ask("inspect", "[1, 2].map", 9)[1].get("found", False),
}


def behaviour(name):
    """Every probe; one that fails may leave the kernel in any state, so the next gets a new one."""
    talk, results = Talk(name), {}
    for label, probe in PROBES.items():
        try:
            results[label] = bool(probe(talk))
        except Exception:  # a kernel that died or never answers
            results[label] = False
        time.sleep(PAUSE / 8)  # tslab drops what comes within 0.2 s of an error
        if not results[label]:
            talk.end()
            talk = Talk(name)
    talk.end()
    return results


def main(rounds, names):
    times = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            times[name].append(latencies(name))
    print(json.dumps({"times": times, "behaviour": {name: behaviour(name) for name in names}}))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
