// The first page: every notebook with its aim and its figure.
const { escapeHtml } = require("./markdown.cjs");
const { relative } = require("./page.cjs");

const TEXT = {
  en: {
    title: "Notebooks",
    intro:
      "TypeScript notebooks for multi-task learning and the co-training of neural networks. Every figure is interactive, every claim was checked when its notebook ran.",
    articles: "The founding articles",
    course: "The course",
  },
  zh: {
    title: "笔记本",
    intro:
      "用 TypeScript 笔记本讲多任务学习与神经网络的协同训练。每张图都可以交互，每个论断都在运行时检查过。",
    articles: "奠基文章",
    course: "课程",
  },
};

/** The contents page of one language, from its notebooks' pages. */
function contentsPage(language, notebooks) {
  const to = language === "zh" ? "zh/index.html" : "index.html";
  const { title, intro, ...parts } = TEXT[language];
  const lists = Object.entries(parts).map(([part, heading]) => {
    const cards = notebooks
      .filter((page) => page.to.includes(`/${part}/`))
      .map((page) => card(page, to));
    return `<h2 id="${part}">${heading}</h2>\n<div class="cards">${cards.join("\n")}</div>`;
  });
  const html = `<h1>${title}</h1>\n<p>${intro}</p>\n${lists.join("\n")}`;
  return {
    to,
    language,
    title,
    html,
    other: language === "zh" ? "index.html" : "zh/index.html",
    wide: true,
  };
}

/** With its name in the other language, too: four of the articles have one Chinese title. */
function card({ to, title, alias, aim, cover }, from) {
  const picture = cover
    ? `<img src="${relative(from, `figures/${cover.name}.svg`)}" alt="" loading="lazy">`
    : "";
  return `<a class="card" href="${relative(from, to)}">${picture}<strong>${escapeHtml(title)}</strong><small>${escapeHtml(alias)}</small><span>${escapeHtml(aim)}</span></a>`;
}

module.exports = { contentsPage };
