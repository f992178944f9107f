// Everything a fresh clone needs, in order. Each step does nothing when there is nothing to do.
const { showStep } = require("./lib/console.cjs");

const STEPS = [
  require("./steps/node-version.cjs"),
  require("./steps/packages.cjs"),
  require("./steps/self-link.cjs"),
  require("./steps/jupyter.cjs"),
  // After Jupyter, whose environment has the pip that may have to fetch TensorFlow.
  require("./steps/native-engine.cjs"),
  require("./steps/build.cjs"),
  require("./steps/kernel-spec.cjs"),
];

/** Runs every step on the folder `root`; throws at the first that fails, after showing it. */
async function setUp(root, { steps = STEPS, out = process.stdout } = {}) {
  for (const step of steps) {
    await showStep(step.name, async (progress) => step.run({ root, progress }), out);
  }
}

module.exports = { setUp };
