// What participants of a workshop read first.

export interface Entry {
  /** "course/05-hard-sharing.ipynb" */
  file: string;
  /** "05 · Hard parameter sharing            硬参数共享" */
  title: string;
}

export type Language = "en" | "zh";

/** The README.md of a workshop's folder. */
export function readme(entries: readonly Entry[], language: Language): string {
  const list = entries.map(({ file, title }) => `- [${title.replace(/\s{2,}/g, " · ")}](${file})`);
  return `${TEXTS[language].replace("LIST", list.join("\n"))}`;
}

const TEXTS: Record<Language, string> = {
  en: `# Workshop

You need Node.js 20.19 or later, and Python 3.9 or later with JupyterLab (\`pip install jupyterlab\`). In this folder:

\`\`\`sh
npm install taskweave        # not needed in a clone of taskweave
npx taskweave setup          # native TensorFlow
npx taskweave kernel install # the kernel "TypeScript (taskweave)"
npx taskweave doctor         # says what is still missing, and the command that mends it
jupyter lab
\`\`\`

LIST

Work from top to bottom. Guess before you run a cell, and write your guess down. Under _Your turn_ you find a question to answer in words, a cell to change and a cell to build; each runs as it is, with a beginning that is not the answer yet: look for \`// your code\` and \`// replace me\`. A claim that holds prints ✓; one that does not prints ✗ and goes on.
`,
  zh: `# 工作坊

需要 Node.js 20.19 以上，以及装有 JupyterLab 的 Python 3.9 以上（\`pip install jupyterlab\`）。在本文件夹里运行：

\`\`\`sh
npm install taskweave        # 在 taskweave 的克隆里不需要
npx taskweave setup          # 原生 TensorFlow
npx taskweave kernel install # 内核 "TypeScript (taskweave)"
npx taskweave doctor         # 还缺什么，以及补上它的命令
jupyter lab
\`\`\`

LIST

从上往下做。运行每个单元之前先猜结果，并把猜测写下来。在“轮到你了”一节，有一个用文字回答的问题、一个要修改的单元和一个要动手实现的单元；它们原样就能运行，但还不是答案：请找 \`// your code\` 和 \`// replace me\`。成立的论断打印 ✓；还不成立的打印 ✗，然后继续。
`,
};
