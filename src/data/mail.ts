// One e-mail, as a network may read it: two views of its words, and facts that its header states.
import { compile } from "html-to-text";
import PostalMime from "postal-mime";

/** What `readMail` takes from an e-mail. */
export interface Mail {
  /** Words of the subject, without the marks "Re:" and "[list]" that would give tasks away. */
  readonly subject: string[];
  readonly body: string[];
  /** It answers another mail: it has an In-Reply-To or References line. */
  readonly reply: boolean;
  /** It has an HTML part. */
  readonly html: boolean;
  /** The identifier in its List-Id line, such as "ilug.linux.ie", or "". */
  readonly list: string;
}

const toText = compile({
  wordwrap: false,
  selectors: [
    { selector: "a", options: { ignoreHref: true } },
    { selector: "img", format: "skip" },
  ],
});

/** Parses header and body (RFC 5322, MIME); a body in HTML only is turned into text. */
export async function readMail(source: Uint8Array): Promise<Mail> {
  const mail = await PostalMime.parse(source);
  const line = (key: string) => mail.headers.find((header) => header.key === key)?.value ?? "";
  const subject = (mail.subject ?? "").replace(/\[[^\]]*\]|\b(re|fwd?|aw|sv)\s*:/gi, " ");
  return {
    subject: words(subject),
    body: words(mail.text || toText(mail.html ?? "")),
    reply: line("in-reply-to") !== "" || line("references") !== "",
    html: Boolean(mail.html),
    list: /<([^>]*)>/.exec(line("list-id"))?.[1].toLowerCase() ?? "",
  };
}

/** Words of two letters or more in lower case; every number is "0", and "$" and "!" count as words. */
export function words(text: string): string[] {
  const found = text.toLowerCase().match(/\p{L}{2,}|\d+|[$!]/gu) ?? [];
  return found.map((word) => (/^\d/.test(word) ? "0" : word));
}
