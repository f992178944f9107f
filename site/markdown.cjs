// Markdown as HTML: formulas by KaTeX, code coloured by highlight.js, headings with anchors, links of our own rewritten.
const katex = require("@vscode/markdown-it-katex").default;
const hljs = require("highlight.js/lib/common");
const MarkdownIt = require("markdown-it");

const markdown = new MarkdownIt({ html: true, highlight: colour }).use(katex, {
  throwOnError: true,
  output: "html",
});

/**
 * Renders one text of a page. `link(target)` says where a relative link leads; `ids` are the anchors the page has
 * already. Returns the HTML and the text under each heading: [{ level, id, title, text }], the first without a heading.
 */
function render(text, { link = (target) => target, ids = new Set() } = {}) {
  const tokens = markdown.parse(text, {});
  const sections = [{ level: 0, id: "", title: "", text: "" }];
  for (const [at, token] of tokens.entries()) {
    if (token.type === "heading_open") {
      const title = plain(tokens[at + 1]);
      const id = anchor(title, ids);
      token.attrSet("id", id);
      sections.push({ level: Number(token.tag.slice(1)), id, title, text: "" });
    } else if (token.type === "inline") {
      rewrite(token, link);
      if (tokens[at - 1]?.type !== "heading_open") sections.at(-1).text += `${plain(token)} `;
    }
  }
  return { html: markdown.renderer.render(tokens, markdown.options, {}), sections };
}

/** Code of the languages we write; other text is only escaped. */
function colour(code, language) {
  const known = hljs.getLanguage(language) ? language : "plaintext";
  return hljs.highlight(code, { language: known }).value;
}

function plain({ children }) {
  return children
    .filter(({ type }) => /^(text|code_inline|math_inline|softbreak)$/.test(type))
    .map(({ type, content }) => (type === "softbreak" ? " " : content))
    .join("");
}

function rewrite({ children }, link) {
  for (const token of children)
    for (const name of ["href", "src"]) {
      const target = token.attrGet(name);
      if (target && !/^(\w+:|#|\/\/)/.test(target)) token.attrSet(name, link(decodeURI(target)));
    }
}

/** The heading's words, as GitHub makes them; a number behind those that are there. */
function anchor(title, ids) {
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s+/g, "-");
  let id = words || "section";
  for (let n = 1; ids.has(id); n++) id = `${words || "section"}-${n}`;
  ids.add(id);
  return id;
}

function escapeHtml(text) {
  return markdown.utils.escapeHtml(text);
}

module.exports = { colour, escapeHtml, render };
