// Node must be new enough. Plain old syntax only: this file is read by the Node that is too old.
const OLDEST = [20, 19];

function checkNode(version) {
  const parts = version.split(".").map(Number);
  if (parts[0] > OLDEST[0] || (parts[0] === OLDEST[0] && parts[1] >= OLDEST[1])) return;
  throw new Error(
    "Node " +
      OLDEST.join(".") +
      " or later is needed; this is " +
      version +
      ". Install it from https://nodejs.org and run again.",
  );
}

module.exports = {
  name: "Node",
  checkNode: checkNode,
  run: function () {
    checkNode(process.versions.node);
    return process.versions.node;
  },
};
