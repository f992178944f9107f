// A failure told to a person in one line: what went wrong, and what to do.

/** An error whose message is meant to be shown as it is, without a stack. */
function problem(what, todo) {
  return Object.assign(new Error(`${what.replace(/\.+$/, "")}. ${todo}.`), {
    name: "SetupProblem",
  });
}

// First match wins: a full disk or a closed network also makes later, vaguer messages.
const CAUSES = [
  [
    /ENOSPC|No space left on device|not enough space/i,
    "the disk is full",
    "Free 3 GB and run again",
  ],
  [
    /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)|self[- ]signed certificate/i,
    "the network's certificate is not trusted",
    "Point NODE_EXTRA_CA_CERTS and PIP_CERT at your organisation's certificate and run again",
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|UND_ERR|Name or service not known|name resolution|Network is unreachable|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Connection refused|fetch failed|time-out/i,
    "no network",
    "Connect (or set your proxy in HTTPS_PROXY and npm's config) and run again",
  ],
  [
    /EACCES|EPERM|EROFS|ENOTDIR|EEXIST|Permission denied|Read-only file system/i,
    "a folder cannot be written",
    "Make this folder and the cache (TASKWEAVE_CACHE) yours, or choose another, and run again",
  ],
];

/** Turns whatever a tool printed or threw into a problem; `doing` says what was under way. */
function explain(doing, text) {
  for (const [pattern, what, todo] of CAUSES) {
    const found = String(text)
      .split("\n")
      .find((line) => pattern.test(line));
    if (found) return problem(`${doing}: ${what}`, todo);
  }
  return problem(
    `${doing}: ${tellingLine(text)}`,
    "Run again with TASKWEAVE_VERBOSE=1 to see everything",
  );
}

/** The line that names an error, else the last one. */
function tellingLine(text) {
  const lines = String(text)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter(Boolean);
  const line = lines.find((each) => /^(?:\w*Error|error|ERROR)\b.*:/.test(each)) ?? lines.at(-1);
  return (line ?? "it stopped without a word").slice(0, 200);
}

module.exports = { problem, explain };
