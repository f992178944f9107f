// How both commands begin and end: the Node version first, tidy on Ctrl-C, one line for an expected failure.
const { checkNode } = require("../steps/node-version.cjs");

function main(work) {
  // Without these a signal would skip what cleans up at exit.
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ]) {
    process.on(signal, () => process.exit(code));
  }
  try {
    checkNode(process.versions.node);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  work().then(
    (code) => process.exit(code),
    (error) => {
      if (!error.shown) console.error(error.name === "SetupProblem" ? error.message : error);
      process.exit(1);
    },
  );
}

module.exports = { main };
