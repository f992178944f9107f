// Mappings between finite sets (F11): the words of the articles, as functions that count pre-images.

/** A mapping: every element of the domain has exactly one image. */
export type Mapping<X, Y> = (x: X) => Y;

/**
 * The pre-images of every element reached: image -> the elements mapped to it, in the domain's order. Images are
 * compared as Map keys are (numbers and strings by value).
 *
 * @example
 * preimages([0, 1, 2, 3], (x) => x % 2); // Map { 0 => [0, 2], 1 => [1, 3] }
 */
export function preimages<X, Y>(domain: Iterable<X>, f: Mapping<X, Y>): Map<Y, X[]> {
  const found = new Map<Y, X[]>();
  for (const x of domain) {
    const y = f(x);
    const sources = found.get(y);
    if (sources) sources.push(x);
    else found.set(y, [x]);
  }
  return found;
}

/** Injective (one-to-one, 单射): no two elements share an image, so the input can be told from the output. */
export function isInjective<X, Y>(domain: Iterable<X>, f: Mapping<X, Y>): boolean {
  return [...preimages(domain, f).values()].every((sources) => sources.length === 1);
}

/** Surjective (onto, 满射): every element of the codomain has at least one pre-image. */
export function isSurjective<X, Y>(
  domain: Iterable<X>,
  codomain: Iterable<Y>,
  f: Mapping<X, Y>,
): boolean {
  const reached = preimages(domain, f);
  return [...codomain].every((y) => reached.has(y));
}

/** Bijective (one-to-one and onto, 双射): the mapping has an inverse. */
export function isBijective<X, Y>(
  domain: Iterable<X>,
  codomain: Iterable<Y>,
  f: Mapping<X, Y>,
): boolean {
  const elements = [...domain];
  return isInjective(elements, f) && isSurjective(elements, codomain, f);
}

/**
 * One mapping after another: compose(f, g, h)(x) = h(g(f(x))). A network is this, layer by layer; a multi-task network
 * is compose(encoder, head) with the same encoder for every head.
 */
export function compose<X>(...steps: Mapping<X, X>[]): Mapping<X, X> {
  return (x) => steps.reduce((value, step) => step(value), x);
}
