// One short hash for a set of files: the same when nothing changed, whatever the clock says.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/** Every file below `folder`, sorted, as paths relative to `root`. */
function filesBelow(root, folder) {
  return fs
    .readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Hash of the names and contents of `files` (relative to `root`) and of the `extra` strings. */
function fingerprint(root, files, extra = []) {
  const hash = createHash("sha256");
  for (const file of files) {
    hash
      .update(`${file}\0`)
      .update(fs.readFileSync(path.join(root, file)))
      .update("\0");
  }
  for (const text of extra) hash.update(`${text}\0`);
  return hash.digest("hex").slice(0, 16);
}

/** The text of a small file, or undefined where there is none. */
function readIfThere(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

module.exports = { filesBelow, fingerprint, readIfThere };
