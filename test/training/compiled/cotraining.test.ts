import { expect, test } from "vitest";
import { net } from "../../../src/cotraining/learners/net";
import { engine } from "../../../src/engine";
import { dense, dropout } from "../../../src/models/blocks";
import type { History } from "../../../src/training/history";
import { gauss } from "../../cotraining/views";
import { expectNoLeak } from "../../toys";

/** Probabilities of a learner after 60 steps, and how they ran. */
async function learned(compile: boolean) {
  const { few, test } = gauss(0);
  const modes = new Set<string>();
  const onEpoch = ({ mode }: History) => void modes.add(mode);
  const encoder = [dense(8), dropout(0.2)];
  const training = { compile, onEpoch, learningRate: 0.01 };
  const learner = net({ view: "left", target: "y", classes: 2, encoder, epochs: 60, training });
  await learner.fit(few);
  const numbers = learner.probabilities(test).flat();
  learner.dispose?.();
  [few, test].forEach((data) => data.dispose());
  return { numbers, last: [...modes].at(-1) };
}

test.runIf(engine().name === "native")(
  "a network that co-trains learns the same compiled as eager",
  async () => {
    const [eager, fast] = [await expectNoLeak(() => learned(false)), await learned(true)];
    expect([eager.last, fast.last]).toEqual(["eager: compile is false", "compiled"]);
    const apart = eager.numbers.map((p, i) => Math.abs(p - fast.numbers[i]));
    expect(Math.max(...apart)).toBeLessThan(1e-5);
    // They learned something: not every example is as likely one as the other.
    expect(Math.max(...eager.numbers)).toBeGreaterThan(0.8);
  },
);
