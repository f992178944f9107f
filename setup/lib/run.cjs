// Runs another program to its end, quietly, keeping what it printed.
const { spawn } = require("node:child_process");

const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill();
});

/**
 * Resolves to { code, signal, output } and never rejects: a program that is not there has code 127.
 * `onLine` gets every line as it comes; an aborted `signal` ends the program.
 */
function run(command, args, { cwd, env, signal, onLine = () => {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      signal,
      // npm goes on for a while after a polite SIGTERM.
      killSignal: "SIGKILL",
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    running.add(child);
    let output = "";
    const take = (chunk) => {
      output += chunk;
      if (process.env.TASKWEAVE_VERBOSE) process.stderr.write(chunk);
      for (const line of String(chunk).split(/[\r\n]+/)) if (line.trim()) onLine(line.trim());
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => {
      if (error.name === "AbortError") return;
      running.delete(child);
      resolve({ code: error.code === "ENOENT" ? 127 : 126, signal: null, output: error.message });
    });
    child.on("close", (code, signal) => {
      running.delete(child);
      resolve({ code, signal, output });
    });
  });
}

module.exports = { run };
