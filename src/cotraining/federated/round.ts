// One round: messages to the clients that take part, their answers, and how far these agree.
import { openUpdate, sharesOf } from "./average";
import type { FederatedOptions } from "./federatedOptions";
import { bytesOf, type Client, type Greeting, type TrainReply } from "./messages";
import { inner } from "./weights";

/** Asks these clients to train; a secure sum is asked for again until nobody is missing. */
export async function rounded(
  clients: readonly Client[],
  known: readonly Greeting[],
  asked: readonly number[],
  { secure, dropouts, privacy, fraction = 1 }: FederatedOptions,
  request: (k: number) => Parameters<Client["train"]>[0],
) {
  const bytes = { sent: 0, received: 0 };
  const dropped: number[] = [];
  let replies = new Map<number, TrainReply>();
  let here = [...asked];
  for (let attempt = 0; here.length > 0; attempt++) {
    replies = new Map();
    const failed: number[] = [];
    const keys = Object.fromEntries(here.map((k) => [known[k].name, known[k].key]));
    const rows = here.map((k) => known[k].rows);
    const shares = sharesOf(rows, privacy && fraction * clients.length);
    await Promise.all(
      here.map(async (k, i) => {
        const hide = secure ? { keys, share: shares[i], attempt } : undefined;
        const train = { ...request(k), ...(hide && { hide }) };
        bytes.sent += bytesOf({ train });
        try {
          const reply = await clients[k].train(train);
          bytes.received += bytesOf(reply);
          replies.set(k, reply);
        } catch (error) {
          if (!dropouts) throw error;
          failed.push(k);
        }
      }),
    );
    dropped.push(...failed);
    here = here.filter((k) => !failed.includes(k));
    if (failed.length === 0 || !secure) break;
  }
  // Answers arrive in any order; sums must not depend on it.
  const inOrder = [...replies].sort(([a], [b]) => a - b);
  return { replies: new Map(inOrder), dropped: dropped.sort((a, b) => a - b), bytes };
}

/** Mean cosine over pairs of updates: (|sum of unit vectors|^2 - K) / (K (K - 1)). */
export function agreementOf(replies: readonly TrainReply[]): number | null {
  const visible = replies.every(({ update, loss }) => !("hidden" in update) && loss !== null);
  if (!visible || replies.length < 2) return null;
  const updates = replies.map(openUpdate);
  const lengths = updates.map((u) => Math.sqrt(inner(u, u)));
  if (lengths.some((length) => length === 0)) return null;
  const sum = updates[0].map((values, i) =>
    values.map((_, j) => updates.reduce((total, u, k) => total + u[i][j] / lengths[k], 0)),
  );
  return (inner(sum, sum) - updates.length) / (updates.length * (updates.length - 1));
}
