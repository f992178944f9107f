import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, setup, tidyAfterEach } from "./load";

const build = setup("./steps/build.cjs");
const jupyter = setup("./steps/jupyter.cjs");
const { checkNode } = setup("./steps/node-version.cjs");
const { missingPackages, lockedPackages, ...packages } = setup("./steps/packages.cjs");
const selfLink = setup("./steps/self-link.cjs");
const progress = () => {};
tidyAfterEach();

describe("Node", () => {
  it("may be 20.19 or later, and an older one is named with the way out", () => {
    for (const version of ["20.19.0", "22.1.0", "26.0.0"])
      expect(() => checkNode(version)).not.toThrow();
    for (const version of ["18.20.0", "20.18.3"]) {
      expect(() => checkNode(version)).toThrow(
        `Node 20.19 or later is needed; this is ${version}. Install it`,
      );
    }
  });
});

describe("packages", () => {
  const lock = (version: string) =>
    JSON.stringify({
      packages: {
        "": { optionalDependencies: { named: "1.0.0" } },
        "node_modules/a": { version },
        "node_modules/named": { version: "1.0.0", optional: true },
        "node_modules/of-another-system": { version: "1.0.0", optional: true },
      },
    });

  it("are ready when npm's own record agrees with the lockfile and the folders are there", async () => {
    const root = folderWith({
      "package-lock.json": lock("1.0.0"),
      "node_modules/.package-lock.json": lock("1.0.0"),
      "node_modules/a/package.json": "{}",
      "node_modules/named/package.json": "{}",
    });
    expect(await packages.run({ root, progress })).toBe("2 ready");
    writeFileSync(join(root, "package-lock.json"), lock("1.0.1"));
    expect(missingPackages(root, lockedPackages(join(root, "package-lock.json")))).toEqual([
      "node_modules/a",
    ]);
  });

  it("say when there is no lockfile", async () => {
    await expect(packages.run({ root: folderWith(), progress })).rejects.toThrow(
      "package-lock.json is missing. Restore it",
    );
  });
});

describe("own name", () => {
  it("leads from node_modules to the folder itself, once", () => {
    const root = folderWith({ "node_modules/a/package.json": "{}" });
    expect(selfLink.run({ root })).toContain("works by name");
    expect(realpathSync(join(root, "node_modules/taskweave"))).toBe(realpathSync(root));
    expect(selfLink.run({ root })).toBe("ready");
  });
});

describe("build", () => {
  const files = {
    "src/a.ts": "1",
    "src/deep/b.ts": "2",
    "tsconfig.json": "{}",
    "tsconfig.build.json": "{}",
    "package-lock.json": "{}",
    "dist/gone.js": "source deleted since",
    "node_modules/typescript/bin/tsc": `require("node:fs").writeFileSync("dist/a.js", "built")`,
  };

  it("runs when a source changed, not when nothing did, and drops files whose source is gone", async () => {
    const root = folderWith(files);
    expect(await build.run({ root, progress })).toBe("2 files compiled");
    expect(existsSync(join(root, "dist/gone.js"))).toBe(false);
    expect(readFileSync(join(root, "dist/a.js"), "utf8")).toBe("built");
    expect(await build.run({ root, progress })).toBe("ready");
    writeFileSync(join(root, "src/a.ts"), "changed");
    expect(await build.run({ root, progress })).toBe("2 files compiled");
  });

  it("tells the first error and is not taken as done", async () => {
    const tsc = `console.log("src/a.ts(1,1): error TS1: no"); process.exit(2)`;
    const root = folderWith({ ...files, "node_modules/typescript/bin/tsc": tsc });
    for (const _ of [1, 2]) {
      await expect(build.run({ root, progress })).rejects.toThrow(
        "tsc: src/a.ts(1,1): error TS1: no. Correct it",
      );
    }
  });
});

describe.skipIf(process.platform === "win32")("Jupyter", () => {
  it("says that Python is missing", async () => {
    process.env.PATH = folderWith();
    delete process.env.PYTHON;
    await expect(jupyter.run({ root: folderWith(), progress })).rejects.toThrow(
      "Python was not found. Install it",
    );
  });

  it("says that Python is too old", async () => {
    process.env.PATH = folderWith({ python3: python("3 8 1 1") });
    delete process.env.PYTHON;
    const failing = jupyter.run({ root: folderWith(), progress });
    await expect(failing).rejects.toThrow(
      "Python 3.9 or later is needed (python3 is 3.8). Install it",
    );
  });

  it("says that the venv module is missing, as Debian leaves it", async () => {
    process.env.PYTHON = join(folderWith({ mine: python("3 11 1 0") }), "mine");
    const failing = jupyter.run({ root: folderWith(), progress });
    await expect(failing).rejects.toThrow(
      "Python 3.11 has no venv module. Install it (Debian, Ubuntu: apt-get install python3-venv)",
    );
  });

  it("tells a closed network in one line", async () => {
    const pip = `case "$1" in -m) echo "ERROR: [Errno -3] Temporary failure in name resolution"; exit 1;; esac`;
    process.env.PYTHON = join(folderWith({ mine: python("3 11 1 1", pip) }), "mine");
    process.env.TASKWEAVE_CACHE = folderWith();
    const failing = jupyter.run({ root: folderWith(), progress });
    await expect(failing).rejects.toThrow(/^python -m venv: no network\. Connect .*\.$/);
  });
});

/** A stand-in for Python that knows its version and what it has. */
function python(answer: string, otherwise = ""): string {
  return `#!/bin/sh\n${otherwise}\necho "${answer}"\n`;
}
