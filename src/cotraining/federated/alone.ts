// The control: every client for itself.
import type { Method } from "./method";

/**
 * Training alone: nothing travels. What every federated method has to beat for each client. The other control, all data
 * in one place, is `fedAvg` with a single client that holds all rows.
 *
 * @example
 * const { all } = localClients(model, parts, { method: alone() });
 */
export function alone(): Method {
  return {
    name: "alone",
    travels: () => [],
    client: (bench) => ({ train: () => bench.learn(), personal: () => {} }),
  };
}
