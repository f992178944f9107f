// What networks that trained together tell of it, as plain data: print it, plot it, save it as JSON.

/** The story of networks that trained together; arrays hold one entry per epoch. */
export interface PeerHistory {
  /** How many rows had a label. */
  readonly given: number;
  /** labels[epoch][network]: mean loss with the labels, summed over tasks. */
  readonly labels: number[][];
  /** imitation[epoch][network]: mean of the term that comes from other networks, before it is weighed. */
  readonly imitation: number[][];
  /** difference[epoch][network]: mean of the term that keeps networks apart; empty where a method has none. */
  readonly difference: number[][];
  /**
   * coverage[epoch][network]: of the rows a method chooses from (those without a label for pseudo-labels, all for small
   * losses), the share it learned from; empty where a method does not choose.
   */
  readonly coverage: number[][];
  /** precision[epoch][network]: of these rows, the share taught their true class, null for none; empty without the truth. */
  readonly precision: (number | null)[][];
  /** Share of rows without a label (if all have one: of rows) on which two networks agree; empty without diagnostics. */
  readonly agreement: number[];
  /** accuracy[epoch][network] on the test data; empty without. */
  readonly accuracy: number[][];
  /** Accuracy of the networks' mean probabilities on the test data; empty without. */
  readonly together: number[];
  /** Expected calibration error of these, 15 bins; empty without. */
  readonly calibration: number[];
  readonly stopped: "epochs" | "interrupted";
  /** How steps ran: "compiled", or "eager: " and why. */
  readonly mode: string;
}
