import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { renderers } from "../../src/kernel/display";
import { render } from "../../src/kernel/display/render";
import { DISPLAY } from "../../src/notebook";

const shown = (value: unknown) => render(value, renderers);

it("an object shows itself, and its bytes become base64", async () => {
  const picture = { [DISPLAY]: () => ({ "image/png": new Uint8Array([1, 2, 3]) }) };
  expect(await shown(picture)).toEqual({ "image/png": "AQID" });
});

it("a tensor shows shape, type and values, and leaks nothing", async () => {
  const tensor = tf.tensor([[1, 2]]);
  const before = tf.memory().numTensors;
  expect(await shown(tensor)).toEqual({ "text/plain": "Tensor [1, 2] float32\n[[1, 2]]" });
  expect(tf.memory().numTensors).toBe(before);
  tensor.dispose();
  expect(await shown(tensor)).toEqual({ "text/plain": "Tensor [1, 2] float32, disposed" });
});

it("a layers model shows its summary", async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
  const { "text/plain": text } = await shown(model);
  expect(text).toContain("Total params: 8");
  model.dispose();
});

it("a data frame shows its first rows as a table", async () => {
  const values = Array.from({ length: 12 }, (_, row) => [row, "<b>"]);
  const index = values.map((_, row) => row);
  const frame = { $isSeries: false, shape: [12, 2], columns: ["n", "text"], index, values };
  const bundle = await shown(frame);
  expect(bundle["text/html"]).toContain("<th>n</th><th>text</th>");
  expect(bundle["text/html"]).toContain("<td>9</td><td>&lt;b&gt;</td>");
  expect(bundle["text/html"]).not.toContain("<td>10</td>");
  expect(bundle["text/plain"]).toMatch(/12 rows × 2 columns$/);
});

it("a history shows a row for each task", async () => {
  const history = {
    tasks: ["digit"],
    epochs: 3,
    stopped: "patience",
    best: 1,
    loss: { digit: [3, 2, 1] },
    validation: { digit: [3, 1.5, 2] },
    weights: { digit: [1, 1, 1] },
    engine: "js",
  };
  const { "text/html": html } = await shown(history);
  expect(html).toContain("<td>digit</td><td>3</td><td>1</td><td>1.5</td>");
  expect(html).toContain("3 epochs, stopped by patience, best epoch 2, engine js");
});

it("numbers by name are a table, other objects are text", async () => {
  const { "text/html": html } = await shown({ digit: 0.98765432, tiny: 1e-7 });
  expect(html).toContain("<td>digit</td><td>0.98765</td>");
  expect(html).toContain("<td>tiny</td><td>1.00e-7</td>");
  expect(await shown({ digit: "a" })).toEqual({ "text/plain": "{ digit: 'a' }" });
  expect(await shown({})).toEqual({ "text/plain": "{}" });
});
