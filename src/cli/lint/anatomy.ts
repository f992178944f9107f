// The parts of a teaching notebook, in order, and their fixed Chinese names (docs/TERMS.md).

/** Every section a notebook may have by our anatomy, English and Chinese. */
export const SECTIONS: Readonly<Record<string, string>> = {
  "The question": "问题",
  "The idea": "思路",
  "In code": "代码",
  "The figure": "关键图",
  "What you should see": "你应该看到什么",
  "When it fails": "何时失效",
  "Your turn": "轮到你了",
  Remember: "要点",
  Further: "延伸阅读",
};

/** Fixed words around the sections. */
export const WORDS: Readonly<Record<string, string>> = {
  Predict: "预测",
  Change: "修改",
  Build: "动手实现",
  Answer: "答案",
  Solution: "参考解答",
  "Words met": "本节术语",
  Next: "下一篇",
};

export type Kind = "course" | "article";

/** The sections a notebook of this kind must have, in this order; an article's own sections lie between them. */
export function sectionsOf(kind: Kind): string[] {
  const own = ["The idea", "In code", "The figure"];
  const all = Object.keys(SECTIONS);
  return kind === "course" ? all : all.filter((section) => !own.includes(section));
}

/** What a file name says: "05-hard-sharing" is notebook 05 of the course, "A003-..." walks through article 3. */
export function numberOf(name: string): { number: string; kind: Kind } | undefined {
  const number = /^(A\d{3}|\d{2})-[a-z0-9-]+$/.exec(name)?.[1];
  if (number === undefined) return undefined;
  return { number, kind: number.startsWith("A") ? "article" : "course" };
}
