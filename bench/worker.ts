// One engine in a process of its own: reads "workload steps" lines, runs that many steps, answers with their times.
import { createInterface } from "node:readline";

/** Does one training step and reads its losses. */
export type Step = () => void;

export function serve(
  version: string,
  make: (workload: string) => Step,
  ready = Promise.resolve(),
) {
  const steps = new Map<string, Step>();
  const lines = createInterface({ input: process.stdin });
  ready.then(() => console.log(JSON.stringify({ version })));
  lines.on("line", (line) => {
    const [name, count] = line.split(" ");
    const began = performance.now();
    const step = steps.get(name) ?? make(name);
    if (!steps.has(name)) {
      steps.set(name, step);
      for (let i = 0; i < 3; i++) step();
    }
    const start = performance.now() - began;
    const cpu = process.cpuUsage();
    const times = Array.from({ length: Number(count) }, () => {
      const from = performance.now();
      step();
      return performance.now() - from;
    });
    const { user, system } = process.cpuUsage(cpu);
    console.log(JSON.stringify({ start, times, cpu: (user + system) / 1e3 / times.length }));
  });
  lines.on("close", () => process.exit());
}
