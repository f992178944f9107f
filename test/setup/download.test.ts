import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { folderWith, setup, tidyAfterEach } from "./load";

const { download } = setup("./lib/download.cjs");
const sha256 = createHash("sha256").update("library").digest("hex");
let server: Server;
tidyAfterEach();
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe("download", () => {
  it("writes the file whose hash is the expected one", async () => {
    const url = await serve((_, answer) => answer.end("library"));
    const file = join(folderWith(), "file");
    await download(url, file, { sha256 });
    expect(readFileSync(file, "utf8")).toBe("library");
  });

  it("keeps nothing of a file with another hash", async () => {
    const url = await serve((_, answer) => answer.end("libra"));
    await fails(url, { sha256 }, /127\.0\.0\.1:\d+: the file is not the expected one \(sha256\)/);
  });

  it("keeps nothing of a download that breaks off", async () => {
    const url = await serve((_, answer) => {
      answer.writeHead(200, { "content-length": 7 }).write("lib");
      setTimeout(() => answer.destroy(), 20);
    });
    await fails(url, { sha256 }, /127\.0\.0\.1/);
  });

  it("names the HTTP status", async () => {
    const url = await serve((_, answer) => answer.writeHead(403).end());
    await fails(url, {}, /HTTP 403\. Check the network and run again\./);
  });

  it("gives up on a host that does not answer", async () => {
    const url = await serve(() => {});
    await fails(url, { connectMs: 50 }, /no answer \(time-out\)/);
  });

  it("gives up on a download that stalls", async () => {
    const url = await serve((_, answer) => answer.writeHead(200).write("lib"));
    await fails(url, { stallMs: 50 }, /no answer \(time-out\)/);
  });

  it("says so where the file cannot be written", async () => {
    const url = await serve((_, answer) => answer.end("library"));
    await expect(download(url, join(folderWith(), "none", "file"))).rejects.toThrow(/ENOENT/);
  });

  it("names a refused connection", async () => {
    const url = await serve(() => {});
    await new Promise((resolve) => server.close(resolve));
    await fails(url, {}, /ECONNREFUSED/);
  });
});

async function fails(url: string, options: object, message: RegExp): Promise<void> {
  const file = join(folderWith(), "file");
  await expect(download(url, file, options)).rejects.toThrow(message);
  expect(existsSync(file)).toBe(false);
}

function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/file`),
    ),
  );
}
