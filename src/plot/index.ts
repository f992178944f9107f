// Pictures: each a pure function of plain results.
export { losses } from "./losses";
export { weights } from "./weights";
export { scores } from "./scores";
export { lines } from "./lines";
export { scatter } from "./scatter";
export { boundary } from "./boundary";
export { matrix } from "./matrix";
export { images } from "./images";
export { bars } from "./bars";
export { intervals } from "./intervals";
export { arrows } from "./arrows";
export { landscape } from "./landscape";
export { row } from "./row";
export { frames, type FramesOptions } from "./frames";
export { page, taskColors } from "./theme";
