#!/usr/bin/env node
// The command line: npx taskweave COMMAND. One file per command; what a command needs is loaded when it runs.
import { Command } from "commander";
import { addCheck } from "./check";
import { addConvert } from "./convert";
import { addDoctor } from "./doctor";
import { addKernel } from "./kernel";
import { addLint } from "./lint";
import { version } from "./package";
import { addRun } from "./run";
import { addSetup } from "./setup";
import { addTranslate } from "./translate";
import { addWorkshop } from "./workshop";

const USAGE_ERROR = 2;

const program = new Command("taskweave")
  .description("Multi-task learning and co-training of neural networks, in TypeScript notebooks.")
  .version(version())
  .showHelpAfterError("(taskweave --help shows what there is)")
  // Commander ends with 1 on misuse; 1 is kept for commands that were understood and failed.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_ERROR));

addCheck(program);
addConvert(program);
addDoctor(program);
addKernel(program);
addLint(program);
addRun(program);
addSetup(program);
addTranslate(program);
addWorkshop(program);

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
