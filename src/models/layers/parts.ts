// Weights that are a sum of a shared part and a part of the task's own.
import * as tf from "@tensorflow/tfjs";
import { fused } from "../../engine/recurrent";
import { optionsOf, written, type Config } from "./options";
import { tensors } from "./several";

type Inner = tf.layers.Layer & { kernelRegularizer?: Parameters<tf.layers.Layer["addWeight"]>[4] };
type Weight = ReturnType<tf.layers.Layer["addWeight"]>;

/** Holds weights of these shapes and hands them to the layers that read it; what comes in is not looked at. */
export class SharedPart extends tf.layers.Layer {
  static className = "SharedPart";
  private readonly shapes: number[][];

  constructor(config: { shapes: number[][]; trainable?: boolean; name?: string }) {
    super(config as object);
    this.shapes = config.shapes;
  }

  override build(): void {
    const zeros = tf.initializers.zeros();
    this.shapes.forEach((shape, i) => this.addWeight(`part${i}`, shape, "float32", zeros));
    this.built = true;
  }

  override computeOutputShape(): tf.Shape[] {
    return this.shapes;
  }

  override call(): tf.Tensor[] {
    // Copies: between layers, TensorFlow.js frees what has been read.
    return this.weights.map((weight) => tf.clone(weight.read()));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), shapes: this.shapes.map((shape) => [...shape]) };
  }
}

/** `layer`: the layer it is. `rank`: of the own part; null: of full rank. `seed`: of the first factors. */
export interface TaskPartOptions {
  readonly layer: { className: string; config: tf.serialization.ConfigDict };
  readonly rank: number | null;
  readonly scale: number;
  readonly seed: number;
}

/**
 * [x, shared weights ...] to what the layer makes of x with weights theta_shared + own: own weights begin at 0 and are
 * of full rank, or scale / rank * A B for matrices and kernels (A drawn, B 0 at first), and none for biases.
 */
export class TaskPart extends tf.layers.Layer {
  static className = "TaskPart";
  private readonly options: TaskPartOptions;
  private readonly inner: Inner;
  /** Per weight of the layer: its own part, or its two factors, or nothing. */
  private own: Weight[][] = [];

  constructor(config: Config<TaskPartOptions>) {
    super(config as object);
    this.options = optionsOf(config);
    this.inner = again(this.options.layer);
  }

  override build(given: tf.Shape[]): void {
    this.inner.build(given[0]);
    const { rank, seed } = this.options;
    const zeros = tf.initializers.zeros();
    this.own = this.inner.trainableWeights.map(({ shape: given }, i) => {
      const shape = given as number[];
      const isBias = shape.length < 2;
      const l2 = isBias ? undefined : this.inner.kernelRegularizer;
      if (rank === null) return [this.addWeight(`own${i}`, shape, "float32", zeros, l2)];
      if (isBias) return [];
      const columns = shape.at(-1)!;
      const rows = shape.slice(0, -1).reduce((product, n) => product * n, 1);
      const start = tf.initializers.randomNormal({ stddev: 1 / Math.sqrt(rows), seed: seed + i });
      return [
        this.addWeight(`a${i}`, [rows, rank], "float32", start),
        this.addWeight(`b${i}`, [rank, columns], "float32", zeros),
      ];
    });
    // The layer computes with the sum, so that its own variables are of no use.
    this.inner.trainableWeights.forEach((weight) => weight.dispose());
    this.built = true;
  }

  override computeOutputShape(given: tf.Shape[]): tf.Shape | tf.Shape[] {
    return this.inner.computeOutputShape(given[0]);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: object): tf.Tensor | tf.Tensor[] {
    return tf.tidy(() => {
      const [x, ...shared] = tensors(inputs);
      this.inner.trainableWeights.forEach((weight, i) => {
        const sum = this.sum(shared[i], this.own[i]);
        weight.read = () => sum;
      });
      return this.inner.call(x, kwargs);
    });
  }

  private sum(shared: tf.Tensor, own: Weight[]): tf.Tensor {
    const { rank, scale } = this.options;
    const [a, b] = own.map((weight) => weight.read());
    if (!a) return shared;
    if (!b) return shared.add(a);
    return shared.add(
      tf
        .matMul(a, b)
        .mul(scale / rank!)
        .reshape(shared.shape),
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...written(this.options) };
  }
}

/** A fresh layer like another one, from what that says of itself. */
export function again({ className, config }: TaskPartOptions["layer"]): tf.layers.Layer {
  const { name: _, ...rest } = config;
  const [type, from] = tf.serialization.SerializationMap.getMap().classNameMap[className];
  return fused(from(type, rest) as tf.layers.Layer);
}

tf.serialization.registerClass(SharedPart);
tf.serialization.registerClass(TaskPart);
