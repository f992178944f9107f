import { describe, expect, test } from "vitest";
import * as methods from "../../../src/cotraining";
import type { PeerHistory, PeerOptions } from "../../../src/cotraining";
import { moons } from "../../../src/data/moons";
import type { Dataset } from "../../../src/data/dataset";
import { seeded } from "../../../src/data/random";
import { engine } from "../../../src/engine";
import { dense, dropout } from "../../../src/models/blocks";
import { hardSharing } from "../../../src/models/hardSharing";
import { classification } from "../../../src/tasks/classification";
import type { History } from "../../../src/training/history";
import { gauss } from "../../cotraining/views";
import { expectNoLeak } from "../../toys";
import { apart } from "./equality";

const modelOf = (seed: number) =>
  hardSharing({
    inputs: { x: [2] },
    encoder: [dense(8), dropout(0.2)],
    tasks: { moon: classification(2) },
    seed,
  });
type Two = [ReturnType<typeof modelOf>, ReturnType<typeof modelOf>];
type Training = PeerOptions & { compile: boolean };

/** Unlabelled rows beside the labelled ones, as few as make an epoch of six steps like the others'. */
const others = (o: Training) => ({ ...o, unlabelled: 12 });

/** Methods that train two networks; `few` has labels in ten rows only. A new method is a new row. */
const peers: Record<
  string,
  (two: Two, few: Dataset, all: Dataset, o: Training) => Promise<PeerHistory | PeerHistory[]>
> = {
  mutual: (two, few, _, o) => methods.mutual(two, few, o),
  distill: ([teacher, student], few, _, o) => methods.distill(teacher, student, few, o),
  coTeach: (two, _, all, o) => methods.coTeach(two, all, { ...o, forget: 0.3 }),
  coTeachPlus: (two, _, all, o) => methods.coTeachPlus(two, all, { ...o, forget: 0.3 }),
  joCoR: (two, _, all, o) => methods.joCoR(two, all, { ...o, forget: 0.3 }),
  fixMatch: ([model], few, _, o) => methods.fixMatch(model, few, { ...others(o), threshold: 0.6 }),
  piModel: ([model], few, _, o) => methods.piModel(model, few, o),
  meanTeacher: ([student, teacher], few, _, o) => methods.meanTeacher(student, teacher, few, o),
  noisyStudent: (two, few, _, o) => methods.noisyStudent(two, few, others(o)),
  deepCoTraining: (two, few, _, o) => methods.deepCoTraining(two, few, others(o)),
};

/** How coTrainNetworks shares features. */
const sharings = {
  fixedWeights: methods.fixedWeights,
  learnedWeights: methods.learnedWeights,
  gatedWeights: methods.gatedWeights,
};

/** What training made: numbers to compare, and how its steps ran at the end. */
type Trained = (compile: boolean) => Promise<{ numbers: number[]; mode: string }>;

async function expectEqual(trained: Trained): Promise<void> {
  const [eager, fast] = [await expectNoLeak(() => trained(false)), await trained(true)];
  expect([eager.mode, fast.mode]).toEqual(["eager: compile is false", "compiled"]);
  expect(eager.numbers.every(Number.isFinite)).toBe(true);
  expect(apart(eager.numbers, fast.numbers)).toBeLessThan(1e-5);
}

describe.runIf(engine().name === "native")("co-training gives the same compiled as eager", () => {
  test.each(Object.entries(peers))("54 steps of %s", async (_, method) => {
    await expectEqual(async (compile) => {
      const all = moons({ size: 80, rng: seeded(1) });
      const few = all.hide("moon", 10, seeded(2));
      const two: Two = [modelOf(3), modelOf(4)];
      // Six batches an epoch; the last is smaller.
      const training = { batchSize: 15, epochs: 9, learningRate: 0.01, compile };
      const histories = [await method(two, few, all, training)].flat();
      const weights = two.flatMap(({ net }) => net.getWeights().flatMap((w) => [...w.dataSync()]));
      const { labels, imitation, mode } = histories.at(-1)!;
      [all, few, ...two].forEach((used) => used.dispose());
      return { numbers: [...labels.flat(), ...imitation.flat(), ...weights], mode };
    });
  });

  test.each(Object.entries(sharings))("50 steps of coTrainNetworks with %s", async (_, sharing) => {
    await expectEqual(async (compile) => {
      const { few, test } = gauss(0);
      const networks = ["left", "right"].map((view) => ({ view, encoder: [dense(8)] }));
      const o = { target: "y", classes: 2, rounds: 10, steps: 5, noise: 0.1, learningRate: 0.01 };
      const found = await methods.coTrainNetworks(networks, few, {
        ...o,
        until: [],
        sharing: sharing(),
        compile,
      });
      const asked = [...found.networks, found.shared];
      const numbers = asked.flatMap((each) => each.probabilities(test).flat());
      const { mode } = found.rounds;
      [few, test, found].forEach((used) => used.dispose());
      return { numbers, mode };
    });
  });

  test("a learner that is a network", async () => {
    await expectEqual(async (compile) => {
      const { few, test } = gauss(0);
      const modes: string[] = [];
      const onEpoch = ({ mode }: History) => void modes.push(mode);
      const encoder = [dense(8), dropout(0.2)];
      const training = { compile, onEpoch, learningRate: 0.01 };
      const o = { view: "left", target: "y", classes: 2, encoder, epochs: 60, training };
      const learner = methods.net(o);
      await learner.fit(few);
      const numbers = learner.probabilities(test).flat();
      learner.dispose?.();
      [few, test].forEach((data) => data.dispose());
      // It learned something: not every example is as likely one as the other.
      expect(Math.max(...numbers)).toBeGreaterThan(0.8);
      return { numbers, mode: modes.at(-1)! };
    });
  });
});
