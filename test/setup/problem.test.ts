import { describe, expect, it } from "vitest";
import { setup } from "./load";

const { explain } = setup("./lib/problem.cjs");

describe("what a tool printed, told to a person", () => {
  it.each([
    [
      "npm error code ENOSPC\nnpm error syscall write",
      "npm ci: the disk is full. Free 3 GB and run again.",
    ],
    ["OSError: [Errno 28] No space left on device", "npm ci: the disk is full."],
    ["npm error code EAI_AGAIN", "npm ci: no network. Connect"],
    [
      "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution\nERROR: No matching distribution",
      "npm ci: no network.",
    ],
    ["fetch failed", "npm ci: no network."],
    [
      "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]",
      "npm ci: the network's certificate is not trusted.",
    ],
    ["EACCES: permission denied, mkdir '/x'", "npm ci: a folder cannot be written."],
    [
      "Error: Cannot find module 'x'\n    at require\n\nNode.js v20.20.2",
      "npm ci: Error: Cannot find module 'x'. Run again with TASKWEAVE_VERBOSE=1",
    ],
    ["", "npm ci: it stopped without a word. Run again with TASKWEAVE_VERBOSE=1"],
  ])("%j", (printed, told) => {
    const { message } = explain("npm ci", printed);
    expect(message).toContain(told);
    expect(message).not.toContain("\n");
  });
});
