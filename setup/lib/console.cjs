// One line per step on the terminal: a spinner with progress while it runs, then a mark, the result and the time.
const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const QUIET_MS = 10_000;
const MARKS = { ok: "✔", warn: "!", fail: "✘" };

/**
 * Runs `work(progress)` and shows it. What `work` returns is shown as the result: a string, or
 * { text, mark: "ok" | "warn" | "fail" }. Throws what `work` throws, after showing its message.
 */
async function showStep(name, work, out = process.stdout) {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const live = liveLine(name, seconds, out);
  const end = (mark, text) => {
    live.stop();
    out.write(
      `${MARKS[mark]} ${name.padEnd(15)} ${`${seconds().toFixed(1)} s`.padStart(8)}  ${text}\n`,
    );
  };
  try {
    const result = await work(live.progress);
    end(result.mark ?? "ok", result.text ?? result);
    return result;
  } catch (error) {
    end("fail", error.message);
    throw Object.assign(error, { shown: true });
  }
}

/** On a terminal one line is redrawn; elsewhere a line is printed now and then, so that a log stays readable. */
function liveLine(name, seconds, out) {
  let text = "";
  let frame = 0;
  let lastPrint = 0;
  const draw = () => {
    const line = `${SPINNER[frame++ % SPINNER.length]} ${name.padEnd(15)} ${seconds().toFixed(0)} s  ${text}`;
    out.write(`\r\x1b[K${line.slice(0, (out.columns ?? 80) - 1)}`);
  };
  const print = () => {
    if (!text || seconds() * 1000 - lastPrint < QUIET_MS) return;
    lastPrint = seconds() * 1000;
    out.write(`… ${name.padEnd(15)} ${`${seconds().toFixed(0)} s`.padStart(8)}  ${text}\n`);
  };
  const timer = setInterval(out.isTTY ? draw : print, out.isTTY ? 120 : 1000);
  return {
    progress: (now) => (text = now),
    stop: () => {
      clearInterval(timer);
      if (out.isTTY) out.write("\r\x1b[K");
    },
  };
}

module.exports = { showStep };
