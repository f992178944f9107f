// A client in a process of its own, on the built package: messages come in as JSON text, answers go out.
const {
  answer,
  classification,
  fedPer,
  fromArrays,
  hardSharing,
  localClients,
  mlp,
} = require("../../../dist");

const rows = JSON.parse(process.argv[2]);
const model = hardSharing({
  inputs: { x: [2] },
  encoder: mlp([4]),
  tasks: { side: classification(2) },
  seed: 1,
});
const data = fromArrays({ x: rows.x }, { side: rows.side });
const { all } = localClients(model, [data], {
  method: fedPer(),
  names: ["far away"],
  learningRate: 0.2,
});

process.on("message", async (text) => {
  process.send(JSON.stringify(await answer(all[0], JSON.parse(text))));
});
process.send("ready");
