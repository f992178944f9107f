// A notebook as HTML: prose, coloured code, outputs; its figures as files, a still picture and the data of each.
const path = require("node:path");
const { colour, escapeHtml, render } = require("./markdown.cjs");

const PLOTLY = "application/vnd.plotly.v1+json";
const SVG = "image/svg+xml";

/**
 * Renders a notebook. `figures` is the address of their folder, as the page sees it. Returns { html, sections, figures,
 * cover }: figures are { name, svg, json }, cover is the one that makes the point.
 */
function renderNotebook(notebook, { name, link, figures: folder }) {
  const ids = new Set();
  const sections = [];
  const figures = [];
  const html = notebook.cells.map((cell) => {
    const source = join(cell.source);
    if (cell.cell_type !== "code") {
      const prose = render(source, { link, ids });
      addSections(sections, prose.sections);
      return `<div class="prose">${prose.html}</div>`;
    }
    const outputs = (cell.outputs ?? []).map((output, at) => {
      const figure = figureOf(output, `${name}-${cell.id}${at || ""}`);
      if (!figure) return renderOutput(output);
      figures.push({ ...figure, section: sections.length });
      return showFigure(figure, folder);
    });
    return `<pre class="code"><code>${colour(source, "typescript")}</code></pre>${outputs.join("")}`;
  });
  return { html: html.join("\n"), sections, figures, cover: coverOf(figures, sections) };
}

/** Prose before a cell's first heading belongs to the section that is open. */
function addSections(sections, [open, ...more]) {
  if (sections.length > 0) sections.at(-1).text += open.text;
  sections.push(...more);
}

/** The first figure of "The figure"; an article's is the last before what should be seen. */
function coverOf(figures, sections) {
  const place = (...titles) => sections.findIndex(({ title }) => titles.includes(title)) + 1;
  const [own, seen] = [
    place("The figure", "关键图"),
    place("What you should see", "你应该看到什么"),
  ];
  if (own > 0) return figures.find(({ section }) => section >= own);
  return figures.filter(({ section }) => section < (seen || Infinity)).at(-1);
}

function figureOf({ data = {} }, name) {
  if (!data[PLOTLY] || !data[SVG]) return undefined;
  return { name, svg: join(data[SVG]), json: data[PLOTLY] };
}

function showFigure({ name, json }, folder) {
  const title = json.layout.title?.text ?? "";
  const { width = 760, height = 450 } = json.layout;
  const still = `<img src="${path.posix.join(folder, `${name}.svg`)}" alt="${escapeHtml(title)}" width="${width}" height="${height}" loading="lazy">`;
  return `<figure class="plot" data-figure="${name}">${still}</figure>`;
}

function renderOutput({ text, data = {} }) {
  if (data["text/html"]) return `<div class="output">${join(data["text/html"])}</div>`;
  if (data[SVG]) return `<figure class="still">${join(data[SVG])}</figure>`;
  const words = join(text ?? data["text/plain"] ?? "");
  return words.trim() === "" ? "" : `<pre class="output">${escapeHtml(words)}</pre>`;
}

function join(text) {
  return Array.isArray(text) ? text.join("") : text;
}

module.exports = { renderNotebook };
