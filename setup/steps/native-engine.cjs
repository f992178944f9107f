// Native TensorFlow; where it cannot be had, set-up goes on and says which engine computes instead and why.
const { installEngine } = require("../engine.cjs");

async function runStep({ root, progress }) {
  const { engine, detail, why } = await installEngine({ root, log: progress });
  if (engine === "native") return `native: ${detail}`;
  return why ? { mark: "warn", text: `${detail}. Native is missing: ${why}` } : detail;
}

module.exports = { name: "engine", run: runStep };
