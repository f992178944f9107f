// Lets a child process require the TypeScript sources as they are, without a build.
const { readFileSync } = require("node:fs");
const { transpile, ModuleKind, ScriptTarget } = require("typescript");

const options = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
require.extensions[".ts"] = (module, file) =>
  module._compile(transpile(readFileSync(file, "utf8"), options), file);
