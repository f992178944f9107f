import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, setup, tidyAfterEach } from "./load";

const { cacheFolder, makeEntry } = setup("./lib/cache.cjs");
tidyAfterEach();

describe("where the cache is", () => {
  it("follows TASKWEAVE_CACHE, then the habits of each system", () => {
    expect(cacheFolder({ TASKWEAVE_CACHE: "/c" }, "linux", "/home/a")).toBe("/c");
    expect(cacheFolder({ XDG_CACHE_HOME: "/x" }, "linux", "/home/a")).toBe("/x/taskweave");
    expect(cacheFolder({}, "linux", "/home/a")).toBe("/home/a/.cache/taskweave");
    expect(cacheFolder({}, "darwin", "/Users/a")).toBe("/Users/a/Library/Caches/taskweave");
    expect(cacheFolder({ LOCALAPPDATA: "/L" }, "win32", "/a")).toBe(join("/L", "taskweave"));
  });
});

describe("making an entry", () => {
  it("shows the entry only when it is whole", async () => {
    const cache = folderWith();
    const entry = await makeEntry(cache, "engine", (stage: string) => {
      writeFileSync(join(stage, "file"), "whole");
      expect(existsSync(join(cache, "engine"))).toBe(false);
    });
    expect(readFileSync(join(entry, "file"), "utf8")).toBe("whole");
    expect(readdirSync(cache)).toEqual(["engine"]);
  });

  it("leaves nothing behind when the making fails", async () => {
    const cache = folderWith();
    const making = makeEntry(cache, "engine", (stage: string) => {
      writeFileSync(join(stage, "half"), "");
      throw new Error("network gone");
    });
    await expect(making).rejects.toThrow("network gone");
    expect(readdirSync(cache)).toEqual([]);
  });

  it("leaves nothing behind on Ctrl-C", async () => {
    const cache = folderWith();
    await interrupted(cache, "SIGINT");
    expect(readdirSync(cache)).toEqual([]);
  });

  it("removes what a killed process left", async () => {
    const cache = folderWith();
    await interrupted(cache, "SIGKILL");
    expect(readdirSync(cache)).toHaveLength(1);
    await makeEntry(cache, "engine", () => {});
    expect(readdirSync(cache)).toEqual(["engine"]);
  });

  it("removes a day-old stage even where its process number is taken", async () => {
    const cache = folderWith({
      [`.making-${process.pid}-old/half`]: "",
      [`.making-${process.pid}-new/half`]: "",
    });
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3600 * 1000);
    utimesSync(join(cache, `.making-${process.pid}-old`), twoDaysAgo, twoDaysAgo);
    await makeEntry(cache, "engine", () => {});
    expect(readdirSync(cache)).toEqual([`.making-${process.pid}-new`, "engine"]);
  });

  it("says in one line that the cache cannot be written", async () => {
    const file = join(folderWith({ file: "" }), "file");
    const message = await makeEntry(file, "engine", () => {}).catch(
      (error: Error) => error.message,
    );
    expect(message).toContain(`the cache ${file}: a folder cannot be written. Make this folder`);
    expect(message).not.toContain("\n");
  });
});

/** Ends a process by `signal` while it is making an entry. */
async function interrupted(cache: string, signal: NodeJS.Signals): Promise<void> {
  const script = `
    const { main } = require(${JSON.stringify(setup.resolve("./lib/main.cjs"))});
    const { makeEntry } = require(${JSON.stringify(setup.resolve("./lib/cache.cjs"))});
    main(() => makeEntry(${JSON.stringify(cache)}, "engine", (stage) => {
      require("node:fs").writeFileSync(stage + "/half", "");
      console.log("making");
      return new Promise((resolve) => setTimeout(resolve, 30000));
    }));`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.once("data", () => child.kill(signal));
  await new Promise((resolve) => child.once("close", resolve));
}
