// npm run golden -- DIR: runs the TypeScript sources as they are.
require("../test/engine/source.cjs");
require("./golden.ts").main(process.argv.slice(2));
