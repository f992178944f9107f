// Installs the native engine: libtensorflow and its binding in the user's cache, links to them in @tensorflow/tfjs-node.
const fs = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");
const { NAPI, compileBinding, fetchBinding, findCompiler } = require("./engine/binding.cjs");
const { librarySources } = require("./engine/library.cjs");
const { tryEngine } = require("./engine/trial.cjs");
const { cacheFolder, makeEntry } = require("./lib/cache.cjs");
const { explain, problem } = require("./lib/problem.cjs");

/**
 * Makes native TensorFlow work in the project at `root`, whose node_modules holds @tensorflow/tfjs-node. `log` gets
 * progress as text. Resolves to { engine: "native" | "wasm" | "js", detail, why }: where native cannot be had, WASM
 * serves and `why` says in one line what stands in the way. TASKWEAVE_ENGINE=native makes that an error; wasm and js
 * skip the work.
 */
async function installEngine({ root, log = () => {}, sources = librarySources() }) {
  const wish = process.env.TASKWEAVE_ENGINE;
  if (wish === "wasm" || wish === "js")
    return { engine: wish, detail: `${wish}, as TASKWEAVE_ENGINE says` };
  try {
    return {
      engine: "native",
      detail: await installNative(findTfjsNode(root), { root, log, sources }),
    };
  } catch (error) {
    if (wish === "native") throw error;
    return {
      engine: "wasm",
      detail: "WASM computes instead (slower; then plain JavaScript)",
      why: error.message,
    };
  }
}

async function installNative(tfjs, { root, log, sources }) {
  const cache = cacheFolder();
  const name = `tfjs-node-${tfjs.version}-napi-v${NAPI}-${process.platform}-${process.arch}`;
  const entry = path.join(cache, name);

  if (isWhole(entry)) {
    if (isLinked(tfjs.folder, entry)) return `${describe(entry)}, ready`;
    link(tfjs.folder, entry);
    log("trying it");
    await tryEngine(tfjs.folder);
    return `${describe(entry)}, from ${cache}`;
  }
  const own = path.join(tfjs.folder, "lib", `napi-v${NAPI}`, "tfjs_binding.node");
  if (fs.existsSync(own) && !isInside(own, cache)) {
    log("trying the installed one");
    const version = await tryEngine(tfjs.folder).catch(() => undefined);
    if (version) return `TensorFlow ${version}, installed by tfjs-node itself`;
  }

  if (sources.length === 0)
    throw problem(`no TensorFlow library for ${process.platform} ${process.arch}`, "Nothing to do");
  const problems = [];
  for (const source of sources) {
    try {
      await makeEntry(cache, name, (stage) => make(stage, source, tfjs, root, log));
      link(tfjs.folder, entry);
      log("trying it");
      const version = await tryEngine(tfjs.folder);
      fs.writeFileSync(
        path.join(entry, "engine.json"),
        JSON.stringify({ tensorflow: version, source: source.name, files: sizes(entry) }),
      );
      return `TensorFlow ${version}, from ${source.name}`;
    } catch (error) {
      problems.push(error);
      log(error.message);
    }
  }
  // The last way is the most likely to work, so its failure tells most.
  throw problems.at(-1);
}

/** Fills `stage` with deps/lib and lib/napi-v8. What fails fast comes first: no 200 MB for want of a compiler. */
async function make(stage, source, tfjs, root, log) {
  const deps = path.join(stage, "deps");
  const folder = path.join(stage, "lib", `napi-v${NAPI}`);
  const file = path.join(folder, "tfjs_binding.node");
  fs.mkdirSync(folder, { recursive: true });
  const compiler = await findCompiler();
  if (!compiler) {
    await fetchBinding({ version: tfjs.version, file, progress: log }).catch((error) => {
      throw problem(
        `no C++ compiler, and Google's build cannot be had (${error.message.split(". ")[0]})`,
        compilerHint(),
      );
    });
  }
  log(`getting ${source.name}`);
  await source.fetch(deps, { root, progress: log });
  if (compiler) {
    log(`compiling the binding with ${compiler}`);
    await compileBinding({ compiler, tfjs: tfjs.folder, deps, file });
  }
  fs.rmSync(path.join(deps, "include"), { recursive: true, force: true });
  const dll = path.join(deps, "lib", "tensorflow.dll");
  // Windows looks for a library beside the one that wants it.
  if (fs.existsSync(dll)) fs.renameSync(dll, path.join(folder, "tensorflow.dll"));
}

/** The package as the project at `root` sees it: { folder, version }. */
function findTfjsNode(root) {
  try {
    const file = createRequire(path.join(root, "package.json")).resolve(
      "@tensorflow/tfjs-node/package.json",
    );
    return {
      folder: path.dirname(file),
      version: JSON.parse(fs.readFileSync(file, "utf8")).version,
    };
  } catch {
    throw problem(
      "@tensorflow/tfjs-node is not installed",
      "Run: npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0",
    );
  }
}

/** Every file has the size it had after the trial run: cheap, and enough to notice a cut or emptied cache. */
function isWhole(entry) {
  try {
    const { files } = JSON.parse(fs.readFileSync(path.join(entry, "engine.json"), "utf8"));
    return Object.entries(files).every(
      ([file, size]) => fs.statSync(path.join(entry, file)).size === size,
    );
  } catch {
    return false;
  }
}

function isInside(file, folder) {
  return (
    fs.existsSync(folder) && fs.realpathSync(file).startsWith(fs.realpathSync(folder) + path.sep)
  );
}

function sizes(entry) {
  const files = {};
  for (const part of [path.join("deps", "lib"), path.join("lib", `napi-v${NAPI}`)]) {
    for (const name of fs.readdirSync(path.join(entry, part))) {
      files[path.join(part, name)] = fs.statSync(path.join(entry, part, name)).size;
    }
  }
  return files;
}

function describe(entry) {
  const { tensorflow, source } = JSON.parse(
    fs.readFileSync(path.join(entry, "engine.json"), "utf8"),
  );
  return `TensorFlow ${tensorflow} (${source})`;
}

function isLinked(folder, entry) {
  return ["deps", "lib"].every((part) => {
    const place = path.join(folder, part);
    return (
      fs.existsSync(place) && fs.realpathSync(place) === fs.realpathSync(path.join(entry, part))
    );
  });
}

function link(folder, entry) {
  try {
    for (const part of ["deps", "lib"]) {
      const place = path.join(folder, part);
      fs.rmSync(place, { recursive: true, force: true });
      // A junction needs no administrator on Windows; other systems ignore the word.
      fs.symlinkSync(path.join(entry, part), place, "junction");
    }
  } catch (error) {
    throw explain("linking the engine", error.message);
  }
}

function compilerHint() {
  if (process.platform === "linux")
    return "Install one (Debian, Ubuntu: apt-get install g++) and run again";
  if (process.platform === "darwin") return "Install one (xcode-select --install) and run again";
  return "Connect to storage.googleapis.com and run again";
}

module.exports = { installEngine };
