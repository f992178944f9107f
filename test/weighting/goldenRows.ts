// Which method of ours belongs to which golden file, at which constant: add a method's row to one of these lists.
import type { Row } from "./golden";
import { gradients } from "./goldenGradients";
import { gram } from "./goldenGram";
import { losses } from "./goldenLosses";
import { solved } from "./goldenSolved";

export const rows: readonly Row[] = [...losses, ...gram, ...solved, ...gradients];
