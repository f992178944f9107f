// The checks of `npm test`, in order: quick ones first.
const fs = require("node:fs");
const path = require("node:path");
const { checkCommand } = require("./command.cjs");
const { checkNotebooks } = require("./notebooks.cjs");
const { checkVitest } = require("./vitest.cjs");

const ESLINT = ["node_modules/eslint/bin/eslint.js", "."];
const PRETTIER = ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."];
const TSC = [
  "node_modules/typescript/bin/tsc",
  "-p",
  "tsconfig.json",
  "--noEmit",
  "--pretty",
  "false",
];
const NOTEBOOKS = ["notebooks/articles", "notebooks/course"];
/** Tests that need more than Node: each is a check of its own. */
const APART = ["test/package", "test/browser"];

const CHECKS = [
  { name: "format", run: checkCommand(PRETTIER) },
  { name: "lint", run: checkCommand(ESLINT) },
  { name: "types", run: checkCommand(TSC) },
  { name: "unit", run: checkVitest([], { except: APART }) },
  { name: "package", run: checkVitest(["test/package"]) },
  { name: "cells", run: checkCommand(["dist/cli/main.js", "check", ...NOTEBOOKS]) },
  { name: "notebook-lint", run: checkCommand(["dist/cli/main.js", "lint", ...NOTEBOOKS]) },
  {
    name: "translations",
    run: checkCommand(["dist/cli/main.js", "translate", "--check", ...NOTEBOOKS]),
  },
  { name: "site", run: checkCommand(["site/build.cjs"]) },
  { name: "notebooks", run: checkNotebooks(NOTEBOOKS) },
  { name: "browser", run: whereChromiumIs(checkVitest(["test/browser"])) },
];

/** The browser check needs Chromium, which npm does not bring. */
function whereChromiumIs(check) {
  return (context) =>
    findChromium()
      ? check(context)
      : {
          mark: "warn",
          text: "left out: no Chromium (apt-get install chromium)",
          passed: 0,
          failed: 0,
        };
}

function findChromium(env = process.env) {
  if (env.CHROMIUM) return env.CHROMIUM;
  const folders = (env.PATH ?? "").split(path.delimiter);
  const files = ["chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
    folders.map((folder) => path.join(folder, name)),
  );
  return files.find((file) => fs.existsSync(file));
}

module.exports = { CHECKS };
