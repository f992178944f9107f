// Native kernels better than tfjs-node's own.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, TYPES, type Native } from "./graph/native";

/**
 * Products of plain matrices by MatMul: tfjs-node calls BatchMatMulV2 for all of them, which takes up to four times as long
 * on small ones.
 */
export function improveKernels(): void {
  const { kernelFunc } = tf.getKernel("BatchMatMul", "tensorflow");
  tf.unregisterKernel("BatchMatMul", "tensorflow");
  tf.registerKernel({
    kernelName: "BatchMatMul",
    backendName: "tensorflow",
    kernelFunc: (params) => {
      const { a, b } = params.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
      if (a.shape.length !== 2 || b.shape.length !== 2) return kernelFunc(params);
      const { transposeA, transposeB } = params.attrs as Record<string, unknown>;
      const attributes = [
        { name: "T", type: ATTRIBUTE.type, value: TYPES[a.dtype] },
        { name: "transpose_a", type: ATTRIBUTE.bool, value: transposeA },
        { name: "transpose_b", type: ATTRIBUTE.bool, value: transposeB },
      ];
      const backend = params.backend as unknown as Native;
      return backend.executeSingleOutput("MatMul", attributes, [a, b]);
    },
  });
}
