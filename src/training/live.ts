// A picture of a run that grows while it goes on; where nothing can be drawn, its text at the end.
import { randomUUID } from "node:crypto";
import { DISPLAY, notebook, type MimeBundle } from "../notebook";
import type { History } from "./history";

/** What shows itself in a notebook, say a Figure; `sketch` is what it shows while it changes several times a second. */
export interface Picture {
  [DISPLAY](): MimeBundle;
  sketch?(): MimeBundle;
}

/** Draws the story so far. */
export type Draw<K extends string = string> = (history: History<K>) => Picture;

/** The picture of one run. */
export interface Live<K extends string> {
  /** May be called as often as one likes: it is drawn when epochs have come. */
  update(history: History<K>): void;
  end(history: History<K>): void;
}

/** The picture that `draw` makes of a run, replaced as epochs come; without `draw`, or without an epoch, there is none. */
export function live<K extends string>(draw?: Draw<K>, book = notebook()): Live<K> {
  if (!draw) return { update() {}, end() {} };
  const id = randomUUID(); // A notebook may show the pictures of several runs at once.
  let drawn = 0;
  return {
    update(history) {
      if (!book || history.epochs === drawn) return;
      const picture = draw(history);
      book.display(picture.sketch?.() ?? picture[DISPLAY](), { id });
      drawn = history.epochs;
    },
    end(history) {
      if (history.epochs === 0) return;
      const bundle = draw(history)[DISPLAY]();
      if (book) book.display(bundle, { id });
      else console.log(bundle["text/plain"]);
    },
  };
}
