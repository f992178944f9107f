// The flow diagram of article A002, drawn from a run.
import type { NetworkRounds } from "./networkRounds";

/**
 * A Mermaid diagram of a run of `coTrainNetworks`: the article's steps (train, pass labels on, share features, update,
 * converged?) with this run's networks, rounds and numbers.
 *
 * @example
 * console.log(flow(rounds)); // paste into a Markdown cell, between ```mermaid and ```
 */
export function flow(rounds: NetworkRounds): string {
  const last = rounds.agreement.length - 1;
  const given = rounds.arrived.filter((round) => round === 0).length;
  const total = rounds.labels.length;
  const corrected = rounds.corrected.reduce((a, b) => a + b, 0);
  const names = rounds.learners.map(text);
  const train = names.map((name, k) => {
    const [from, to] = [rounds.loss[0][k], rounds.loss[last][k]];
    return `    A --> T${k + 1}["Train ${name}<br/>loss ${digits(from)} to ${digits(to)}"]`;
  });
  const share = names.map((name, k) => `${name} ${digits(rounds.sharing[last][k])}`).join(", ");
  const done = !["rounds", "interrupted"].includes(rounds.stopped);
  return [
    "graph TD",
    `    A["Data: ${total} rows, ${given} with a label"]`,
    ...train,
    ...names.map((_, k) => `    T${k + 1} --> P`),
    `    P["Pass labels on: ${percent(rounds.coverage[last])} of the other rows,<br/>` +
      `confidence ${digits(rounds.confidence[0])} to ${digits(rounds.confidence[last])}, ${corrected} corrected"]`,
    `    P --> S["Share features: ${share}"]`,
    "    S --> U[Update all networks]",
    `    U --> C{"Converged after round ${last}?"}`,
    `    C -->|${done ? "yes" : "no"}: ${rounds.stopped}| E["End: networks agree on ${percent(rounds.agreement[last])}"]`,
    `    C -->|before: no| A`,
  ].join("\n");
}

/** A name as it may stand in a Mermaid label. */
function text(name: string): string {
  return name.replace(/["<>[\]{}|#;]/g, " ");
}

function digits(value: number): string {
  return value.toFixed(2);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
