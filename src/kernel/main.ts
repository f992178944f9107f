// The kernel's process: node dist/kernel/main.js --connection-file FILE (Jupyter writes FILE, see spec.ts).
import "./start";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { checkTslab } from "./compiler";
import { renderers } from "./display";
import { createKernel } from "./kernel";
import { mapStackTraces } from "./linemap";
import type { ConnectionInfo, FromSockets, SocketsData, ToSockets } from "./sockets";

const { values } = parseArgs({ options: { "connection-file": { type: "string" } } });
if (values["connection-file"] === undefined) {
  console.error(
    "Expected --connection-file FILE. Found none. Jupyter starts this program; see npx taskweave doctor.",
  );
  process.exit(2);
}
checkTslab();

const workerData: SocketsData = {
  connection: JSON.parse(readFileSync(values["connection-file"], "utf8")) as ConnectionInfo,
  interrupts: new Int32Array(new SharedArrayBuffer(8)),
};
const sockets = new Worker(join(__dirname, "sockets.js"), { workerData });
const { version } = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"),
) as { version: string };
const post = (message: ToSockets): void => sockets.postMessage(message);
mapStackTraces();
const kernel = createKernel({
  send: post,
  interrupts: workerData.interrupts,
  version,
  renderers,
  exit() {
    sockets.once("exit", () => process.exit(0));
    setTimeout(() => process.exit(0), 1000);
    post("close");
  },
});
sockets.on("message", (message: FromSockets) => {
  if (!("failed" in message)) return kernel.receive(message);
  console.error(`The kernel cannot open its sockets: ${message.failed}`);
  process.exit(1);
});
process.on("SIGINT", () => {
  if (Atomics.exchange(workerData.interrupts, 1, 0) === 0) kernel.interrupt();
});
process.on("unhandledRejection", (reason) => kernel.reject(reason));
process.on("uncaughtException", (error) => kernel.reject(error));
