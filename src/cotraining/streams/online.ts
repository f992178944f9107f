// Multi-task learning on a stream: tasks appear, change and end; each batch is a test first and a lesson afterwards.
import * as tf from "@tensorflow/tfjs";
import { Dataset } from "../../data/dataset";
import { seeded } from "../../data/random";
import { ready } from "../../engine";
import type { Model } from "../../models/model";
import type { Tasks } from "../../tasks/task";
import { checkExamples } from "../../training/check";
import type { Weighed } from "../../training/step";
import { turns } from "../../training/turns";
import { growing } from "./growing";
import { checkOnline, type OnlineOptions } from "./onlineOptions";
import type { StreamRecord } from "./records";
import { reservoir } from "./reservoir";
import { roster } from "./roster";
import { rowErrors } from "./rowErrors";
import { trainer } from "./trainer";

/** A learner that lives on a stream. */
export interface Online {
  /** The model for the tasks there are; undefined before the first label. A new object when tasks come or go. */
  readonly model: Model | undefined;
  /** Learns batch by batch and tells of each. Batches are disposed when they are done. */
  learn(stream: AsyncIterable<Dataset> | Iterable<Dataset>): AsyncGenerator<StreamRecord>;
  dispose(): void;
}

/**
 * Adaptive multi-task learning on a stream. Each batch first tests the model (prequential evaluation, Dawid 1984), then
 * teaches it, together with as many rows of a reservoir. A batch brings any of the tasks: one with its first label gets a
 * head on the common encoder; one whose errors drift loses its head and its replayed rows, as both tell of the past; one
 * without labels for `patience` batches is put aside, and has its old head again when it returns.
 *
 * @example
 * const learner = online({ build: (tasks) => hardSharing({ inputs, encoder, tasks }), tasks });
 * for await (const { batch, fading, events } of learner.learn(stream)) console.log(batch, fading, events);
 * learner.dispose();
 */
export function online(o: OnlineOptions): Online {
  const { steps = 1, memory = 500, epoch = 20 } = o;
  checkOnline(o);
  const net = growing(o.build, Object.values(o.tasks)[0]);
  const replay = memory > 0 ? reservoir({ size: memory, rng: seeded(o.seed ?? 0) }) : undefined;
  const turn = turns(o.now ?? (() => performance.now()), () => {});
  const training = trainer(o);
  const list = roster(o);
  let count = 0;

  /** Makes the model for the tasks that this batch leaves, and tests it on the batch. */
  const meet = (batch: Dataset) => {
    const events = list.roll(batch);
    const tasks = list.active();
    events.forEach(({ task, what }) => what === "ended" && replay?.forget(task));
    if (Object.keys(tasks).length === 0) return { events, errors: {} };
    const model = events.length > 0 || !net.model ? net.tasks(tasks) : net.model;
    if (events.length > 0) training.start(model);
    checkExamples(model, batch);
    const errors = rowErrors(model, batch);
    const watched = list.watch(errors, new Set(events.map(({ task }) => task)));
    // What drifted has a past that misleads: its head and its replayed labels go.
    watched.forEach(({ task, what }) => {
      if (what !== "drift") return;
      net.forget(task);
      replay?.forget(task);
    });
    return { events: [...events, ...watched], errors };
  };

  const learnFrom = async (batch: Dataset): Promise<Weighed> => {
    let done: Weighed = { losses: [], weights: [] };
    if (Object.keys(list.active()).length === 0) return done;
    for (let step = 0; step < steps; step++) {
      const old = replay?.draw(batch.size);
      const lesson = old ? batch.concat(old) : batch;
      done = training.step(lesson, Math.floor(count / epoch));
      [old, old && lesson].forEach((each) => each?.dispose());
      await turn();
    }
    replay?.add(batch);
    return done;
  };

  const take = async (batch: Dataset): Promise<StreamRecord> => {
    const { events, errors } = meet(batch);
    const done = await learnFrom(batch);
    const tasks = Object.keys(list.active());
    const named = (values: readonly number[]) =>
      Object.fromEntries(values.map((value, i) => [tasks[i], value]));
    const scored = Object.entries<number[]>(errors).filter(([, values]) => values.length > 0);
    return {
      batch: count++,
      rows: batch.size,
      tasks,
      error: Object.fromEntries(scored.map(([name, values]) => [name, mean(values)])),
      fading: Object.fromEntries(tasks.map((name) => [name, list.score(name)])),
      loss: named(done.losses),
      weights: named(done.weights),
      replay: replay?.size ?? 0,
      events,
    };
  };

  return {
    get model() {
      return net.model;
    },
    async *learn(stream) {
      await ready();
      for await (const given of stream) {
        let batch: Dataset | undefined;
        let record: StreamRecord;
        try {
          if (o.signal?.aborted) return;
          batch = complete(given, o.tasks);
          record = await take(batch);
        } finally {
          [batch, given].forEach((each) => each?.dispose());
        }
        yield record;
      }
    },
    dispose() {
      training.dispose();
      net.dispose();
      replay?.dispose();
    },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** The batch with a target for every task, NaN where it brings none. The caller disposes it. */
function complete(batch: Dataset, tasks: Tasks): Dataset {
  const targets = Object.entries(tasks).map(([name, task]): [string, tf.Tensor] => {
    const own = batch.targets[name];
    return [name, own ? own.clone() : tf.fill([batch.size, ...task.target], NaN)];
  });
  const inputs = Object.entries(batch.inputs).map(([name, input]) => [name, input.clone()]);
  return new Dataset(Object.fromEntries(inputs), Object.fromEntries(targets));
}
