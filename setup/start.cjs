// `npm start`: sets up what is missing, then opens JupyterLab on notebooks/.
const path = require("node:path");
const { parseArgs } = require("node:util");
const { checkLab, openLab } = require("./jupyter/lab.cjs");
const { main } = require("./lib/main.cjs");
const { problem } = require("./lib/problem.cjs");
const { setUp } = require("./set-up.cjs");

const HELP = `npm start [-- OPTIONS]   sets up what is missing, then opens JupyterLab on notebooks/
  --no-browser   print the address instead of opening a browser
  --port N       use this port
  --check        start on a free port, run one cell in a notebook, stop`;

const root = path.join(__dirname, "..");

main(async () => {
  const options = parse(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  await setUp(root);
  return options.check
    ? checkLab(root)
    : openLab(root, { browser: !options["no-browser"], port: options.port });
});

function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        "no-browser": { type: "boolean" },
        port: { type: "string" },
        check: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.port !== undefined && !(Number(values.port) > 0 && Number(values.port) < 65536)) {
      throw new Error(`--port ${values.port} is not a port`);
    }
    return values;
  } catch (error) {
    throw problem(
      error.message.split(". ")[0],
      "Options after --: --no-browser, --port N, --check",
    );
  }
}
