// What the site is made of: notebooks in both languages, documents, the reference of the library.
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { orderReference } = require("./reference.cjs");

const DOCUMENTS = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md"];
const FOLDERS = ["docs", "data", "notebooks"];

/** All sources, { file, from, to, kind, language }: the file to read, its place in the repository, its address. */
function findSources(root, api) {
  const documents = [
    ...DOCUMENTS,
    ...FOLDERS.flatMap((folder) => filesIn(root, folder, ".md", false)),
  ];
  const notebooks = ["articles", "course"].flatMap((part) => [
    ...filesIn(root, `notebooks/${part}`, ".ipynb"),
    ...filesIn(root, `notebooks/zh/${part}`, ".ipynb"),
  ]);
  const reference = filesIn(api, "", ".md").map((from) => source(api, from, "api", `api/${from}`));
  return [
    ...notebooks.map((from) => source(root, from, "notebook")),
    ...documents.map((from) => source(root, from, "document")),
    ...reference,
  ];
}

function source(folder, from, kind, place = from) {
  const language = /\/zh\/|zh-CN/.test(from) ? "zh" : "en";
  const to = place.replace(/\.(md|ipynb)$/, ".html");
  return {
    file: path.join(folder, from),
    from: place,
    kind,
    language,
    to: kind === "notebook" ? to : to.toLowerCase(),
  };
}

/** Files below a folder, as addresses from the root, in order of their names. */
function filesIn(root, folder, ending, deep = true) {
  const entries = fs.existsSync(path.join(root, folder))
    ? fs.readdirSync(path.join(root, folder), { withFileTypes: true })
    : [];
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return deep ? filesIn(root, name, ending) : [];
      return name.endsWith(ending) ? [name] : [];
    });
}

/** The reference as Markdown, made from the doc comments into a new folder. */
function makeReference(root) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "taskweave-api-"));
  const typedoc = path.join(root, "node_modules", "typedoc", "bin", "typedoc");
  const options = ["--options", path.join(__dirname, "typedoc.json"), "--out", folder];
  execFileSync(process.execPath, [typedoc, ...options], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  orderReference(root, folder);
  return folder;
}

module.exports = { findSources, makeReference };
