// TensorFlow's SavedModel format, as far as a compiled step needs it. Writing takes four functions; a protobuf library would need
// these same field numbers in a schema of its own, and reading is TensorFlow's part. Numbers: tensorflow/core/protobuf/*.proto.
import { ATTRIBUTE, type Attribute } from "./native";
import type { Constant } from "./recording";

/** A node of the graph: `inputs` are names of nodes, `name:1` for an output that is not the first. */
export interface Node {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: readonly Attribute[];
}

/** A node that holds numbers. */
export function constantNode(name: string, constant: Constant): Node {
  return {
    name,
    op: "Const",
    inputs: [],
    attributes: [
      { name: "dtype", type: ATTRIBUTE.type, value: constant.type },
      { name: "value", type: TENSOR, value: constant },
    ],
  };
}

/** The bytes of saved_model.pb for one graph, tagged "serve". */
export function savedModel(nodes: readonly Node[]): Buffer {
  // The oldest graph version whose rules all nodes follow: newer TensorFlows promise to run it.
  const versions = bytes(4, int(1, 808));
  const graph = Buffer.concat([...nodes.map((node) => bytes(1, nodeDef(node))), versions]);
  const meta = Buffer.concat([bytes(1, bytes(4, "serve")), bytes(2, graph)]);
  return Buffer.concat([int(1, 1), bytes(2, meta)]);
}

const TENSOR = -1;

function nodeDef({ name, op, inputs, attributes }: Node): Buffer {
  return Buffer.concat([
    bytes(1, name),
    bytes(2, op),
    ...inputs.map((input) => bytes(3, input)),
    ...attributes.map((a) => bytes(5, Buffer.concat([bytes(1, a.name), bytes(2, attrValue(a))]))),
  ]);
}

/** A list is a message of repeated fields whose numbers are those of the single values. */
function attrValue({ type, value }: Attribute): Buffer {
  const isList = Array.isArray(value) && type !== ATTRIBUTE.shape;
  return isList ? bytes(1, Buffer.concat(value.map((v) => single(type, v)))) : single(type, value);
}

function single(type: number, value: unknown): Buffer {
  switch (type) {
    case ATTRIBUTE.string:
      return bytes(2, value as string);
    case ATTRIBUTE.int:
      return int(3, value as number);
    case ATTRIBUTE.float:
      return float(4, value as number);
    case ATTRIBUTE.bool:
      return int(5, value ? 1 : 0);
    case ATTRIBUTE.type:
      return int(6, value as number);
    case ATTRIBUTE.shape:
      return bytes(7, shapeProto(value as number[]));
    default:
      return bytes(8, tensorProto(value as Constant));
  }
}

function shapeProto(shape: readonly number[]): Buffer {
  return Buffer.concat(shape.map((size) => bytes(2, int(1, size))));
}

function tensorProto({ type, shape, values }: Constant): Buffer {
  const content = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([int(1, type), bytes(2, shapeProto(shape)), bytes(4, content)]);
}

// The wire format: a key (field number and kind), then a varint, four bytes, or a length and that many bytes.

function varint(value: number): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const out: number[] = [];
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  return Buffer.from([...out, Number(rest)]);
}

function int(field: number, value: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

function float(field: number, value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), four]);
}

function bytes(field: number, content: string | Uint8Array): Buffer {
  const body = typeof content === "string" ? Buffer.from(content) : content;
  return Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);
}
