import { describe, test } from "vitest";
import { engine } from "../../../src/engine";
import { mgda } from "../../../src/weighting";
import { expectEqual } from "./equality";
import { architectures, kinds, losses, optimizers } from "./factors";

describe.runIf(engine().name === "native")(
  "50 compiled steps give the numbers of eager ones",
  () => {
    test.each(Object.entries(architectures))(
      "architecture %s",
      (_, build) => void expectEqual({ build, block: kinds.mlp }),
    );
    test.each(Object.entries(kinds))("block %s", (_, block) => void expectEqual({ block }));
    test.each(["dropout", "gaussianNoise"])(
      "block %s, gradients by task",
      (name) => void expectEqual({ block: kinds[name], weighting: mgda }),
    );
    test.each(Object.entries(optimizers))(
      "optimiser %s",
      (_, optimizer) => void expectEqual({ optimizer }),
    );
    test.each(Object.entries(losses))("loss %s", (_, tasks) => void expectEqual({ tasks }));
  },
);
