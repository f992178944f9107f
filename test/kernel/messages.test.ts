import { expect, it } from "vitest";
import { compose, decode, encode, type Message } from "../../src/kernel/messages";

const asked = {
  channel: "shell",
  identities: [Buffer.from("front end")],
  header: { msg_id: "1", msg_type: "execute_request", username: "ada" },
} as unknown as Message;

function received(key: string): Buffer[] {
  const reply = compose("shell", "execute_reply", { status: "ok" }, asked, "session");
  return encode(reply, key).map((frame) => Buffer.from(frame));
}

it("a message survives the wire", () => {
  const message = decode("shell", received("secret"), "secret");
  expect(message?.content).toEqual({ status: "ok" });
  expect(message?.parent).toEqual(asked.header);
  expect(message?.header).toMatchObject({ msg_type: "execute_reply", username: "ada" });
  expect(message?.identities.map(String)).toEqual(["front end"]);
});

it("a message with another key, or changed on the way, is not believed", () => {
  expect(decode("shell", received("secret"), "other")).toBeUndefined();
  const frames = received("secret");
  frames[frames.length - 1] = Buffer.from('{"status":"error"}');
  expect(decode("shell", frames, "secret")).toBeUndefined();
  expect(decode("shell", frames.slice(0, 4), "secret")).toBeUndefined();
});

it("an empty key means no signature", () => {
  expect(decode("shell", received(""), "")?.content).toEqual({ status: "ok" });
});

it("messages to everyone are addressed by their type", () => {
  expect(compose("iopub", "stream", {}, asked, "session").identities).toEqual(["stream"]);
});
