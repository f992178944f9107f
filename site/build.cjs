// `npm run site`: the notebooks in both languages, the documents and the reference as a folder of static pages,
// site/build, which needs neither a server nor a network. Fails when a link leads nowhere.
const fs = require("node:fs");
const path = require("node:path");
const { contentsPage } = require("./contents.cjs");
const { brokenLinks } = require("./links.cjs");
const { render } = require("./markdown.cjs");
const { renderNotebook } = require("./notebook.cjs");
const { frame, relative } = require("./page.cjs");
const { findSources, makeReference } = require("./pages.cjs");

const root = path.join(__dirname, "..");
const out = path.resolve(process.argv[2] ?? path.join(__dirname, "build"));

const api = makeReference(root);
const sources = findSources(root, api);
const places = new Map(sources.map(({ from, to }) => [from, to]));
fs.rmSync(out, { recursive: true, force: true });

const pages = sources.map(readPage);
const notebooks = pages.filter(({ kind }) => kind === "notebook");
const documents = pages.filter(({ kind }) => kind === "document");
for (const page of documents) page.documents = documents;
for (const language of ["en", "zh"]) {
  const own = notebooks.filter((page) => page.language === language);
  own.forEach((page, at) => Object.assign(page, { before: own[at - 1], after: own[at + 1] }));
  pages.push(contentsPage(language, own));
}
for (const page of pages) write(page.to, frame(page));
for (const { figures = [] } of pages) figures.forEach(writeFigure);
write("search.js", `taskweaveSearch(${JSON.stringify(pages.flatMap(searchable))});\n`);
copyAssets();
fs.rmSync(api, { recursive: true });

const broken = brokenLinks(
  out,
  pages.map(({ to }) => to),
);
console.log(
  `${pages.length} pages in ${path.relative("", out) || "."}, ${broken.length} broken links`,
);
for (const link of broken) console.log(`    ${link}`);
if (broken.length > 0) process.exitCode = 1;

/** A page from its source: what it says, and where it stands. */
function readPage(source) {
  const { file, from, to, kind, language } = source;
  const text = fs.readFileSync(file, "utf8");
  const link = (target) => linkFrom(source, target);
  const other = otherLanguage(from);
  if (kind !== "notebook") {
    const { html, sections } = render(text, { link });
    const [{ title } = { title: from }] = sections.filter(({ level }) => level === 1);
    return { to, kind, language, title, html, sections, other };
  }
  const name = path.basename(from, ".ipynb");
  const figures = relative(to, "figures");
  const page = renderNotebook(JSON.parse(text), { name, link, figures });
  // "05 · Hard parameter sharing            硬参数共享"
  const [title, alias = ""] = (page.sections[0]?.title ?? name).split(/\s{2,}/);
  return { ...page, to, kind, language, title, alias, aim: aimOf(JSON.parse(text)), other };
}

/** Where a link of a source leads in the site: to a page, or to a copy of the file. */
function linkFrom({ from, to, kind }, target) {
  const [place, anchor] = target.split("#");
  const found = path.posix.join(path.posix.dirname(from), place);
  const tail = anchor ? `#${anchor}` : "";
  if (places.has(found)) return relative(to, places.get(found)) + tail;
  const file = path.join(root, found);
  if (kind !== "api" && fs.existsSync(file) && fs.statSync(file).isFile()) copy(file, found);
  return relative(to, found) + tail;
}

function otherLanguage(from) {
  const swapped = from.includes("/zh/")
    ? from.replace("/zh/", "/")
    : from.replace(/^notebooks\//, "notebooks/zh/");
  const twins = { "README.md": "README.zh-CN.md", "README.zh-CN.md": "README.md" };
  return places.get(twins[from] ?? (swapped === from ? "" : swapped));
}

/** The aim: the quoted line of a notebook's first cell. */
function aimOf({ cells }) {
  return /^> (.+)$/m.exec([cells[0].source].flat().join(""))?.[1] ?? "";
}

/** What the search finds: every section of prose, and every entry of the reference as a whole. */
function searchable({ to, kind, language, title, sections = [] }) {
  if (kind === "api")
    return [{ url: to, title, section: "", language, text: sections.map((s) => s.text).join(" ") }];
  return sections.map(({ id, title: section, text }) => ({
    url: id ? `${to}#${id}` : to,
    title,
    section: section === title ? "" : section,
    language,
    text,
  }));
}

/** A figure's picture, and its data as a script, which a page opened from a disk may load too. */
function writeFigure({ name, svg, json }) {
  write(`figures/${name}.svg`, svg);
  write(
    `figures/${name}.js`,
    `taskweaveFigure(${JSON.stringify(name)}, ${JSON.stringify(json)});\n`,
  );
}

function copyAssets() {
  copy(path.join(__dirname, "assets"), "assets");
  const katex = path.dirname(require.resolve("katex/dist/katex.min.css"));
  copy(path.join(katex, "katex.min.css"), "assets/katex/katex.min.css");
  copy(path.join(katex, "fonts"), "assets/katex/fonts");
  copy(require.resolve("plotly.js-dist-min"), "assets/plotly.min.js");
  copy(
    require.resolve("minisearch").replace(/cjs.index\.cjs$/, path.join("umd", "index.js")),
    "assets/minisearch.js",
  );
}

function write(address, text) {
  const file = path.join(out, address);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function copy(file, address) {
  fs.cpSync(file, path.join(out, address), { recursive: true });
}
