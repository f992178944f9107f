"""Executes notebooks in the kernel `taskweave`: execute.py --timeout S --out DIR [--instead DIR] NOTEBOOK...

Prints one JSON object a line: {"event": "cell", "cell": N, "cells": M} as it goes, then per notebook
{"event": "done", "path", "ok", "seconds", "cells", "out" | "error"}. The executed notebook goes to DIR; the originals are
only read. With --instead, DIR/0.ipynb, DIR/1.ipynb ... are executed in their place, each in the original's folder.
An error is {"cell": N, "id", "source", "message", "traceback"}, cells counted from 1 among the code cells.
"""

import argparse
import json
import os
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

STARTED_WITHIN_S = 120


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--timeout", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--instead")
    parser.add_argument("notebooks", nargs="+")
    options = parser.parse_args()
    for number, path in enumerate(options.notebooks):
        out = os.path.join(options.out, f"{number}.ipynb")
        started = time.monotonic()
        source = os.path.join(options.instead, f"{number}.ipynb") if options.instead else path
        result = execute(path, source, out, options.timeout)
        say(event="done", path=path, seconds=round(time.monotonic() - started, 2), **result)


def execute(path, source, out, timeout):
    try:
        notebook = nbformat.read(source, as_version=4)
    except Exception as problem:
        return {"ok": False, "cells": 0, "error": error(f"Not a notebook: {problem}")}
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    at = {"cell": 0}

    def starts(cell, cell_index):
        at["cell"] = next(i for i, c in enumerate(code, 1) if c is cell)
        say(event="cell", path=path, cell=at["cell"], cells=len(code))

    client = NotebookClient(
        notebook,
        startup_timeout=STARTED_WITHIN_S,
        # Outside cells nbclient waits `timeout` for the kernel's first answer.
        timeout=STARTED_WITHIN_S,
        timeout_func=lambda cell: timeout,
        kernel_name="taskweave",
        resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}},
        on_cell_execute=starts,
        # A kernel that does not say "idle" lost output: that is a failure, not a warning.
        raise_on_iopub_timeout=True,
        iopub_timeout=30,
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
    )
    result = {"ok": False, "cells": len(code)}
    try:
        client.execute()
    except CellExecutionError as problem:
        return {**result, "error": error(f"{problem.ename}: {problem.evalue}", code, at, traceback_of(code, at, problem))}
    except CellTimeoutError:
        return {**result, "error": error(f"The cell was not done after {timeout} s.", code, at)}
    except DeadKernelError:
        return {**result, "error": error("The kernel died.", code, at)}
    except Exception as problem:
        return {**result, "error": error(f"{type(problem).__name__}: {problem}", code, at)}
    nbformat.write(notebook, out)
    return {**result, "ok": True, "out": out}


def error(message, code=(), at=None, traceback=""):
    number = at["cell"] if at else 0
    source = code[number - 1].source if number else ""
    name = code[number - 1].get("id", "") if number else ""
    return {"cell": number, "id": name, "source": source, "message": message, "traceback": traceback}


def traceback_of(code, at, problem):
    """The kernel's own traceback; nbclient's text repeats the source around it."""
    for output in reversed(code[at["cell"] - 1].outputs):
        if output.output_type == "error":
            return "\n".join(output.traceback)
    return problem.traceback


def say(**event):
    print(json.dumps(event), flush=True)


if __name__ == "__main__":
    sys.exit(main())
