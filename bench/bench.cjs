// npm run bench -- step [--json FILE] [--rounds N] [--only i,ii]: runs the TypeScript sources as they are.
require("../test/engine/source.cjs");

const [name, ...options] = process.argv.slice(2);
if (!["step", "fit", "memory", "kernel", "soak", "cotraining", "mtl", "clusters"].includes(name)) {
  console.error(
    "usage: npm run bench -- step|fit|memory|kernel|soak|cotraining|mtl|clusters [--json FILE] [--rounds N] [--only i,ii]",
  );
  process.exit(2);
}
require(`./${name}.ts`).main(options);
