// Does the native engine compute? Asked in a process of its own: a library that does not fit may end it.
const path = require("node:path");
const { problem } = require("../lib/problem.cjs");
const { run } = require("../lib/run.cjs");

const SCRIPT = `
const util = require("node:util");
// Node 23 removed these; tfjs-node still calls them.
util.isNullOrUndefined ??= (value) => value == null;
util.isArray ??= Array.isArray;
try {
  const tf = require(process.argv[1]);
  const sum = tf.add(2, 3).dataSync()[0];
  console.log("computed", tf.getBackend(), sum, tf.backend().binding.TF_Version);
} catch (error) {
  console.log("failed", error.message.split("\\n")[0]);
}`;

/** The version of TensorFlow that added two numbers; throws why it could not. */
async function tryEngine(tfjs) {
  const { signal, output } = await run(process.execPath, ["-e", SCRIPT, tfjs], {
    cwd: path.dirname(tfjs),
    env: { TF_CPP_MIN_LOG_LEVEL: "2" },
  });
  const version = /^computed tensorflow 5 (\S+)$/m.exec(output)?.[1];
  if (version) return version;
  const why =
    signal === "SIGILL"
      ? "this processor lacks AVX"
      : signal
        ? `it ended with ${signal}`
        : (/^failed (.*)$/m.exec(output)?.[1] ?? "it computes nothing");
  throw problem(
    `native TensorFlow does not run: ${why}`,
    "Report this with the output of npx taskweave doctor",
  );
}

module.exports = { tryEngine };
