// The WASM engine: started in the background, and completed with kernels it lacks, so that everything trains on it.
import * as tf from "@tensorflow/tfjs";
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";

const load = createRequire(__filename);

interface CpuBackend {
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: tf.BackendValues): tf.TensorInfo;
  disposeIntermediateTensorInfo(info: tf.TensorInfo): void;
  readSync(id: tf.DataId): tf.BackendValues;
}
interface WasmBackend {
  write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId;
  readSync(id: tf.DataId): tf.BackendValues;
}

/** Starts WASM without disturbing what computes meanwhile, then makes it the backend; tensors move over on first use. */
export async function startWasm(): Promise<void> {
  const name = "@tensorflow/tfjs-backend-wasm";
  const wasm = load(name) as { setWasmPaths(folder: string): void };
  wasm.setWasmPaths(dirname(load.resolve(name)) + sep);
  const backend = await tf.findBackendFactory("wasm")();
  // Registered again, this time ready-made: a factory that answers later would make every operation throw until then.
  tf.removeBackend("wasm");
  tf.registerBackend("wasm", () => backend, 2);
  borrowKernels();
  tf.setBackend("wasm");
}

/**
 * WASM has no kernels for the gradients of convolutions and embeddings (Conv2DBackpropFilter, UnsortedSegmentSum) and
 * some others: those run in plain JavaScript, on copies.
 */
function borrowKernels(): void {
  const cpu = tf.findBackend("cpu") as unknown as CpuBackend;
  for (const kernel of tf.getKernelsForBackend("cpu")) {
    if (tf.getKernel(kernel.kernelName, "wasm")) continue;
    tf.registerKernel({
      kernelName: kernel.kernelName,
      backendName: "wasm",
      kernelFunc: ({ inputs, attrs, backend }) => {
        const wasm = backend as unknown as WasmBackend;
        const copies = mapInputs(
          inputs as Record<string, tf.TensorInfo | tf.TensorInfo[]>,
          (info) => cpu.makeTensorInfo(info.shape, info.dtype, wasm.readSync(info.dataId)),
        );
        const results = kernel.kernelFunc({ inputs: copies as never, attrs, backend: cpu });
        const home = [results].flat().map((info): tf.TensorInfo => ({
          dataId: wasm.write(cpu.readSync(info.dataId), info.shape, info.dtype),
          shape: info.shape,
          dtype: info.dtype,
        }));
        const used = [...Object.values(copies).flat(), ...[results].flat()];
        for (const info of used) cpu.disposeIntermediateTensorInfo(info);
        return Array.isArray(results) ? home : home[0];
      },
    });
  }
}

function mapInputs(
  inputs: Record<string, tf.TensorInfo | tf.TensorInfo[]>,
  copy: (info: tf.TensorInfo) => tf.TensorInfo,
): Record<string, tf.TensorInfo | tf.TensorInfo[]> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([, value]) => value != null)
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(copy) : copy(value)]),
  );
}
