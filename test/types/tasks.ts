// Checked by tsc, never run: a wrong task name must not compile.
import {
  binary,
  classification,
  deltaM,
  evaluate,
  fit,
  hardSharing,
  load,
  mlp,
  predict,
} from "../../src";
import type { Dataset, Model, Task } from "../../src";

export async function wrong(data: Dataset): Promise<void> {
  const tasks = { digit: classification(10), parity: binary() };
  const model = hardSharing({ inputs: { x: [64] }, encoder: mlp([32]), tasks });

  const scores = evaluate(model, data);
  const right: number = scores.digit + scores.parity;
  // @ts-expect-error no such task
  void scores.digits;

  void deltaM(scores, scores, { parity: tasks.parity }); // of some of the tasks
  void deltaM(scores as Record<string, number>, { digit: 1, parity: 1 }, tasks);
  // @ts-expect-error no score of that task
  void deltaM(scores, scores, { ...tasks, typo: tasks.digit });

  const history = await fit(model, data, { onEpoch: (h) => void h.loss.parity });
  const losses: number[] = history.loss.digit;
  // @ts-expect-error no such task
  void history.loss.typo;

  void fit(model, { digit: data, parity: data }, { validation: { digit: data, parity: data } });
  // @ts-expect-error no such task
  void fit(model, { digit: data, parity: data, typo: data });
  // @ts-expect-error no data set for parity
  void fit(model, { digit: data });
  // @ts-expect-error no such task
  void fit(model, data, { validation: { digit: data, parties: data } });
  // @ts-expect-error no such task
  void evaluate(model, { digit: data, party: data });

  void predict(model, data.inputs).parity.shape;
  // @ts-expect-error no such task
  void predict(model, data.inputs).typo;

  const again: Model<{ digit: Task }> = await load<{ digit: Task }>("folder");
  void evaluate(again, data).digit;
  // @ts-expect-error no such task
  void evaluate(again, data).parity;

  // @ts-expect-error a model needs tasks
  hardSharing({ inputs: { x: [64] }, encoder: mlp([32]) });
  // @ts-expect-error a list of blocks, not a block in a list
  hardSharing({ inputs: { x: [64] }, encoder: [mlp([32])], tasks });
  void [right, losses];
}
