import { describe, expect, it } from "vitest";
import { readMail, words } from "../../src/data/mail";
import { bags, sequence, vocabularyOf } from "../../src/data/vocabulary";

const bytes = (...lines: string[]) => new TextEncoder().encode(lines.join("\r\n"));

describe("readMail", () => {
  it("reads the words of subject and body, and what the header says", async () => {
    const mail = await readMail(
      bytes(
        "Subject: Re: [ILUG] =?iso-8859-1?Q?Caf=E9?= at 10:30!",
        "In-Reply-To: <1@example.org>",
        "List-Id: Irish Linux Users <ILUG.linux.ie>",
        "",
        "> Shall we meet?",
        "Yes, for $20.",
      ),
    );
    expect(mail).toEqual({
      subject: ["café", "at", "0", "0", "!"],
      body: ["shall", "we", "meet", "yes", "for", "$", "0"],
      reply: true,
      html: false,
      list: "ilug.linux.ie",
    });
  });

  it("turns a body in HTML alone into text, without tags, links and scripts", async () => {
    const mail = await readMail(
      bytes(
        "Subject: Offer",
        "Content-Type: text/html; charset=utf-8",
        "",
        '<p>Buy <a href="http://shop.example">now</a> &amp; save</p><script>steal()</script>',
      ),
    );
    expect(mail.body).toEqual(["buy", "now", "save"]);
    expect([mail.html, mail.reply, mail.list]).toEqual([true, false, ""]);
  });
});

describe("words as numbers", () => {
  it("leaves out single letters and keeps numbers, $ and ! as words", () => {
    expect(words("I paid $1,000 to U2!")).toEqual(["paid", "$", "0", "0", "to", "0", "!"]);
  });

  it("numbers words by how many texts use them, equals in alphabetical order", () => {
    const vocabulary = vocabularyOf([["so", "so", "so", "it"], ["it", "goes"], ["and"]], 5);
    expect([...vocabulary]).toEqual([
      ["it", 2],
      ["and", 3],
      ["goes", 4],
    ]);
  });

  it("pads with 0, cuts, and calls an unknown word 1", () => {
    const vocabulary = new Map([
      ["it", 2],
      ["so", 3],
    ]);
    expect(sequence(["so", "what", "it"], vocabulary, 5)).toEqual([3, 1, 2, 0, 0]);
    expect(sequence(["so", "what", "it"], vocabulary, 2)).toEqual([3, 1]);
    expect(Array.from(bags([["so", "so", "what"], ["it"]], vocabulary, 4))).toEqual([
      0, 1, 0, 2, 0, 0, 1, 0,
    ]);
  });
});
