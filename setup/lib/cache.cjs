// The per-user cache: what is downloaded or compiled once serves every clone. Nothing half-made is ever seen in it.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { explain } = require("./problem.cjs");

const A_DAY_MS = 24 * 3600 * 1000;

/** Where it is: $TASKWEAVE_CACHE, else the system's usual place. */
function cacheFolder(env = process.env, platform = process.platform, home = os.homedir()) {
  if (env.TASKWEAVE_CACHE) return path.resolve(env.TASKWEAVE_CACHE);
  if (platform === "win32")
    return path.join(env.LOCALAPPDATA ?? path.join(home, "AppData", "Local"), "taskweave");
  if (platform === "darwin") return path.join(home, "Library", "Caches", "taskweave");
  return path.join(env.XDG_CACHE_HOME || path.join(home, ".cache"), "taskweave");
}

/**
 * Makes the entry `name` by `make(stage)` in a temporary folder beside it, which is renamed when `make` is done: an
 * interruption leaves no entry, and its remains are removed by the next call. Returns the entry's folder.
 */
async function makeEntry(cache, name, make) {
  let stage;
  try {
    fs.mkdirSync(cache, { recursive: true });
    removeAbandoned(cache);
    stage = fs.mkdtempSync(path.join(cache, `.making-${process.pid}-`));
  } catch (error) {
    throw explain(`the cache ${cache}`, error.message);
  }
  const clean = () => fs.rmSync(stage, { recursive: true, force: true });
  process.once("exit", clean);
  try {
    await make(stage);
    const entry = path.join(cache, name);
    replaceFolder(stage, entry);
    return entry;
  } finally {
    process.removeListener("exit", clean);
    clean();
  }
}

/** Two clones may finish at the same time: either's result will do. */
function replaceFolder(from, to) {
  fs.rmSync(to, { recursive: true, force: true });
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if (!fs.existsSync(to)) throw error;
  }
}

/** Stages of processes that are no more: killed, or the machine went down. A day is longer than any download. */
function removeAbandoned(cache) {
  for (const name of fs.readdirSync(cache)) {
    const pid = Number(/^\.making-(\d+)-/.exec(name)?.[1]);
    if (!pid) continue;
    const stage = path.join(cache, name);
    const age = Date.now() - fs.statSync(stage).mtimeMs;
    if (age > A_DAY_MS || !isAlive(pid)) fs.rmSync(stage, { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

module.exports = { cacheFolder, makeEntry };
