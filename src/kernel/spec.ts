// The kernel spec: the folder that tells Jupyter how to start this kernel.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

export const KERNEL_NAME = "taskweave";

/** Where the spec goes: an environment (`prefix`, say a .venv), or the user's own Jupyter (the default). */
export interface SpecOptions {
  prefix?: string;
  user?: boolean;
}

/** Writes the spec and returns its folder. */
export function installKernelSpec(options: SpecOptions = {}): string {
  const folder = specFolder(options);
  mkdirSync(folder, { recursive: true });
  const spec = {
    argv: [
      process.execPath,
      resolve(__dirname, "..", "..", "dist", "kernel", "main.js"),
      "--connection-file",
      "{connection_file}",
    ],
    display_name: "TypeScript (taskweave)",
    language: "typescript",
    interrupt_mode: "message",
    env: { TF_CPP_MIN_LOG_LEVEL: "2" },
    metadata: { debugger: false },
  };
  writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  writeFileSync(join(folder, "logo-svg.svg"), LOGO);
  return folder;
}

/** Removes the spec and returns the folder it was in. */
export function uninstallKernelSpec(options: SpecOptions = {}): string {
  const folder = specFolder(options);
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

function specFolder({ prefix, user = false }: SpecOptions): string {
  const data =
    prefix === undefined || user ? userData() : join(resolve(prefix), "share", "jupyter");
  return join(data, "kernels", KERNEL_NAME);
}

/** Jupyter's data folder of the user, as `jupyter --paths` has it. */
function userData(env = process.env, platform = process.platform): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (platform === "win32") return join(env.APPDATA ?? homedir(), "jupyter");
  return join(env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "jupyter");
}

/** Two threads woven over one. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="10" fill="#3178c6"/>
<g fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round">
<path d="M10 22c14 0 14 20 28 20s10-20 16-20"/>
<path d="M10 42c14 0 14-20 28-20s10 20 16 20" opacity=".7"/>
</g>
</svg>
`;
