// `npm test`: sets up what is missing, then every check; the last line is "N passed, N failed".
const path = require("node:path");
const { CHECKS } = require("./checks/checks.cjs");
const { showStep } = require("./lib/console.cjs");
const { main } = require("./lib/main.cjs");
const { problem } = require("./lib/problem.cjs");
const { setUp } = require("./set-up.cjs");

const root = path.join(__dirname, "..");

main(async () => {
  const chosen = choose(process.argv.slice(2));
  await setUp(root);
  const total = { passed: 0, failed: 0 };
  for (const check of chosen) {
    const { passed, failed, output } = await runCheck(check);
    total.passed += passed;
    total.failed += failed;
    if (failed > 0 && output) console.log(`\n${output.trim()}\n`);
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
});

/** A check that breaks down counts as one failure: the others still run. */
async function runCheck(check) {
  try {
    return await showStep(check.name, (progress) => check.run({ root, progress }));
  } catch (error) {
    return { passed: 0, failed: 1, output: error.name === "SetupProblem" ? "" : error.stack };
  }
}

function choose(names) {
  const known = CHECKS.map((check) => check.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw problem(`There is no check "${unknown}"`, `Choose from: ${known.join(", ")}`);
  return names.length ? CHECKS.filter((check) => names.includes(check.name)) : CHECKS;
}
