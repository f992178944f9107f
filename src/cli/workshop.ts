// taskweave workshop: a folder of notebooks to solve, made from the solved ones.
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, posix, relative, resolve, sep } from "node:path";
import { Option, type Command } from "commander";
import { expected } from "../errors";
import { findNotebooks } from "./find";
import { cellText, format, readNotebook, type Notebook } from "./notebook";
import { isTranslation } from "./translation/place";
import { readme, type Language } from "./workshop/readme";
import { stub } from "./workshop/stub";

const ANSWER: Record<Language, string> = { en: "_Your answer:_", zh: "*你的答案：*" };

export function addWorkshop(program: Command): void {
  program
    .command("workshop")
    .description("write notebooks without solutions and outputs into a new folder, with a README")
    .argument("<folder>", "a folder that is new or empty")
    .argument("[notebooks...]", "solved notebooks, or folders of them", ["notebooks"])
    .addOption(
      new Option("--language <language>", "of the prose").choices(["en", "zh"]).default("en"),
    )
    .action(workshop);
}

function workshop(folder: string, paths: string[], { language }: { language: Language }): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw expected("a new or empty folder", `files in "${folder}"`, "Choose another.");
  const files = findNotebooks(paths, { translations: true }).filter(
    (file) => languageOf(file) === language,
  );
  if (files.length === 0)
    throw expected(`notebooks in "${language}"`, "none", "Name their folder, as notebooks/zh.");
  const entries = files.map((file) => {
    const notebook = readNotebook(file);
    const to = join(basename(dirname(resolve(file))), basename(file));
    mkdirSync(join(folder, dirname(to)), { recursive: true });
    const link = (target: string) => carry(target, file, folder, to);
    writeFileSync(join(folder, to), format(stub(notebook, { answer: ANSWER[language], link })));
    return { file: posix.join(...to.split(sep)), title: titleOf(notebook) };
  });
  writeFileSync(join(folder, "README.md"), readme(entries, language));
  console.log(`${entries.length} notebooks and a README.md in ${folder}`);
}

function languageOf(file: string): Language {
  return isTranslation(file) ? "zh" : "en";
}

/** Copies a picture that the notebook shows into the folder, and says how the stub links to it. */
function carry(target: string, file: string, folder: string, to: string): string {
  const from = resolve(dirname(file), target);
  if (!/\.(svg|png|jpg)$/.test(target) || !existsSync(from)) return target;
  const copy = join(folder, basename(dirname(from)), basename(from));
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(from, copy);
  return relative(join(folder, dirname(to)), copy)
    .split(sep)
    .join("/");
}

function titleOf({ cells }: Notebook): string {
  return /^# (.+)$/m.exec(cells[0] ? cellText(cells[0]) : "")?.[1] ?? "";
}
