// Native operations better than those tfjs-node chooses: the same results by fewer or faster ones.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, native, TYPES, type Attribute, type Native } from "./graph/native";

type Kernel = (
  inputs: Record<string, tf.Tensor>,
  attrs: Record<string, unknown>,
  backend: Native,
) => tf.TensorInfo | undefined;

const FLOAT: Attribute = { name: "T", type: ATTRIBUTE.type, value: TYPES.float32 };

/** Puts the better operations in place; each hands over to tfjs-node's own kernel where it does not apply. */
export function improveKernels(): void {
  improve("BatchMatMul", matMul);
  improve("Add", biasAdd);
  tf.registerKernel({
    kernelName: "ReluGrad",
    backendName: "tensorflow",
    kernelFunc: ({ inputs, backend }) => {
      const { dy, y } = inputs as Record<string, tf.Tensor>;
      return (backend as unknown as Native).executeSingleOutput("ReluGrad", [FLOAT], [dy, y]);
    },
  });
  tf.registerGradient({
    kernelName: "ReluGrad",
    inputsToSave: ["y"],
    gradFunc: (ddy, [y]) => ({
      dy: () => reluGrad(ddy as tf.Tensor, y),
      y: () => tf.zerosLike(y),
    }),
  });
  tf.unregisterGradient("Relu");
  tf.registerGradient({
    kernelName: "Relu",
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({ x: () => reluGrad(dy as tf.Tensor, y) }),
  });
}

/**
 * Six operations in TensorFlow.js, one in TensorFlow: dy where y = relu(x) > 0, else 0. As it asks for y and not for x,
 * TensorFlow joins relu to the convolution or product before it.
 */
function reluGrad(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  if (native() && y.dtype === "float32") return tf.engine().runKernel("ReluGrad", { dy, y });
  return tf.mul(dy, tf.cast(tf.step(y), "float32"));
}

/** tfjs-node calls BatchMatMulV2 for plain matrices too, which takes up to four times as long on small ones. */
const matMul: Kernel = ({ a, b }, { transposeA, transposeB }, backend) => {
  const batched = [...a.shape.slice(0, -2), ...b.shape.slice(0, -2)].some((size) => size !== 1);
  if (batched || a.shape.length !== b.shape.length) return undefined;
  const attributes: Attribute[] = [
    { name: "T", type: ATTRIBUTE.type, value: TYPES[a.dtype] },
    { name: "transpose_a", type: ATTRIBUTE.bool, value: transposeA },
    { name: "transpose_b", type: ATTRIBUTE.bool, value: transposeB },
  ];
  const multiply = (a: tf.Tensor, b: tf.Tensor) =>
    backend.executeSingleOutput("MatMul", attributes, [a, b]);
  if (a.shape.length === 2) return multiply(a, b);
  const matrix = (t: tf.Tensor) => tf.reshape(t, t.shape.slice(-2));
  return tf.tidy(() => {
    const product = multiply(matrix(a), matrix(b));
    return tf.reshape(product, [...a.shape.slice(0, -2), ...product.shape]);
  });
};

/** A vector added along the last axis: TensorFlow joins BiasAdd to the convolution or product before it. */
const biasAdd: Kernel = ({ a, b }, _attrs, backend) => {
  const isBias = b.shape.length === 1 && a.shape.length >= 2 && a.shape.at(-1) === b.shape[0];
  if (!isBias || a.dtype !== "float32" || b.dtype !== "float32") return undefined;
  return backend.executeSingleOutput("BiasAdd", [FLOAT], [a, b]);
};

function improve(kernelName: string, better: Kernel): void {
  const { kernelFunc } = tf.getKernel(kernelName, "tensorflow");
  tf.unregisterKernel(kernelName, "tensorflow");
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc: (params) => {
      const { inputs, attrs, backend } = params;
      return (
        better(inputs as never, (attrs ?? {}) as never, backend as never) ?? kernelFunc(params)
      );
    },
  });
}
