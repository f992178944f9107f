"""Runs a one-cell notebook in the kernel `taskweave` through a Jupyter server: one_cell.py URL (token: JUPYTER_TOKEN).

Prints progress lines, then one line that says what ran; on failure the last line says why and the exit code is 1.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

import websocket

CELL = 'import { ready } from "taskweave";\nconsole.log(`engine ${(await ready()).name}`, 6 * 7);'
STARTED_WITHIN_S = 90
RUN_WITHIN_S = 120


def main(url):
    wait_for(url)
    names = ask(url, "GET", "/api/kernelspecs")["kernelspecs"]
    if "taskweave" not in names:
        raise RuntimeError(f"the server lists no kernel taskweave, only {', '.join(names)}")
    print("starting the kernel", flush=True)
    session = ask(url, "POST", "/api/sessions", new_session())
    try:
        print("running a cell", flush=True)
        printed = execute(url, session["kernel"]["id"], CELL)
    finally:
        ask(url, "DELETE", f"/api/sessions/{session['id']}")
    if not printed.startswith("engine ") or not printed.endswith(" 42"):
        raise RuntimeError(f"the cell printed {printed!r}")
    name = names["taskweave"]["spec"]["display_name"]
    version = ask(url, "GET", "/api")["version"]
    print(f"a cell ran in {name} ({printed.split()[1]} engine) through Jupyter Server {version}", flush=True)


def new_session():
    return {"path": f"check-{uuid.uuid4().hex}.ipynb", "name": "check", "type": "notebook", "kernel": {"name": "taskweave"}}


def wait_for(url):
    until = time.monotonic() + STARTED_WITHIN_S
    while True:
        try:
            return ask(url, "GET", "/api/status")
        except (urllib.error.URLError, ConnectionError) as error:
            if time.monotonic() > until:
                raise RuntimeError(f"no answer from the server within {STARTED_WITHIN_S} s: {error}")
            time.sleep(0.3)


def ask(url, method, path, body=None):
    request = urllib.request.Request(url + path, method=method)
    request.add_header("Authorization", "token " + os.environ["JUPYTER_TOKEN"])
    data = None if body is None else json.dumps(body).encode()
    # No proxy: the server is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, data, timeout=60) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def execute(url, kernel, code):
    """What the cell printed; raises when it fails."""
    channel = websocket.create_connection(
        f"{url.replace('http', 'ws', 1)}/api/kernels/{kernel}/channels",
        header=["Authorization: token " + os.environ["JUPYTER_TOKEN"]],
        timeout=RUN_WITHIN_S,
        http_no_proxy=["127.0.0.1"],
    )
    request = message("execute_request", {"code": code, "silent": False, "store_history": False, "allow_stdin": False})
    channel.send(json.dumps(request))
    printed, replied, idle = "", False, False
    while not (replied and idle):
        answer = json.loads(channel.recv())
        if answer["parent_header"].get("msg_id") != request["header"]["msg_id"]:
            continue
        kind, content = answer["header"]["msg_type"], answer["content"]
        if kind == "stream" and content["name"] == "stdout":
            printed += content["text"]
        elif kind == "error":
            raise RuntimeError(f"the cell failed: {content['ename']}: {content['evalue'].splitlines()[0]}")
        elif kind == "execute_reply":
            replied = True
        elif kind == "status":
            idle = content["execution_state"] == "idle"
    channel.close()
    return printed.strip()


def message(kind, content):
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": uuid.uuid4().hex, "date": "", "version": "5.3"}
    return {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Exception as error:
        print(error or type(error).__name__, flush=True)
        sys.exit(1)
