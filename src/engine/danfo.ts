// danfojs-node asks for @tensorflow/tfjs-node by name. It is handed the TensorFlow.js that computes here instead, so that its
// frames work without native TensorFlow, and importing it never switches the engine behind the library's back.
import Module from "node:module";
import { sep } from "node:path";

const NAME = "@tensorflow/tfjs-node";
const DANFO = `${sep}danfojs-node${sep}`;

type Resolve = (request: string, parent?: { filename?: string }, ...rest: unknown[]) => string;

/** From now on danfojs-node's `require("@tensorflow/tfjs-node")` finds the package `name`; other modules see no change. */
export function shareWithDanfo(name: string): void {
  if (name === NAME) return;
  const module = Module as unknown as { _resolveFilename: Resolve };
  const resolve = module._resolveFilename;
  module._resolveFilename = (request, parent, ...rest) =>
    request === NAME && parent?.filename?.includes(DANFO)
      ? Module.createRequire(__filename).resolve(name)
      : resolve(request, parent, ...rest);
}
