// Draws the map of the course, one SVG per notebook with its own box lit: `node notebooks/map/make.mjs`.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const parts = [
  ["I · Mappings", ["01 mappings", "02 a net learns", "03 joint loss"]],
  [
    "II · Sharing",
    ["04 one step", "05 hard sharing", "06 soft sharing", "07 conflict", "08 features"],
  ],
  ["III · Balancing", ["09 by losses", "10 by gradients", "11 architectures", "12 which tasks"]],
  [
    "IV · Domains",
    ["13 text", "14 boxes", "15 speech", "16 recommender", "17 multimodal", "18 clustering"],
  ],
  [
    "V · Co-training",
    [
      "19 co-training",
      "20 propagation",
      "21 ensembles",
      "22 mutual",
      "23 co-teaching",
      "24 distillation",
    ],
  ],
  ["VI · In the world", ["25 streams", "26 federated", "27 judging"]],
];

const box = { width: 116, height: 24, gap: 6, left: 8, top: 26 };
const columnWidth = box.width + 10;
const rows = Math.max(...parts.map(([, names]) => names.length));
const width = 2 * box.left + parts.length * columnWidth - 10;
const height = box.top + rows * (box.height + box.gap) + 4;

function map(lit) {
  const cells = parts.flatMap(([title, names], column) => {
    const x = box.left + column * columnWidth;
    const heading = `<text x="${x}" y="17" font-weight="600" fill="#444">${title}</text>`;
    return [
      heading,
      ...names.map((name, row) => cell(name, x, box.top + row * (box.height + box.gap), lit)),
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="11" role="img" aria-label="Map of the course; notebook ${lit} is lit">
<rect width="${width}" height="${height}" rx="6" fill="#ffffff"/>
${cells.join("\n")}
</svg>
`;
}

function cell(name, x, y, lit) {
  const on = name.startsWith(lit);
  const [fill, ink, edge] = on
    ? ["#0072B2", "#ffffff", "#0072B2"]
    : ["#f4f6f8", "#444444", "#d5dbe1"];
  return (
    `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="4" fill="${fill}" stroke="${edge}"/>` +
    `<text x="${x + 8}" y="${y + 16}" fill="${ink}"${on ? ' font-weight="600"' : ""}>${name}</text>`
  );
}

const here = dirname(fileURLToPath(import.meta.url));
for (const [, names] of parts) {
  for (const name of names) {
    const number = name.slice(0, 2);
    writeFileSync(join(here, `${number}.svg`), map(number));
  }
}
