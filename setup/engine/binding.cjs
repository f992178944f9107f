// tfjs_binding.node, the bridge from Node to libtensorflow: compiled from the package's own sources, else Google's build.
const fs = require("node:fs");
const path = require("node:path");
const { download } = require("../lib/download.cjs");
const { explain, problem } = require("../lib/problem.cjs");
const { run } = require("../lib/run.cjs");

/** The N-API version it speaks: every Node from 12.22 does, so one file serves Node 20 to 26. */
const NAPI = 8;
const SYSTEMS = { linux: "linux", darwin: "darwin", win32: "windows" };

/** The C++ compiler, or undefined. Windows has no usual one. */
async function findCompiler(env = process.env) {
  if (process.platform === "win32") return undefined;
  for (const name of [env.CXX, "c++", "g++", "clang++"].filter(Boolean)) {
    if ((await run(name, ["--version"])).code === 0) return name;
  }
  return undefined;
}

/** Compiles the two sources against the headers of the npm package node-api-headers: no node-gyp, no download. */
async function compileBinding({ compiler, tfjs, deps, file }) {
  const headers = path.join(
    path.dirname(require.resolve("node-api-headers/package.json")),
    "include",
  );
  const { code, output } = await run(compiler, [
    "-shared",
    "-fPIC",
    "-O2",
    "-std=c++17",
    `-DNAPI_VERSION=${NAPI}`,
    `-I${headers}`,
    `-I${path.join(deps, "include")}`,
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => path.join(tfjs, "binding", name)),
    `-L${path.join(deps, "lib")}`,
    "-ltensorflow",
    "-ltensorflow_framework",
    ...(process.platform === "darwin"
      ? ["-undefined", "dynamic_lookup", "-Wl,-rpath,@loader_path/../../deps/lib"]
      : ["-Wl,-rpath,$ORIGIN/../../deps/lib"]),
    "-o",
    file,
  ]);
  if (code !== 0)
    throw explain(compiler, output.split("\n").find((line) => /error/.test(line)) ?? output);
}

/** Google's build of the same file. It has no published hash: HTTPS and the trial run vouch for it. */
async function fetchBinding({ version, file, progress }) {
  const system = SYSTEMS[process.platform];
  const type = system === "windows" ? "zip" : "tar.gz";
  const folder = `https://storage.googleapis.com/tf-builds/pre-built-binary/napi-v${NAPI}/${version}`;
  const unpacked = `${file}.unpacked`;
  fs.mkdirSync(unpacked);
  const archive = path.join(unpacked, `binding.${type}`);
  try {
    await download(`${folder}/CPU-${system}-${version}.${type}`, archive, { progress });
    const { code, output } = await run("tar", ["-xf", archive, "-C", unpacked]);
    if (code !== 0) throw explain("tar", output);
    const found = fs
      .readdirSync(unpacked, { recursive: true })
      .find((name) => path.basename(name) === "tfjs_binding.node");
    if (!found)
      throw problem(
        "Google's archive holds no tfjs_binding.node",
        "Install a C++ compiler and run again",
      );
    fs.copyFileSync(path.join(unpacked, found), file);
  } finally {
    fs.rmSync(unpacked, { recursive: true, force: true });
  }
}

module.exports = { NAPI, compileBinding, fetchBinding, findCompiler };
