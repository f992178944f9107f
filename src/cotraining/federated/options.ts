// Checks that several methods share.
import { expected } from "../../errors";

/** Throws unless all of these are numbers from `least` up. */
export function checkFrom(least: number, values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value >= least && Number.isFinite(value)) continue;
    throw expected(`${name} from ${least} up`, String(value), "Leave it out for the default.");
  }
}
