import { expect, it } from "vitest";
import { engine } from "../../src/engine";
import { bornAgain } from "../../src/cotraining/bornAgain";
import { coTeachPlus } from "../../src/cotraining/coTeachPlus";
import { distill } from "../../src/cotraining/distill";
import { hints } from "../../src/cotraining/hints";
import { joCoR } from "../../src/cotraining/joCoR";
import { mutual } from "../../src/cotraining/mutual";
import { noisyStudent } from "../../src/cotraining/noisyStudent";
import { branched, one } from "../../src/cotraining/one";
import type { PeerOptions } from "../../src/cotraining/peerOptions";
import type { PeerHistory } from "../../src/cotraining/peerHistory";
import { softPeers } from "../../src/cotraining/softPeers";
import { mlp } from "../../src/models/blocks";
import type { Model } from "../../src/models/model";
import { classification } from "../../src/tasks/classification";
import { expectNoLeak } from "../toys";
import { clouds, model } from "./clouds";

type Data = ReturnType<typeof clouds>;
type Run = (pair: Model[], data: Data, o: PeerOptions) => Promise<PeerHistory | PeerHistory[]>;

const layer = ({ net }: Model) => net.layers[1].name;
const methods: [string, Run][] = [
  ["mutual", mutual],
  ["distill", ([t, s], data, o) => distill(t, s, data, o)],
  ["born again", bornAgain],
  ["co-teaching+", (pair, data, o) => coTeachPlus(pair, data, { ...o, forget: 0.3, warmUp: 1 })],
  ["JoCoR", (pair, data, o) => joCoR(pair, data, { ...o, forget: 0.3 })],
  ["soft sharing", softPeers],
  [
    "hints",
    ([t, s], data, o) =>
      hints(t, s, data, { ...o, teacherLayer: layer(t), studentLayer: layer(s) }),
  ],
  [
    "ONE",
    async (_, data, o) => {
      const tasks = { y: classification(2) };
      const net = branched({ inputs: { x: [2] }, encoder: mlp([4]), tasks, branches: 2 });
      const found = await one(net, data, o);
      net.dispose();
      return found;
    },
  ],
  [
    "noisy student",
    async (pair, data, o) => {
      const few = data.hide("y", 8, () => 0.5);
      const found = await noisyStudent(pair, few, o);
      few.dispose();
      return found;
    },
  ],
];

it.runIf(engine().name === "native").each(methods)(
  "%s: compiled steps tell what steps as written tell",
  async (_, run) => {
    const data = clouds(48, { wrong: 0.1 });
    const tell = async (compile: boolean) => {
      const pair = [model(1), model(2)];
      const o = { epochs: 3, batchSize: 16, learningRate: 0.02, compile };
      const found = [await run(pair, data, o)].flat();
      pair.forEach((each) => each.dispose());
      return found;
    };
    const [fast, plain] = [await expectNoLeak(() => tell(true)), await tell(false)];
    const modes = [fast, plain].map(([{ mode }]) => mode);
    expect(modes).toEqual(["compiled", "eager: compile is false"]);
    fast.forEach(({ labels, imitation, coverage }, g) => {
      const told = [labels, imitation, coverage].flat(2);
      const written = [plain[g].labels, plain[g].imitation, plain[g].coverage].flat(2);
      expect(told.length).toBe(written.length);
      told.forEach((value, i) => expect(value).toBeCloseTo(written[i], 4));
    });
    data.dispose();
  },
);
