// Co-training of neural networks as article A002 has it: train, pass labels on, share features, update, until converged.
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import { seeded } from "../data/random";
import { ready } from "../engine";
import { expected } from "../errors";
import { adam } from "../training/optimizers/adam";
import { turns } from "../training/turns";
import { checkLabelOptions } from "./confidence";
import { corrector } from "./correction";
import { divergenceSettled, labelsSettled, ramp } from "./criteria";
import { checkHalfLabelled, labelsOf } from "./labels";
import type { Classifier } from "./learner";
import { batchesOf } from "./networkBatches";
import type { CoTrained, CoTrainNetworksOptions } from "./networkOptions";
import { partsOf, type NetworkOptions } from "./networkParts";
import { networkStep } from "./networkStep";
import { passing } from "./passing";
import { learnedWeights } from "./sharing";
import { trustOf } from "./trust";
import { checkDiagnostics, meanOf, together, watch } from "./watch";

/**
 * Co-training of K neural networks (article A002; formulas F5, F6, F7), on views or data of their own. A round: each
 * network k is updated `steps` times by theta_k <- theta_k - rate * grad L_k, L_k being cross entropy with its given
 * labels and with labels that were passed on; then all answer for the unlabelled rows, and each row's label is passed on
 * anew, as sure as they are of it (`passedLabel`, F5): labels can be taken back, and with `correct` given ones too; `say:
 * byDiversity` keeps clones from outvoting the rest. A shared head reads h = sum_k w_k h_k
 * (F6). One network alone is the control "same schedule, no peer". Same seed, same rounds.
 * RangeError for a class without labels, no unlabelled rows, or features of different widths.
 *
 * @example
 * const networks = ["left", "right"].map((view) => ({ view, encoder: mlp([128, 64]) }));
 * const { rounds, together } = await coTrainNetworks(networks, few, { target: "digit", classes: 10 });
 * console.log(flow(rounds)); // the article's diagram, from this run
 */
export async function coTrainNetworks(
  networks: readonly NetworkOptions[],
  data: Dataset,
  o: CoTrainNetworksOptions,
): Promise<CoTrained> {
  const { target, classes, rounds = 30, steps = 20, seed = 0 } = o;
  const { rampRounds = Math.round(0.4 * rounds), passedWeight = 1 } = o;
  const until = o.until ?? [labelsSettled(), divergenceSettled()];
  if (networks.length === 0) throw expected("a network or more", "none", "Give two, say.");
  checkLabelOptions(o, networks.length);
  const given = labelsOf(data, target, classes);
  checkHalfLabelled(given, classes);
  checkDiagnostics(o.diagnostics ?? {}, data.size);
  await ready();

  const rng = seeded(seed);
  const fix = corrector(given, o.correct);
  const batches = batchesOf(networks, data, fix.labels, { ...o, rng });
  const parts = partsOf(networks, data, classes, o.sharing ?? learnedWeights(), rng);
  const optimizer = o.optimizer ?? adam(o.learningRate ?? 0.001);
  const step = networkStep(parts, parts.sharing, optimizer, {
    detached: o.detached ?? false,
    shared: o.sharedWeight ?? 1,
    compile: o.compile ?? true,
  });
  const ofNetwork = networks.map((_, k): Classifier => ({
    target,
    classes,
    probabilities: (asked) => parts.answers(asked).networks[k],
  }));
  const names = networks.map(({ name }, k) => name ?? `network ${k + 1}`);
  const labels = passing(parts, data, given, fix, o);
  const { story } = labels;
  const seen = watch(ofNetwork, data, given, {
    diagnostics: o.diagnostics,
    rng: seeded(seed),
    names,
    ask: (asked) => parts.answers(asked).networks,
  });
  const turn = turns(o.now ?? (() => performance.now()), () => {});
  let stopped = "rounds";

  try {
    for (let round = 0; round <= rounds; round++) {
      if (round > 0 && o.signal?.aborted) {
        stopped = "interrupted";
        break;
      }
      const risen = ramp(round, rampRounds);
      const counts = round === 0 ? 0 : passedWeight * risen;
      const sums = [...networks.map(() => 0), 0];
      for (let at = 0; at < steps; at++) {
        tf.tidy(() => {
          const losses = step(batches(labels.passed, counts));
          losses.dataSync().forEach((loss: number, k: number) => (sums[k] += loss / steps));
        });
        await turn();
      }
      if (!sums.every(Number.isFinite)) {
        const found = `[${sums.join(", ")}] in round ${round}`;
        throw expected("finite losses", found, "Lower learningRate, or scale the inputs.");
      }
      labels.next({ round, loss: sums, counts, ramp: risen });
      seen.see(
        labels.labels,
        names.map(() => 0),
      );
      const met = round > 0 && until.find((criterion) => criterion.met(story));
      if (!met) continue;
      stopped = met.name;
      break;
    }
    const trust = trustOf(parts, data, given, o);
    const told = seen.rounds(labels.labels, labels.arrived, "rounds");
    return {
      rounds: { ...told, ...story, trust, stopped, mode: step.mode },
      networks: ofNetwork,
      shared: { target, classes, probabilities: (asked) => parts.answers(asked).shared },
      together: {
        target,
        classes,
        probabilities: (asked) => together(parts.answers(asked).networks, meanOf),
      },
      dispose: parts.dispose,
    };
  } catch (error) {
    parts.dispose();
    throw error;
  } finally {
    step.dispose();
    seen.dispose();
    labels.dispose();
    if (!o.optimizer) optimizer.dispose();
  }
}
