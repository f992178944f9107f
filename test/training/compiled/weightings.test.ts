import { describe, test } from "vitest";
import { engine } from "../../../src/engine";
import { expectEqual } from "./equality";
import { weightings } from "./factors";

describe.runIf(engine().name === "native")(
  "50 compiled steps give the numbers of eager ones",
  () => {
    test.each(Object.entries(weightings))(
      "weighting %s",
      (_, weighting) => void expectEqual({ weighting }),
    );
  },
);
