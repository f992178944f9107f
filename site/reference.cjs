// The reference in reading order: the rooms of src/index.ts, a line for each name. typedoc writes a page per name, and one
// list of them by the alphabet, which this one replaces.
const fs = require("node:fs");
const path = require("node:path");
const ts = require("typescript");

/** A room begins with a comment: "// Data: what is in it." A file's first comment is about the file. */
const ROOM = /^\/\/ ([A-Z][\w ,-]*): (.+)$/;

/**
 * The rooms of an index file, [{ title, about, names }], as it exports them; files it exports whole are read in their
 * place, and a namespace gives "plot.lines".
 */
function readRooms(file, rooms = [], prefix = "") {
  const text = fs.readFileSync(file, "utf8");
  for (const statement of ts.createSourceFile(file, text, ts.ScriptTarget.Latest).statements) {
    if (!ts.isExportDeclaration(statement)) continue;
    const comments = ts.getLeadingCommentRanges(text, statement.pos) ?? [];
    const last = comments.at(-1);
    const [, title, about] = ROOM.exec(last?.pos > 0 ? text.slice(last.pos, last.end) : "") ?? [];
    if (title) rooms.push({ title, about, names: [] });
    const { exportClause: clause, moduleSpecifier } = statement;
    if (clause && ts.isNamedExports(clause))
      rooms.at(-1).names.push(...clause.elements.map(({ name }) => prefix + name.text));
    else if (moduleSpecifier.text.startsWith(".")) {
      const name = clause ? `${prefix}${clause.name.text}` : undefined;
      if (name) rooms.at(-1).names.push(name);
      const place = path.join(path.dirname(file), moduleSpecifier.text);
      const [found] = [`${place}.ts`, path.join(place, "index.ts")].filter(fs.existsSync);
      readRooms(found, rooms, name ? `${name}.` : prefix);
    }
  }
  return rooms;
}

/** The entries of typedoc's lists, name → { address, about }; `prefix` stands before names, `folder` before addresses. */
function entriesOf(list, prefix = "", folder = "") {
  const rows = [...list.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\) \| (.*) \|$/gm)];
  return rows.map(([, name, address, about]) => [
    prefix + name.replace(/\\/g, ""),
    { address: path.posix.join(folder, address), about: firstLine(about) },
  ]);
}

/** What a description says first: a method's name and paper, else a sentence. */
function firstLine(about) {
  if (about === "-") return "";
  const [named] =
    /^[^:.]*\([^)]*\d{4}[^)]*\)(?=: )|^[^:.]*\([^)]*et al\.[^)]*\)(?=: )/.exec(about) ?? [];
  const [sentence] = /^.*?(?<!\b(?:al|vs|cf|e\.g|i\.e))[.](?= |$)/.exec(about) ?? [about];
  return named ? `${named}.` : sentence;
}

/** The list by rooms, as Markdown. Fails for a name that stands in no room. */
function listByRooms(rooms, entries) {
  const left = new Map(entries);
  const parts = rooms.map(({ title, about, names }) => {
    const known = names.flatMap((name) => {
      const entry = left.get(name);
      left.delete(name);
      return entry ? [{ name, ...entry }] : [];
    });
    const isType = ({ address }) => /(interfaces|type-aliases)\//.test(address);
    const rows = known.filter((entry) => !isType(entry));
    const types = known.filter(isType).map(({ name, address }) => `[${name}](${address})`);
    const table = rows.map(
      ({ name, address, about: line }) => `| [${name}](${address}) | ${line} |`,
    );
    return [
      `## ${title}`,
      about[0].toUpperCase() + about.slice(1),
      ...(rows.length > 0 ? [["| Name | What it is |", "| --- | --- |", ...table].join("\n")] : []),
      ...(types.length > 0 ? [`Types: ${types.join(", ")}`] : []),
    ].join("\n\n");
  });
  if (left.size > 0)
    throw new Error(`Expected every name in a room of src/index.ts. Found ${[...left.keys()]}.`);
  return [
    "# Reference",
    'What `import { ... } from "taskweave"` gives, in reading order: what belongs together stands together. The search finds every name.',
    // The headings beside the page are left out where there is no room for them.
    rooms
      .map(({ title }) => `[${title}](#${title.toLowerCase().replaceAll(" ", "-")})`)
      .join(" · "),
    ...parts,
    "",
  ].join("\n\n");
}

/** Puts typedoc's list in the folder in reading order. */
function orderReference(root, folder) {
  const rooms = readRooms(path.join(root, "src", "index.ts"));
  const read = (place) => fs.readFileSync(path.join(folder, place, "README.md"), "utf8");
  const plot = "Reference/namespaces/plot";
  const entries = [...entriesOf(read("")), ...entriesOf(read(plot), "plot.", plot)];
  fs.writeFileSync(path.join(folder, "README.md"), listByRooms(rooms, entries));
}

module.exports = { entriesOf, listByRooms, orderReference, readRooms };
