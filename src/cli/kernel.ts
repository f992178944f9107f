// taskweave kernel install|uninstall: where Jupyter finds the TypeScript kernel.
import type { Command } from "commander";
import { installKernelSpec, uninstallKernelSpec } from "../kernel/spec";

export function addKernel(program: Command): void {
  const kernel = program
    .command("kernel")
    .description("put the TypeScript kernel into Jupyter, or take it out");
  kernel
    .command("install")
    .description("put the kernel into your own Jupyter, or into an environment")
    .option("--prefix <dir>", "an environment (a .venv, a conda environment) instead of your own")
    .action((options: { prefix?: string }) => {
      console.log(`The kernel "TypeScript (taskweave)" is in ${installKernelSpec(options)}`);
    });
  kernel
    .command("uninstall")
    .description("take it out again")
    .option("--prefix <dir>", "the environment it was put into")
    .action((options: { prefix?: string }) => {
      console.log(`The kernel is no longer in ${uninstallKernelSpec(options)}`);
    });
}
