// Whether every address in the built pages leads somewhere: files, and anchors in them.
const fs = require("node:fs");
const path = require("node:path");

/** The broken ones, as "page: address". `pages` are addresses of HTML files in the folder. */
function brokenLinks(folder, pages) {
  const anchors = new Map();
  const anchorsOf = (file) => {
    if (!anchors.has(file)) {
      const html = fs.readFileSync(file, "utf8");
      anchors.set(file, new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)));
    }
    return anchors.get(file);
  };
  return pages.flatMap((page) => {
    const file = path.join(folder, page);
    const html = fs.readFileSync(file, "utf8");
    const addresses = [...html.matchAll(/<[^>]+? (?:href|src)="([^"]+)"/g)].map(
      ([, address]) => address,
    );
    return addresses
      .filter((address) => !/^(https?|data|mailto):/.test(address))
      .filter((address) => !leadsSomewhere(file, address, anchorsOf))
      .map((address) => `${page}: ${address}`);
  });
}

function leadsSomewhere(file, address, anchorsOf) {
  const [place, anchor] = address.split("#").map((part) => decodeURIComponent(part));
  const target = place ? path.resolve(path.dirname(file), place) : file;
  if (!fs.existsSync(target) || fs.statSync(target).isDirectory()) return false;
  return !anchor || anchorsOf(target).has(anchor);
}

module.exports = { brokenLinks };
