// What pages do by themselves: figures that come into sight become interactive, the search, light and dark.
const root = document.documentElement.dataset.root;
const loaded = new Map();

/** Adds a script once; scripts, unlike fetch, also load from a disk. */
function load(address) {
  if (!loaded.has(address))
    loaded.set(
      address,
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        Object.assign(script, { src: root + address, onload: resolve, onerror: reject });
        document.head.append(script);
      }),
    );
  return loaded.get(address);
}

// Figures

const figures = {};
window.taskweaveFigure = (name, json) => (figures[name] = json);

async function draw(figure) {
  const name = figure.dataset.figure;
  await Promise.all([load("assets/plotly.min.js"), load(`figures/${name}.js`)]);
  const { data, layout, frames } = figures[name];
  // On a narrow screen one plot becomes narrower, to a point; panels side by side are scrolled.
  const panels = Object.keys(layout).filter((key) => key.startsWith("xaxis")).length;
  const least = panels > 1 ? Infinity : 440;
  const width = Math.min(layout.width ?? 760, Math.max(figure.clientWidth, least));
  const plot = document.createElement("div");
  const config = { displayModeBar: false, responsive: false };
  await window.Plotly.newPlot(plot, { data, layout: { ...layout, width }, frames, config });
  figure.replaceChildren(plot);
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) {
        seen.unobserve(target);
        draw(target).catch(() => {}); // the picture stays
      }
  },
  { rootMargin: "300px" },
);
for (const figure of document.querySelectorAll("figure[data-figure]")) seen.observe(figure);

// Search

const field = document.getElementById("search");
const results = document.getElementById("results");
let index;

/** Words as they are; Chinese, which has no spaces, in pairs of characters. */
function words(text) {
  return [...text.matchAll(/\p{Script=Han}+|[\p{L}\p{N}_]+/gu)].flatMap(([word]) => {
    if (!/\p{Script=Han}/u.test(word) || word.length < 3) return [word.toLowerCase()];
    return [...word].slice(1).map((char, at) => word[at] + char);
  });
}

window.taskweaveSearch = (entries) => {
  index = new window.MiniSearch({
    fields: ["title", "section", "text"],
    storeFields: ["url", "title", "section", "text", "language"],
    tokenize: words,
    searchOptions: { boost: { title: 4, section: 2 }, prefix: true, combineWith: "AND" },
  });
  index.addAll(entries.map((entry, id) => ({ id, ...entry })));
};

async function search() {
  await load("assets/minisearch.js");
  await load("search.js");
  const query = field.value.trim();
  results.hidden = query === "";
  const own = document.documentElement.lang.slice(0, 2);
  const found = index.search(query, {
    boostDocument: (_, __, { language }) => (language === own ? 2 : 1),
  });
  const shown = found.filter(fewOfAPage()).slice(0, 20);
  results.replaceChildren(...(shown.length > 0 ? shown.map(show) : ["–"]));
}

/** Lets three sections of a page pass: a page whose title has the word would fill the list alone. */
function fewOfAPage() {
  const counts = new Map();
  return ({ url }) => {
    const page = url.split("#")[0];
    counts.set(page, (counts.get(page) ?? 0) + 1);
    return counts.get(page) <= 3;
  };
}

function show({ url, title, section, text }) {
  const link = document.createElement("a");
  link.href = root + url;
  const name = document.createElement("strong");
  // The first section of a notebook is its title, in both languages.
  name.textContent = section && !section.startsWith(title) ? `${title} › ${section}` : title;
  link.append(name, around(text, words(field.value)[0] ?? ""));
  return link;
}

/** A piece of the text around the first word found. */
function around(text, word) {
  const at = Math.max(0, text.toLowerCase().indexOf(word) - 40);
  return (at > 0 ? "…" : "") + text.slice(at, at + 140) + (text.length > at + 140 ? "…" : "");
}

field.addEventListener("input", search);
document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Escape") results.hidden = true;
  if (key === "/" && target === document.body) setTimeout(() => field.focus());
});
document.addEventListener("click", ({ target }) => {
  if (!results.contains(target) && target !== field) results.hidden = true;
});

// Light and dark: the system's, until the reader chooses.

const style = document.documentElement.style;
style.colorScheme = localStorage.getItem("scheme") ?? "light dark";
document.getElementById("theme").addEventListener("click", () => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = style.colorScheme === "light dark" ? (dark ? "dark" : "light") : style.colorScheme;
  style.colorScheme = now === "dark" ? "light" : "dark";
  localStorage.setItem("scheme", style.colorScheme);
});
