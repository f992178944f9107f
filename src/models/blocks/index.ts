// The mappings that networks are made of.
export { cnn } from "./cnn";
export { dense, flatten, mlp } from "./dense";
export { dropout } from "./dropout";
export { gaussianNoise } from "./noise";
export { embedding, gru, lstm, textCnn, type Words } from "./text";
export { transformer, type TransformerOptions } from "./transformer";
