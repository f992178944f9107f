// The head of a clustering task: how near features are to each centre.
import * as tf from "@tensorflow/tfjs";

export interface CentresConfig {
  readonly clusters: number;
  readonly seed: number;
  readonly name?: string;
}

/** Features [n, d] to raw scores [n, clusters], -log(1 + |z - m_k|^2), whose softmax is Student's t with one degree. */
export class Centres extends tf.layers.Layer {
  static className = "Centres";
  private readonly config: CentresConfig;
  private centres!: ReturnType<tf.layers.Layer["addWeight"]>;

  constructor(config: CentresConfig) {
    super(config as object);
    this.config = config;
  }

  override build(given: tf.Shape | tf.Shape[]): void {
    const shape = (Array.isArray(given[0]) ? given[0] : given) as tf.Shape;
    const { clusters, seed } = this.config;
    const around = tf.initializers.randomNormal({ mean: 0, stddev: 1, seed });
    this.centres = this.addWeight("centres", [clusters, shape[1]!], "float32", around);
    this.built = true;
  }

  override computeOutputShape(given: tf.Shape | tf.Shape[]): tf.Shape {
    const shape = (Array.isArray(given[0]) ? given[0] : given) as tf.Shape;
    return [shape[0], this.config.clusters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const z = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor2D;
      const gap = z.expandDims(1).sub(this.centres.read().expandDims(0));
      return gap.square().sum(2).add(1).log().neg();
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { clusters, seed } = this.config;
    return { ...super.getConfig(), clusters, seed };
  }
}

tf.serialization.registerClass(Centres);
