// Downloads one file and checks its hash. A closed network is noticed in seconds, a stalled one within half a minute.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { problem } = require("./problem.cjs");

const CONNECT_MS = 5_000;
const STALL_MS = 30_000;

/** Writes `url` to `file`; throws when it cannot be had or is not the file with this `sha256`. */
async function download(
  url,
  file,
  { sha256, progress = () => {}, connectMs = CONNECT_MS, stallMs = STALL_MS } = {},
) {
  const abort = new AbortController();
  const host = new URL(url).host;
  let timer = setTimeout(() => abort.abort(), connectMs);
  const hash = createHash("sha256");
  /** The chunks of an answer on their way to the file. */
  async function* passing(response) {
    const total = Number(response.headers.get("content-length"));
    let done = 0;
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), stallMs);
      hash.update(chunk);
      yield chunk;
      done += chunk.length;
      progress(`${megabytes(done)}${total ? ` of ${megabytes(total)}` : ""} MB from ${host}`);
    }
  }
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    await fs.promises.writeFile(file, passing(response));
    if (sha256 && hash.digest("hex") !== sha256)
      throw new Error("the file is not the expected one (sha256)");
  } catch (error) {
    fs.rmSync(file, { force: true });
    const why = abort.signal.aborted
      ? "no answer (time-out)"
      : (error.cause?.code ?? error.message);
    throw problem(`${host}: ${why}`, "Check the network and run again");
  } finally {
    clearTimeout(timer);
  }
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(0);

module.exports = { download };
