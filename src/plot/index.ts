// Pictures: each a pure function of plain results.
export { losses } from "./losses";
export { weights } from "./weights";
export { scores } from "./scores";
export { lines } from "./lines";
export { scatter } from "./scatter";
export { boundary } from "./boundary";
export { matrix } from "./matrix";
export { images } from "./images";
export { taskColors } from "./theme";
