// Co-training of neural networks as article A002 has it: train, pass labels on, share features, update, until converged.
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import { seeded } from "../data/random";
import { ready } from "../engine";
import { expected } from "../errors";
import { turns } from "../training/turns";
import {
  checkLabelOptions,
  confidence,
  consensus,
  passedLabel,
  type LabelOptions,
} from "./confidence";
import { divergence, divergenceSettled, labelsSettled, ramp } from "./criteria";
import { argMax, checkHalfLabelled, labelsOf, parted } from "./labels";
import type { Classifier } from "./learner";
import { batchesOf } from "./networkBatches";
import type { CoTrained, CoTrainNetworksOptions } from "./networkOptions";
import { partsOf, type NetworkOptions, type Parts } from "./networkParts";
import { networkStep } from "./networkStep";
import { learnedWeights } from "./sharing";
import { checkDiagnostics, meanOf, same, together, watch } from "./watch";

/**
 * Co-training of K neural networks (article A002; formulas F5, F6, F7), on views or data of their own. A round: each
 * network k is updated `steps` times by theta_k <- theta_k - rate * grad L_k, L_k being cross entropy with its given
 * labels and with labels that were passed on; then all answer for the unlabelled rows, and each row's label is passed on
 * anew, as sure as they are of it (`passedLabel`, F5): labels can be taken back. A shared head reads h = sum_k w_k h_k
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
  const batches = batchesOf(networks, data, given, { ...o, rng });
  const parts = partsOf(networks, data, classes, o.sharing ?? learnedWeights(), rng);
  const optimizer = o.optimizer ?? tf.train.adam(o.learningRate ?? 0.001);
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
  const { unlabelled } = parted(given);
  const hidden = data.rows(unlabelled);
  const { test } = o.diagnostics ?? {};
  const story = watch(ofNetwork, data, given, {
    diagnostics: o.diagnostics,
    rng: seeded(seed),
    names,
  });
  const turn = turns(o.now ?? (() => performance.now()), () => {});

  const labels = [...given];
  const arrived: number[] = given.map((label) => (Number.isNaN(label) ? -1 : 0));
  const log = {
    loss: [] as number[][],
    confidence: [] as number[],
    divergence: [] as number[],
    changed: [] as (number | null)[],
    corrected: [] as number[],
    sharing: [] as number[][],
    ramp: [] as number[],
    shared: [] as number[],
  };
  let passed = unlabelled.map(() => ({
    label: Array<number>(classes).fill(1 / classes),
    weight: 0,
  }));
  let stopped = "rounds";

  /** Passes labels on and writes the round down. */
  const passOn = (round: number, losses: number[], counts: number) => {
    const { networks: said, weights } = parts.answers(hidden);
    const rows = unlabelled.map((_, i) => said.map((own) => own[i]));
    const before = passed;
    passed = rows.map((answers, i) =>
      passedLabel(answers, o, round > 0 ? before[i].label : undefined),
    );
    const moved = passed.filter(({ label }, i) => argMax(label) !== argMax(before[i].label)).length;
    let corrected = 0;
    passed.forEach(({ label, weight }, i) => {
      const row = unlabelled[i];
      const next = weight > 0 && counts > 0 ? argMax(label) : NaN;
      if (Object.is(next, labels[row])) return;
      if (!Number.isNaN(labels[row])) corrected++;
      labels[row] = next;
      arrived[row] = Number.isNaN(next) ? -1 : round;
    });
    log.loss.push(losses);
    log.changed.push(round > 0 ? moved / unlabelled.length : null);
    log.corrected.push(corrected);
    log.divergence.push(average(rows.map(divergence)));
    log.confidence.push(average(rows.map((answers) => beliefIn(answers, o))));
    log.sharing.push(networks.map((_, k) => average(weights.map((w) => w[k]))));
    log.ramp.push(ramp(round, rampRounds));
    if (test) {
      const truth = labelsOf(test, target, classes);
      log.shared.push(same(parts.answers(test).shared.map(argMax), truth));
    }
    story.see(
      labels,
      names.map(() => 0),
    );
  };

  try {
    for (let round = 0; round <= rounds; round++) {
      if (round > 0 && o.signal?.aborted) {
        stopped = "interrupted";
        break;
      }
      const counts = round === 0 ? 0 : passedWeight * ramp(round, rampRounds);
      const sums = [...networks.map(() => 0), 0];
      for (let at = 0; at < steps; at++) {
        tf.tidy(() => {
          const losses = step(batches(passed, counts));
          losses.dataSync().forEach((loss: number, k: number) => (sums[k] += loss / steps));
        });
        await turn();
      }
      if (!sums.every(Number.isFinite)) {
        const found = `[${sums.join(", ")}] in round ${round}`;
        throw expected("finite losses", found, "Lower learningRate, or scale the inputs.");
      }
      passOn(round, sums, counts);
      const met = round > 0 && until.find((criterion) => criterion.met(log));
      if (!met) continue;
      stopped = met.name;
      break;
    }
    const trust = trustOf(parts, data, given, o);
    const told = story.rounds(labels, arrived, "rounds");
    return {
      rounds: { ...told, ...log, trust, stopped, mode: step.mode },
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
    story.dispose();
    hidden.dispose();
    if (!o.optimizer) optimizer.dispose();
  }
}

/** The confidence (F5) of every row: in its given label where there is one, otherwise in the answers. */
function trustOf(
  parts: Parts,
  data: Dataset,
  given: readonly number[],
  o: CoTrainNetworksOptions,
): number[] {
  const said = parts.answers(data).networks;
  return given.map((label, row) => {
    const answers = said.map((own) => own[row]);
    if (Number.isNaN(label)) return beliefIn(answers, o);
    const truth = answers[0].map((_, c) => (c === label ? 1 : 0));
    return average(answers.map((p) => confidence(p, truth, o.sigma ?? 0.3)));
  });
}

/** The mean confidence of the networks in their answers for a row. */
function beliefIn(answers: readonly number[][], o: LabelOptions): number {
  const { sigma = 0.3, reference = consensus } = o;
  return average(answers.map((p, k) => confidence(p, reference({ answers, k }), sigma)));
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
