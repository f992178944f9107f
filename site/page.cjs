// The frame around every page: head, navigation, table of contents, footer.
const path = require("node:path");
const { escapeHtml } = require("./markdown.cjs");

const WORDS = {
  en: {
    notebooks: "Notebooks",
    docs: "Docs",
    api: "API",
    other: "中文",
    search: "Search",
    theme: "Light or dark",
  },
  zh: {
    notebooks: "笔记本",
    docs: "文档",
    api: "API",
    other: "English",
    search: "搜索",
    theme: "浅色或深色",
  },
};

/** The whole HTML of a page { to, language, title, html, sections, other, before, after }; addresses are the site's. */
function frame(page) {
  const { to, language, title, html, other, sections = [] } = page;
  const words = WORDS[language];
  const at = (address) => relative(to, address);
  const home = language === "zh" ? "zh/index.html" : "index.html";
  const docs = language === "zh" ? "readme.zh-cn.html" : "readme.html";
  const root = path.posix.relative(path.posix.dirname(to), "") || ".";
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}" data-root="${root}/">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · taskweave</title>
<link rel="stylesheet" href="${at("assets/katex/katex.min.css")}">
<link rel="stylesheet" href="${at("assets/site.css")}">
<script src="${at("assets/site.js")}" defer></script>
<header>
<a class="name" href="${at(home)}">taskweave</a>
<nav><a href="${at(home)}">${words.notebooks}</a> <a href="${at(docs)}">${words.docs}</a> <a href="${at("api/readme.html")}">${words.api}</a> <a href="${at(other ?? (language === "zh" ? "index.html" : "zh/index.html"))}">${words.other}</a></nav>
<input id="search" type="search" placeholder="${words.search}" aria-label="${words.search}" autocomplete="off">
<button id="theme" aria-label="${words.theme}" title="${words.theme}">◐</button>
<div id="results" hidden></div>
</header>
<div class="page">
${contents(sections)}
<main>
${html}
${steps(page, at)}
${documentList(page, at)}
</main>
</div>
</html>
`;
}

/** The headings of a page that has several, to jump to. */
function contents(sections) {
  const shown = sections.filter(({ level }) => level === 2 || level === 3);
  if (shown.length < 3) return '<aside class="empty"></aside>';
  const items = shown.map(
    ({ level, id, title }) => `<a class="level${level}" href="#${id}">${escapeHtml(title)}</a>`,
  );
  return `<aside>${items.join("\n")}</aside>`;
}

function steps({ before, after }, at) {
  if (!before && !after) return "";
  const link = (page, text) =>
    page ? `<a href="${at(page.to)}">${text(page.title)}</a>` : "<span></span>";
  return `<nav class="steps">${link(before, (title) => `← ${escapeHtml(title)}`)}${link(after, (title) => `${escapeHtml(title)} →`)}</nav>`;
}

/** All documents, at the foot of each. */
function documentList({ documents = [] }, at) {
  if (documents.length === 0) return "";
  const links = documents.map(({ to, title }) => `<a href="${at(to)}">${escapeHtml(title)}</a>`);
  return `<nav class="documents">${links.join(" · ")}</nav>`;
}

/** From one address of the site to another. */
function relative(from, to) {
  return path.posix.relative(path.posix.dirname(from), to);
}

module.exports = { frame, relative };
