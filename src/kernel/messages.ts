// The Jupyter wire format (messaging protocol 5.3): one message is identities, a delimiter, an HMAC signature and four
// JSON parts. https://jupyter-client.readthedocs.io/en/stable/messaging.html
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

export const PROTOCOL_VERSION = "5.3";
const DELIMITER = "<IDS|MSG>";

export type Channel = "shell" | "control" | "stdin" | "iopub";
export type Content = Record<string, unknown>;

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

/** A message as the kernel sees it; `identities` route a reply back to its asker. */
export interface Message {
  channel: Channel;
  identities: Uint8Array[];
  header: Header;
  parent: Header | Record<string, never>;
  metadata: Content;
  content: Content;
}

/** A message in JSON parts, ready to be signed: header, parent, metadata, content. */
export interface Outgoing {
  channel: Channel;
  identities: (Uint8Array | string)[];
  parts: [string, string, string, string];
}

/** Writes a message of `type` that answers (or belongs to) `parent`. */
export function compose(
  channel: Channel,
  type: string,
  content: Content,
  parent: Message | undefined,
  session: string,
  metadata: Content = {},
): Outgoing {
  const header: Header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: parent?.header.username ?? "kernel",
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
  const parts = [header, parent?.header ?? {}, metadata, content].map((part) =>
    JSON.stringify(part),
  );
  const identities = channel === "iopub" ? [type] : (parent?.identities ?? []);
  return { channel, identities, parts: parts as Outgoing["parts"] };
}

/** The frames to send, signed with `key` (an empty key means unsigned, as the protocol has it). */
export function encode(message: Outgoing, key: string): (Uint8Array | string)[] {
  return [...message.identities, DELIMITER, sign(message.parts, key), ...message.parts];
}

/** Reads received frames; undefined when they are no message or the signature is wrong. */
export function decode(channel: Channel, frames: Buffer[], key: string): Message | undefined {
  const start = frames.findIndex((frame) => frame.toString() === DELIMITER);
  if (start < 0 || frames.length < start + 6) return undefined;
  const [signature, ...parts] = frames.slice(start + 1, start + 6) as [Buffer, ...Buffer[]];
  const expected = Buffer.from(sign(parts, key));
  if (expected.length !== signature.length || !timingSafeEqual(expected, signature))
    return undefined;
  const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part.toString()));
  return { channel, identities: frames.slice(0, start), header, parent, metadata, content };
}

function sign(parts: (Buffer | string)[], key: string): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
