// The thread that owns the five ZeroMQ sockets. It runs beside the kernel's thread, so that heartbeats, interrupts and
// output get through while a cell computes.
import { parentPort, workerData } from "node:worker_threads";
import { Publisher, Reply, Router } from "zeromq";
import { decode, encode, type Channel, type Message, type Outgoing } from "./messages";

/** What Jupyter writes into the connection file. */
export interface ConnectionInfo {
  transport: string;
  ip: string;
  key: string;
  signature_scheme?: string;
  shell_port: number;
  control_port: number;
  stdin_port: number;
  iopub_port: number;
  hb_port: number;
}

export interface SocketsData {
  connection: ConnectionInfo;
  /** [0] counts the interrupts of the running cell, read inside its loops; [1] is 1 when Ctrl-C came from here. */
  interrupts: Int32Array;
}

/** Kernel to sockets: a message to send, or the end. Sockets to kernel: a message received, or why there are none. */
export type ToSockets = Outgoing | "close";
export type FromSockets = Message | { failed: string };

/** How long a cell may take to notice an interrupt by itself, in milliseconds. */
const PATIENCE = 300;

const { connection, interrupts } = workerData as SocketsData;
const port = parentPort!;

async function serve(): Promise<void> {
  const address = (at: number): string =>
    `${connection.transport}://${connection.ip}${connection.transport === "ipc" ? "-" : ":"}${at}`;
  const [shell, control, stdin] = [new Router(), new Router(), new Router()];
  const iopub = new Publisher({ sendHighWaterMark: 0, linger: 1000 });
  const heartbeat = new Reply();
  await Promise.all([
    shell.bind(address(connection.shell_port)),
    control.bind(address(connection.control_port)),
    stdin.bind(address(connection.stdin_port)),
    iopub.bind(address(connection.iopub_port)),
    heartbeat.bind(address(connection.hb_port)),
  ]);
  const senders: Record<Channel, Sender> = {
    shell: sender(shell),
    control: sender(control),
    stdin: sender(stdin),
    iopub: sender(iopub),
  };
  port.on("message", async (message: ToSockets) => {
    if (message !== "close") return senders[message.channel](encode(message, connection.key));
    await Promise.all(Object.values(senders).map((send) => send()));
    for (const socket of [shell, control, stdin, iopub, heartbeat]) socket.close();
    port.close();
  });
  void listen("shell", shell);
  void listen("control", control);
  void listen("stdin", stdin);
  for await (const beat of heartbeat) await heartbeat.send(beat);
}

async function listen(channel: Channel, socket: Router): Promise<void> {
  for await (const frames of socket) {
    const message = decode(channel, frames, connection.key);
    if (message === undefined) continue;
    if (message.header.msg_type === "interrupt_request") interrupt();
    port.postMessage(message);
  }
}

/**
 * Counts up, for loops and awaits of the cell. What is still going on after a while may be a library that computes
 * synchronously; only Ctrl-C ends that (see session.ts), and the kernel is told that nobody pressed it.
 */
function interrupt(): void {
  Atomics.add(interrupts, 0, 1);
  if (process.platform === "win32") return;
  setTimeout(() => {
    if (Atomics.load(interrupts, 0) === 0) return;
    Atomics.store(interrupts, 1, 1);
    process.kill(process.pid, "SIGINT");
  }, PATIENCE);
}

type Sender = (frames?: (Uint8Array | string)[]) => Promise<void>;

/** Sends in order: a ZeroMQ socket takes one message at a time. Without frames, waits for what was sent before. */
function sender(socket: Router | Publisher): Sender {
  let last: Promise<void> = Promise.resolve();
  return (frames) => {
    if (frames !== undefined)
      last = last.then(() => socket.send(frames)).catch(() => undefined /* the asker is gone */);
    return last;
  };
}

/** A kernel whose Jupyter has died would run for ever; Jupyter sets the variable unless the kernel is to outlive it. */
function endWithJupyter(): void {
  const parent = process.ppid;
  if (process.env.JPY_PARENT_PID === undefined || process.platform === "win32") return;
  setInterval(() => process.ppid !== parent && process.kill(process.pid), 1000).unref();
}

endWithJupyter();
serve().catch((error: unknown) => port.postMessage({ failed: String(error) }));
