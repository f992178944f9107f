// Secure sums: every two clients agree on a mask that one adds and the other subtracts, so only the sum can be read.
import {
  createCipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
} from "node:crypto";
import { expected } from "../../errors";
import type { Hiding } from "./messages";
import { base64, type Values } from "./weights";

/** Numbers travel as whole multiples of 2^-24, modulo 2^32: sums from -128 to 128. */
const SCALE = 2 ** 24;

/** Fewer could work each other's update out from the sum. */
const LEAST = 3;

/** The keys of a client. */
export interface Keys {
  /** X25519, DER in base64. */
  readonly key: string;
  /** The client's values times its share, hidden: base64 of uint32, little-endian. */
  hide(values: Values, name: string, round: number, hiding: Hiding): string;
}

/**
 * A client's part in secure sums (Bonawitz et al. 2017, without its secret sharing). Clients i < j agree on a secret over
 * the server (X25519), from which both draw the same mask (AES-256 in counter mode, a new key each round and attempt);
 * i adds it, j subtracts it. What the server receives is uniform noise; the sum of all, modulo 2^32, is exact. If a client
 * drops out, masks do not cancel: the server asks the others again, in a new attempt, with new masks. Guards against a
 * curious server that keeps to the protocol, not against one that invents clients.
 */
export function keys(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const key = publicKey.export({ type: "spki", format: "der" }).toString("base64");
  const secretWith = (other: string) =>
    diffieHellman({
      privateKey,
      publicKey: createPublicKey({
        key: Buffer.from(other, "base64"),
        type: "spki",
        format: "der",
      }),
    });
  return {
    key,
    hide(values, name, round, { keys, share, attempt }) {
      const names = Object.keys(keys);
      checkCompany(names, name, keys[name] === key);
      const sum = fixed(values, share, names.length);
      for (const other of names) {
        if (other === name) continue;
        const mask = maskOf(secretWith(keys[other]), round, attempt, sum.length);
        const sign = name < other ? 1 : -1;
        mask.forEach((value, i) => (sum[i] += sign * value));
      }
      return base64(sum);
    },
  };
}

/** The sum of hidden values; only right if all who were asked are there. */
export function revealed(hidden: readonly string[], sizes: readonly number[]): Values {
  const total = new Uint32Array(sizes.reduce((a, b) => a + b, 0));
  for (const text of hidden) {
    const values = new Uint32Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);
    values.forEach((value, i) => (total[i] += value));
  }
  const sums = Float32Array.from(new Int32Array(total.buffer), (value) => value / SCALE);
  let at = 0;
  return sizes.map((size) => sums.slice(at, (at += size)));
}

/** values * share as whole numbers modulo 2^32. */
function fixed(values: Values, share: number, clients: number): Uint32Array {
  const flat = values.flatMap((each) => [...each]);
  const most = 2 ** 31 / clients;
  return Uint32Array.from(flat, (value) => {
    const whole = Math.round(value * share * SCALE);
    if (Math.abs(whole) < most) return whole >>> 0;
    throw expected(
      `updates below ${most / SCALE} in a secure sum of ${clients} clients`,
      String(value * share),
      "Lower learningRate, or clip updates (privacy).",
    );
  });
}

function maskOf(secret: Buffer, round: number, attempt: number, size: number): Uint32Array {
  const info = `taskweave secure sum, round ${round}, attempt ${attempt}`;
  const key = Buffer.from(hkdfSync("sha256", secret, Buffer.alloc(0), info, 32));
  const stream = createCipheriv("aes-256-ctr", key, Buffer.alloc(16));
  return new Uint32Array(Uint8Array.from(stream.update(Buffer.alloc(4 * size))).buffer);
}

function checkCompany(names: readonly string[], name: string, mine: boolean): void {
  if (!mine) {
    throw expected(`the own key of "${name}" among the keys`, "none", "Ask with its hello().");
  }
  if (names.length >= LEAST) return;
  throw expected(
    `${LEAST} clients or more in a secure sum`,
    String(names.length),
    "With fewer, each could work out the others' updates: sum openly, or find more.",
  );
}
