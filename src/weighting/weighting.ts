// A weighting is a rule from plain numbers to one weight per task. Two conventions hold for every method:
// scale: weights sum to the number of tasks when tasks agree, so that learning rates stay comparable and equal() is all ones;
// reach: weights multiply the task's whole loss, heads included, unless the method's doc comment says otherwise.

/** One training step as a weighting sees it: plain numbers, nothing to dispose. */
export interface StepInfo {
  /** Counts steps from 0 over the whole run. */
  readonly step: number;
  /** Counts epochs from 0. */
  readonly epoch: number;
  /** Places, among all tasks of the model, of those that have a label in the batch; default all. */
  readonly present?: readonly number[];
  /** Loss of each task; for `weights` empty unless `needs` is "losses" or "gram". */
  readonly losses: readonly number[];
  /** gram[i][j] = <grad L_i, grad L_j> over the shared weights; empty unless `needs` is "gram". */
  readonly gram: readonly (readonly number[])[];
}

/** A weighting in one run. */
export interface Rule {
  /** One weight per task for this step: theta <- theta - rate * sum_i w_i grad L_i. */
  weights(info: StepInfo): readonly number[];
  /** Only read where the weighting's `heads` is "own": what multiplies each head's own loss. Default 1 each. */
  heads?(info: StepInfo): readonly number[];
  /** Sees the step's losses after the update, whatever `needs` says: here state is learned at no cost. */
  observe?(info: StepInfo): void;
  /** The losses of the same batch measured again after the update: costs one more forward pass a step. */
  after?(losses: readonly number[]): void;
}

/**
 * A rule that gives each task a weight at every step.
 *
 * @example
 * const worstFirst: Weighting = {
 *   name: "worst first",
 *   needs: "losses",
 *   start: () => ({ weights: ({ losses }) => losses.map((l) => (l === Math.max(...losses) ? 1 : 0.1)) }),
 * };
 */
export interface Weighting {
  readonly name: string;
  /** What `weights` reads of the step it weighs. The less, the faster the step. Default "nothing". */
  readonly needs?: "nothing" | "losses" | "gram";
  /** What the layers that only one task has receive: the task's weight too (default), or the task's own loss as it is. */
  readonly heads?: "weighted" | "own";
  /**
   * A task's weight looks at that task only, and a loss of 0 teaches the rule nothing: then one rule serves every step.
   * Default false: where a task has no label in a batch, a rule of the tasks that have one takes the step.
   */
  readonly separable?: boolean;
  /**
   * A fresh rule for these tasks: whatever state it keeps begins here. `all` are the model's tasks, by whose places options
   * were given; default the same. Of fewer tasks than that a rule answers as if there were no others.
   */
  start(tasks: readonly string[], all?: readonly string[]): Rule;
}
