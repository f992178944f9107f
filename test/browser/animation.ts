// What an animation of plot.frames must do wherever it is drawn: play to its last moment, and follow its slider.
import type { Locator } from "playwright-core";
import { expect } from "vitest";
import { until } from "./lab";

/** What plotly keeps on the element it draws in. */
interface Drawn {
  data: { z?: unknown; y?: unknown }[];
  _transitionData: { _frames: { traces: number[]; data: { z?: unknown; y?: unknown }[] }[] };
}

/** Plays and slides the animation in `figure` (a .js-plotly-plot) whose moments are called `names`; it rests at the last. */
export async function expectMotion(figure: Locator, names: readonly string[]): Promise<void> {
  const picture = () =>
    figure.evaluate((div) => div.querySelector(".cartesianlayer")!.innerHTML.replace(/ id="[^"]*"/g, "")); // prettier-ignore
  const label = () => figure.locator(".slider-label").first().textContent();
  const ends = (name: string) => async () => Boolean((await label())?.endsWith(` ${name}`));
  const [first, last] = [names[0]!, names.at(-1)!];

  expect(await ends(last)()).toBe(true);
  const still = await picture();
  const seen = new Set<string>();
  await figure.locator(".updatemenu-button", { hasText: "▶" }).click();
  await until("it has begun anew", async () => !(await ends(last)()), 10);
  await until(
    "it has come to its last moment",
    async () => {
      seen.add(await picture());
      return ends(last)();
    },
    30,
  );
  expect(seen.size).toBeGreaterThan(1);
  // The label is ahead of the picture.
  await until("the last moment is drawn again", async () => (await picture()) === still, 10);

  const rail = (await figure.locator(".slider-rail-rect").boundingBox())!;
  const { mouse } = figure.page();
  await mouse.click(rail.x + 2, rail.y + rail.height / 2);
  await until("the slider is at its first moment", ends(first), 10);
  await until("the first moment is drawn", async () => (await picture()) !== still, 10);
  expect(await shows(figure, 0)).toBe(true);
  await mouse.move(rail.x + 2, rail.y + rail.height / 2);
  await mouse.down();
  await mouse.move(rail.x + rail.width - 2, rail.y + rail.height / 2, { steps: 8 });
  await mouse.up();
  await until("the slider was drawn to the last moment", ends(last), 10);
  await until("the last moment is drawn", async () => (await picture()) === still, 10);
  expect(await shows(figure, names.length - 1)).toBe(true);
}

/** Whether the values drawn are those of the moment. */
function shows(figure: Locator, moment: number): Promise<boolean> {
  return figure.evaluate((div, at) => {
    const { data, _transitionData } = div as unknown as Drawn;
    const frame = _transitionData._frames[at]!;
    const values = ({ z, y }: Drawn["data"][number]) => JSON.stringify(z ?? y);
    return frame.traces.every((trace, i) => values(data[trace]!) === values(frame.data[i]!));
  }, moment);
}
