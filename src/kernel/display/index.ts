// The renderers for values that cannot show themselves; the first that knows a value shows it.
import { showDataFrame } from "./dataFrame";
import { showHistory } from "./history";
import { showLayersModel } from "./layersModel";
import type { Renderer } from "./render";
import { showScores } from "./scores";
import { showTensor } from "./tensor";

export const renderers: readonly Renderer[] = [
  showTensor,
  showLayersModel,
  showDataFrame,
  showHistory,
  showScores,
];
