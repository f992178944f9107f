// The npm packages of package-lock.json, by `npm ci` with install scripts off (.npmrc).
const fs = require("node:fs");
const path = require("node:path");
const { readIfThere } = require("../lib/fingerprint.cjs");
const { explain, problem } = require("../lib/problem.cjs");
const { run } = require("../lib/run.cjs");

/** So many failed tries in a row, and npm need not ask for the other packages. */
const HOPELESS = 150;

async function runStep({ root, progress }) {
  const wanted = lockedPackages(path.join(root, "package-lock.json"));
  if (!wanted)
    throw problem("package-lock.json is missing", "Restore it (git checkout package-lock.json)");
  const total = Object.keys(wanted).length;
  if (missingPackages(root, wanted).length === 0) return `${total} ready`;

  const [command, ...args] = npmCommand();
  let fetched = 0;
  let failures = 0;
  const stop = new AbortController();
  const { code, output } = await run(
    command,
    [
      ...args,
      "ci",
      "--include=dev",
      "--prefer-offline",
      "--loglevel=http",
      "--fetch-retry-mintimeout=1000",
      "--fetch-retry-factor=2",
    ],
    {
      cwd: root,
      signal: stop.signal,
      onLine: (line) => {
        if (/http (?:fetch GET 200|cache) .*\.tgz/.test(line)) {
          fetched++;
          failures = 0;
        }
        // Left alone, npm asks for every package three times before it gives up: minutes without a network.
        if (/attempt \d failed with/.test(line)) failures++;
        if (failures >= HOPELESS) stop.abort();
        progress(`npm ci: ${fetched} packages fetched`);
      },
    },
  );
  if (code === 127)
    throw problem("npm was not found", "Install Node with npm (https://nodejs.org) and run again");
  // npm's own summary comes last and says little; the reason is in the lines marked as errors.
  if (code !== 0)
    throw explain(
      "npm ci",
      output
        .split("\n")
        .filter((line) => /npm (?:error|ERR!)|failed with/.test(line))
        .join("\n"),
    );
  return `${total} installed`;
}

/** What npm says is installed (its hidden lockfile, written last) against what the lockfile wants. */
function missingPackages(root, wanted) {
  const record = readIfThere(path.join(root, "node_modules", ".package-lock.json"));
  const installed = record ? JSON.parse(record).packages : {};
  return Object.keys(wanted).filter(
    (place) =>
      installed[place]?.version !== wanted[place].version ||
      !fs.existsSync(path.join(root, place, "package.json")),
  );
}

/** Packages every system needs, by place. Of the optional ones only those that this project names itself. */
function lockedPackages(file) {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const { "": project, ...packages } = JSON.parse(text).packages;
  const named = Object.keys(project?.optionalDependencies ?? {}).map(
    (name) => `node_modules/${name}`,
  );
  return Object.fromEntries(
    Object.entries(packages).filter(
      ([place, entry]) =>
        !entry.link && (!(entry.optional || entry.devOptional) || named.includes(place)),
    ),
  );
}

/** The npm that started us, else the one on the path. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli && path.basename(cli) === "npm-cli.js") return [process.execPath, cli];
  if (process.platform !== "win32") return ["npm"];
  return [
    process.execPath,
    path.join(path.dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js"),
  ];
}

module.exports = { name: "packages", run: runStep, missingPackages, lockedPackages };
