// First thing the kernel loads: the compile cache of V8 (Node 22 and later), and two functions that Node 24 removed and
// tfjs-node still calls.
import module from "node:module";
import util from "node:util";

(module as { enableCompileCache?: () => void }).enableCompileCache?.();

Object.assign(util, {
  isNullOrUndefined: (value: unknown) => value == null,
  isArray: Array.isArray,
});
