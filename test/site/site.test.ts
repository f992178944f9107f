import { createRequire } from "node:module";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, test } from "vitest";
import { code, figure, good, prose } from "../cli/lintNotebook";

const site = createRequire(join(__dirname, "../../site/build.cjs"));
const { brokenLinks } = site("./links.cjs");
const { render } = site("./markdown.cjs");
const { renderNotebook } = site("./notebook.cjs");
const { frame } = site("./page.cjs");
const { entriesOf, listByRooms, readRooms } = site("./reference.cjs");

const folder = mkdtempSync(join(tmpdir(), "taskweave-site-"));
afterAll(() => rmSync(folder, { recursive: true }));

const options = { name: "05", link: (target: string) => `new/${target}`, figures: "../figures" };

describe("Markdown", () => {
  it("gives headings anchors, each its own, in any script", () => {
    const { html, sections } = render("# Why?\n\none\n\n## 思路\n\n二\n\n# Why?");
    expect(html).toContain('<h2 id="思路">');
    expect(sections.map(({ id, text }: { id: string; text: string }) => [id, text.trim()])).toEqual(
      [
        ["", ""],
        ["why", "one"],
        ["思路", "二"],
        ["why-1", ""],
      ],
    );
  });

  it("rewrites links of the project and leaves others", () => {
    const { html } = render("[a](b.md) ![p](p.svg) [c](https://c.org) [d](#e)", options);
    const found = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address]) => address);
    expect(found).toEqual(["new/b.md", "new/p.svg", "https://c.org", "#e"]);
  });

  it("draws formulas and colours code", () => {
    const { html } = render("$x_i$\n\n```ts\nconst a = 1;\n```");
    expect(html).toContain('class="katex"');
    expect(html).toContain('<span class="hljs-keyword">const</span>');
  });
});

describe("a notebook", () => {
  it("shows a figure as a picture, and gives its data apart", () => {
    const { html, figures } = renderNotebook(
      { cells: [figure("curve", { title: { text: "<A>" } })] },
      options,
    );
    expect(html).toContain(
      '<figure class="plot" data-figure="05-curve"><img src="../figures/05-curve.svg" alt="&lt;A&gt;"',
    );
    expect(figures).toEqual([expect.objectContaining({ name: "05-curve", svg: "<svg/>" })]);
  });

  it("shows printed text as text", () => {
    const printed = {
      ...code("a", "1"),
      outputs: [{ output_type: "stream", text: ["<b>", "\n"] }],
    };
    expect(renderNotebook({ cells: [printed] }, options).html).toContain(
      '<pre class="output">&lt;b&gt;\n</pre>',
    );
  });

  it("is represented by the figure of its section, or by the last one before what should be seen", () => {
    const cells = [figure("first", {}), ...good(), figure("last", {})];
    expect(renderNotebook({ cells }, options).cover.name).toBe("05-picture");
    const article = cells.filter(({ id }) => id !== "figure");
    expect(renderNotebook({ cells: article }, options).cover.name).toBe("05-picture");
    expect(renderNotebook({ cells: [prose("title", "# A")] }, options).cover).toBeUndefined();
  });
});

test("pages address each other from where they stand", () => {
  const html = frame({
    to: "notebooks/zh/a.html",
    language: "zh",
    title: "甲",
    html: "",
    other: "notebooks/a.html",
  });
  expect(html).toContain('data-root="../../"');
  expect(html).toContain('<a href="../a.html">English</a>');
  expect(html).toContain('src="../../assets/site.js"');
});

test("links to files and anchors that are not there are found", () => {
  writeFileSync(
    join(folder, "a.html"),
    '<h1 id="here">A</h1><a href="#here">1</a><a href="b.html#gone">2</a>',
  );
  writeFileSync(
    join(folder, "b.html"),
    '<a href="a.html#here">3</a><img src="c.svg"><a href="https://x.org">4</a>',
  );
  expect(brokenLinks(folder, ["a.html", "b.html"])).toEqual([
    "a.html: b.html#gone",
    "b.html: c.svg",
  ]);
});

describe("the reference", () => {
  interface Room {
    title: string;
    names: string[];
  }
  const rooms = () => readRooms(join(__dirname, "../../src/index.ts")) as Room[];

  it("has the rooms of src/index.ts, in its order, and every name once", () => {
    const titles = rooms().map(({ title }) => title);
    expect([titles[0], titles.at(-1)]).toEqual(["Engine", "Checks"]);
    expect(titles.indexOf("Data")).toBeLessThan(titles.indexOf("Tasks"));
    expect(new Set(titles).size).toBe(titles.length);
    const names = rooms().flatMap((room) => room.names);
    expect(new Set(names).size).toBe(names.length);
    const of = (title: string) => rooms().find((room) => room.title === title)!.names;
    expect(of("Models").slice(0, 2)).toEqual(["hardSharing", "softSharing"]);
    expect(of("Streams")).toContain("adwin");
    expect(of("Pictures")).toEqual(expect.arrayContaining(["Figure", "plot.lines", "toSVG"]));
  });

  it("says of each name what its description says first", () => {
    const list = `| [pcgrad](functions/pcgrad.md) | Projecting gradients (Yu et al. 2020): for each task i. More. |
| [digits](functions/digits.md) | 1797 digits (Kaynak et al. 1998), in order. Of 8 x 8 pixels. |
| [Task](interfaces/Task.md) | - |`;
    const room = {
      title: "All",
      about: "each of them.",
      names: ["digits", "pcgrad", "Task", "tf"],
    };
    const text = listByRooms([room], entriesOf(list)) as string;
    expect(text).toContain(`## All

Each of them.

| Name | What it is |
| --- | --- |
| [digits](functions/digits.md) | 1797 digits (Kaynak et al. 1998), in order. |
| [pcgrad](functions/pcgrad.md) | Projecting gradients (Yu et al. 2020). |

Types: [Task](interfaces/Task.md)`);
    expect(() => listByRooms([{ ...room, names: ["Task"] }], entriesOf(list))).toThrow(
      "Found pcgrad,digits",
    );
  });
});
