// What `require` means in a cell: local .ts files beside the notebook, packages of the notebook's folder, then packages
// of this one; packages that are ECMAScript modules only are imported before the cell runs.
import { existsSync, readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join, normalize } from "node:path";
import vm from "node:vm";
import { learnMaps } from "./linemap";
import { forKernel } from "./rewrite";

/** JavaScript made from a local .ts file. */
export interface LocalFile {
  path: string;
  data: string;
}

export interface Modules {
  require(id: string): unknown;
  /** Takes new translations of local files; the next cell sees them, and all that import them. */
  update(files: readonly LocalFile[]): void;
  /** Imports what `code` requires and only `import()` can load. */
  prepare(code: string): Promise<void>;
}

export function createModules(folder: string): Modules {
  const local = new Map<string, string>();
  const loaded = new Map<string, Module>();
  const imported = new Map<string, unknown>();
  const require = requireFrom(createRequire(join(folder, "cell.js")), folder);

  return {
    require,
    update(files) {
      for (const { path, data } of files) local.set(normalize(path), data);
      if (files.length > 0) loaded.clear();
    },
    async prepare(code) {
      for (const [, id] of code.matchAll(/\brequire\("([^"\n]+)"\)/g)) {
        if (id === undefined || imported.has(id) || forKernel(id)) continue;
        if (onlyImports(folder, id)) imported.set(id, asCommonJs(await importFrom(folder, id)));
      }
    },
  };

  function requireFrom(plain: NodeJS.Require, from: string): (id: string) => unknown {
    return (id) => {
      if (id === "taskweave") return ownRequire("../index");
      if (forKernel(id)) return ownRequire(id);
      if (imported.has(id)) return imported.get(id);
      const file = id.startsWith(".") ? findLocal(join(from, id)) : undefined;
      if (file !== undefined) return loadLocal(file);
      try {
        plain.resolve(id);
      } catch (error) {
        if (isMissing(error) && !id.startsWith(".")) return ownRequire(id);
        throw error;
      }
      return plain(id);
    };
  }

  function findLocal(path: string): string | undefined {
    return [path, `${path}.js`, path.replace(/\.ts$/, ".js"), join(path, "index.js")].find((name) =>
      local.has(name),
    );
  }

  function loadLocal(path: string): unknown {
    const known = loaded.get(path);
    if (known !== undefined) return known.exports;
    const made = new Module(path) as Module & { _compile(code: string, path: string): void };
    made.filename = path;
    made.paths = (
      Module as unknown as { _nodeModulePaths(from: string): string[] }
    )._nodeModulePaths(dirname(path));
    made.require = requireFrom(createRequire(path), dirname(path)) as NodeJS.Require;
    loaded.set(path, made);
    const code = local.get(path)!;
    const source = path.replace(/\.js$/, ".ts");
    learnMaps(source, code, existsSync(source) ? readFileSync(source, "utf8") : code);
    made._compile(code, source);
    return made.exports;
  }
}

const ownRequire = createRequire(__filename);

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND";
}

function onlyImports(folder: string, id: string): boolean {
  try {
    createRequire(join(folder, "cell.js")).resolve(id);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}

function importFrom(folder: string, id: string): Promise<object> {
  const load = vm.runInThisContext("(id) => import(id)", {
    filename: join(folder, "cell.js"),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (id: string) => Promise<object>;
  return load(id);
}

/** A module's names as live getters, marked so that default imports work. */
function asCommonJs(module: object): object {
  const out = Object.defineProperty({}, "__esModule", { value: true });
  for (const name of Object.keys(module))
    Object.defineProperty(out, name, {
      enumerable: true,
      get: () => (module as Record<string, unknown>)[name],
    });
  return out;
}
