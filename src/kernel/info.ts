// What the kernel says about itself.
import { typescriptVersion } from "./compiler";
import { PROTOCOL_VERSION, type Content } from "./messages";

/** The content of kernel_info_reply; `version` is this package's. */
export function kernelInfo(version: string): Content {
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "taskweave",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: typescriptVersion(),
      mimetype: "text/typescript",
      file_extension: ".ts",
      codemirror_mode: "typescript",
      pygments_lexer: "typescript",
    },
    banner: `taskweave ${version}, TypeScript ${typescriptVersion()}, Node ${process.version}`,
    help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
  };
}
