// Stands for a machine whose native library does not load: preloaded into a child process by engine.test.ts.
const Module = require("node:module");

const load = Module._load;
Module._load = (request, ...rest) => {
  if (request !== "@tensorflow/tfjs-node") return load(request, ...rest);
  throw new Error("libtensorflow.so.2: cannot open shared object file.\nmore lines");
};
