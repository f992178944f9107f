import { defineConfig } from "vitest/config";

// One module cache per worker: TensorFlow.js takes over a second to load, and every test file needs it.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/engine.setup.ts"],
    pool: "forks",
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    // Two workers already share the cores.
    env: { TF_CPP_MIN_LOG_LEVEL: "2", TASKWEAVE_THREADS: "1" },
  },
});
