// The renderers for values that cannot show themselves.
import type { Renderer } from "./render";

export const renderers: readonly Renderer[] = [];
