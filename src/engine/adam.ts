// Adam's rule: for large weights in one pass over the numbers, where TensorFlow.js takes fourteen.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, native, TYPES, type Native } from "./graph/native";

/** A weight and its two moments. */
export type Moments = [weight: tf.Tensor, first: tf.Tensor, second: tf.Tensor];

/** What a step has in common for all weights; the powers are beta1 and beta2 to the number of the step, from 1. */
export interface AdamRule {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly power1: tf.Tensor;
  readonly power2: tf.Tensor;
}

/** Below this many numbers the one pass costs more than it saves. */
const MANY = 20_000;

/**
 * Gives the function that moves a weight and its moments on (Kingma and Ba 2015): m <- b1 m + (1 - b1) g,
 * v <- b2 v + (1 - b2) g^2, w <- w - rate m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + epsilon). Call both inside tf.tidy.
 */
export function adamStep(rule: AdamRule): (state: Moments, gradient: tf.Tensor) => Moments {
  const backend = native();
  // Multiplied through by r = sqrt(1 - b2^t): w - (rate r / (1 - b1^t)) m / (sqrt(v) + epsilon r).
  const root = tf.sqrt(tf.sub(1, rule.power2));
  const epsilon = tf.mul(rule.epsilon, root);
  const few = inParts(rule, tf.mul(rule.rate, tf.div(root, tf.sub(1, rule.power1))), epsilon);
  if (!backend) return few;
  const many = inOne(backend, rule, epsilon);
  return (state, gradient) => (gradient.size < MANY ? few : many)(state, gradient);
}

function inParts({ beta1, beta2 }: AdamRule, rate: tf.Tensor, epsilon: tf.Tensor) {
  return ([weight, first, second]: Moments, gradient: tf.Tensor): Moments => {
    const m = tf.add(first, tf.mul(tf.sub(gradient, first), 1 - beta1));
    const v = tf.add(second, tf.mul(tf.sub(tf.square(gradient), second), 1 - beta2));
    return [tf.sub(weight, tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), epsilon))), m, v];
  };
}

/** TensorFlow's own rule leaves epsilon as it is, so it is given the one above. */
function inOne(backend: Native, rule: AdamRule, epsilon: tf.Tensor) {
  const [rate, beta1, beta2] = [rule.rate, rule.beta1, rule.beta2].map((n) => tf.scalar(n));
  const scalars = [rule.power1, rule.power2, rate, beta1, beta2, epsilon];
  const attributes = [
    { name: "T", type: ATTRIBUTE.type, value: TYPES.float32 },
    { name: "use_locking", type: ATTRIBUTE.bool, value: false },
    { name: "use_nesterov", type: ATTRIBUTE.bool, value: false },
  ];
  return (state: Moments, gradient: tf.Tensor): Moments => {
    const variables = state.map((t) => variable(backend, t));
    const inputs = [...variables, ...scalars, gradient];
    backend.executeMultipleOutputs("ResourceApplyAdam", attributes, inputs, 0);
    const value = (v: tf.Tensor) => backend.executeSingleOutput("ReadVariableOp", [FLOAT], [v]);
    return variables.map(value) as Moments;
  };
}

const FLOAT = { name: "dtype", type: ATTRIBUTE.type, value: TYPES.float32 };
// TensorFlow's name for a variable that is nobody else's and goes with its last handle.
const ANONYMOUS = "cd2c89b7-88b7-44c8-ad83-06c2a9158347";

/** The operation changes variables of TensorFlow's own: these live no longer than the step. */
function variable(backend: Native, value: tf.Tensor): tf.Tensor {
  const attributes = [
    FLOAT,
    { name: "shape", type: ATTRIBUTE.shape, value: value.shape },
    { name: "shared_name", type: ATTRIBUTE.string, value: ANONYMOUS },
    { name: "container", type: ATTRIBUTE.string, value: "" },
  ];
  const made = backend.executeSingleOutput("VarHandleOp", attributes, []);
  backend.executeMultipleOutputs("AssignVariableOp", [FLOAT], [made, value], 0);
  return made;
}
