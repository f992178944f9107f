import js from "@eslint/js";
import ts from "typescript-eslint";

// Randomness and time are arguments: what draws takes an Rng, what measures time takes a clock.
const noHiddenInputs = [
  {
    object: "Math",
    property: "random",
    message: "Take an Rng as an argument (src/data/random.ts).",
  },
  { object: "Date", property: "now", message: "Take the time as an argument." },
];

export default ts.config(
  { ignores: ["dist/", "**/.venv/", "node_modules/", "coverage/", "site/build/"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  { files: ["src/**/*.ts"], rules: { "no-restricted-properties": ["error", ...noHiddenInputs] } },
  {
    files: ["site/assets/*.js"],
    languageOptions: {
      sourceType: "script",
      globals: Object.fromEntries(
        [
          "document",
          "window",
          "IntersectionObserver",
          "localStorage",
          "matchMedia",
          "setTimeout",
        ].map((name) => [name, "readonly"]),
      ),
    },
  },
  {
    files: ["setup/**", "**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        require: "readonly",
        module: "writable",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
        __filename: "readonly",
        Buffer: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        setInterval: "readonly",
        clearInterval: "readonly",
        fetch: "readonly",
        URL: "readonly",
        AbortController: "readonly",
        AbortSignal: "readonly",
        performance: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
