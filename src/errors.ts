// The one shape of an error message: what was expected, what was found, and the way out.

/** An error that says "Expected ... Found ... what to do". */
export function expected(what: string, found: string, todo: string): RangeError {
  return new RangeError(`Expected ${what}. Found ${found}. ${todo}`);
}

/** A few names as prose: `"a", "b"`, or "nothing". */
export function list(names: Iterable<string>): string {
  return [...names].map((name) => `"${name}"`).join(", ") || "nothing";
}
