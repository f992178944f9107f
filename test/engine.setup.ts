// Before every test file the engine is chosen, and WASM, which starts in the background, has started. A test that imports
// a single file of the library would otherwise run on plain JavaScript.
import { beforeAll } from "vitest";
import { ready } from "../src/engine";

beforeAll(async () => {
  await ready();
});
