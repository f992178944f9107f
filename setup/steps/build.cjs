// dist/ from src/, by the TypeScript compiler, when a source has changed.
const fs = require("node:fs");
const path = require("node:path");
const { filesBelow, fingerprint, readIfThere } = require("../lib/fingerprint.cjs");
const { problem } = require("../lib/problem.cjs");
const { run } = require("../lib/run.cjs");

const STAMP = path.join("dist", ".built-from");

async function runStep({ root, progress }) {
  const sources = filesBelow(root, "src");
  const stamp = fingerprint(root, [
    ...sources,
    "tsconfig.json",
    "tsconfig.build.json",
    "package-lock.json",
  ]);
  if (readIfThere(path.join(root, STAMP)) === stamp) return "ready";

  progress(`tsc: ${sources.length} files`);
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const { code, output } = await run(process.execPath, [compiler, "-p", "tsconfig.build.json"], {
    cwd: root,
  });
  if (code !== 0) {
    const first = output.split("\n").find((line) => line.includes("error")) ?? output;
    throw problem(`tsc: ${first.trim()}`, "Correct it (npm run types shows all) and run again");
  }
  for (const file of leftOver(root, sources)) fs.rmSync(path.join(root, file));
  fs.writeFileSync(path.join(root, STAMP), stamp);
  return `${sources.length} files compiled`;
}

/** Files in dist/ whose source is gone; without this a deleted module could still be imported. */
function leftOver(root, sources) {
  const kept = new Set(sources.map((file) => path.relative("src", file).replace(/\.ts$/, "")));
  return filesBelow(root, "dist").filter((file) => {
    const name = path.relative("dist", file).replace(/(?:\.d\.ts|\.js|\.js\.map)$/, "");
    return file !== STAMP && !kept.has(name);
  });
}

module.exports = { name: "build", run: runStep };
