"""The same networks and steps in Keras, tf.function and PyTorch; speaks the line protocol of worker.ts.

usage: anchors.py keras-fit|keras-epochs|tf-function|torch, with the workloads as JSON in the environment variable WORKLOADS
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import numpy as np

ENGINE = sys.argv[1]
WORKLOADS = {w["name"]: w for w in json.loads(os.environ["WORKLOADS"])}
RNG = np.random.default_rng(0)


def data(w, rows):
    shape = [rows, *w["input"]]
    words = "vocabulary" in w
    x = RNG.integers(0, w["vocabulary"], shape) if words else RNG.normal(size=shape).astype("float32")
    return x, [RNG.integers(0, n, rows) for n in w["heads"]]


def keras_net(w):
    import tensorflow as tf

    k = tf.keras
    x = inputs = k.Input(w["input"])
    if w["name"] == "iii":
        x = k.layers.LSTM(64)(k.layers.Embedding(5000, 64)(x))
    elif w["name"] == "iv":
        for filters in [16, 32]:
            x = k.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
            x = k.layers.MaxPooling2D()(x)
        x = k.layers.Dense(64, activation="relu")(k.layers.Flatten()(x))
    else:
        x = k.layers.Dense(512 if w["name"] == "ii" else 128, activation="relu")(x)
    return k.Model(inputs, [k.layers.Dense(n)(x) for n in w["heads"]])


def keras_fit(w):
    import tensorflow as tf

    net = keras_net(w)
    loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    net.compile(optimizer=tf.keras.optimizers.Adam(1e-3), loss=[loss] * len(w["heads"]))
    x, ys = data(w, w["batch"] * w["steps"])
    return lambda: net.fit(x, ys, batch_size=w["batch"], verbose=0)


def tf_function(w):
    import tensorflow as tf

    net = keras_net(w)
    optimizer = tf.keras.optimizers.Adam(1e-3)
    x, ys = data(w, w["batch"])
    x, ys = tf.constant(x), [tf.constant(y) for y in ys]
    ce = tf.nn.sparse_softmax_cross_entropy_with_logits
    weights = net.trainable_variables

    def losses():
        outputs = net(x, training=True)
        outputs = outputs if isinstance(outputs, list) else [outputs]
        return [tf.reduce_mean(ce(y, o)) for y, o in zip(ys, outputs)]

    @tf.function
    def joint():
        with tf.GradientTape() as tape:
            each = losses()
            total = tf.add_n(each)
        optimizer.apply_gradients(zip(tape.gradient(total, weights), weights))
        return tf.stack(each)

    @tf.function
    def pcgrad():
        with tf.GradientTape(persistent=True) as tape:
            each = losses()
        unreached = tf.UnconnectedGradients.ZERO
        rows = [
            tf.concat([tf.reshape(g, [-1]) for g in tape.gradient(l, weights, unconnected_gradients=unreached)], 0)
            for l in each
        ]
        total = tf.zeros_like(rows[0])
        for i, g in enumerate(rows):
            for j, other in enumerate(rows):
                if i != j:
                    dot = tf.reduce_sum(g * other)
                    g = g - tf.minimum(dot, 0.0) / tf.reduce_sum(other * other) * other
            total += g
        pieces = tf.split(total, [int(np.prod(v.shape)) for v in weights])
        optimizer.apply_gradients((tf.reshape(p, v.shape), v) for p, v in zip(pieces, weights))
        return tf.stack(each)

    step = pcgrad if w["name"] == "v" else joint
    return lambda: step().numpy()


def torch_step(w):
    import torch
    from torch import nn

    torch.set_num_threads(1)

    class Words(nn.Module):
        def __init__(self):
            super().__init__()
            self.words, self.lstm = nn.Embedding(5000, 64), nn.LSTM(64, 64, batch_first=True)

        def forward(self, x):
            return self.lstm(self.words(x))[0][:, -1]

    relu = nn.ReLU()
    if w["name"] == "iii":
        encoder, width = Words(), 64
    elif w["name"] == "iv":
        conv = lambda a, b: [nn.Conv2d(a, b, 3, padding="same"), relu, nn.MaxPool2d(2)]
        encoder = nn.Sequential(*conv(1, 16), *conv(16, 32), nn.Flatten(), nn.Linear(32 * 49, 64), relu)
        width = 64
    else:
        width = 512 if w["name"] == "ii" else 128
        encoder = nn.Sequential(nn.Linear(w["input"][0], width), relu)
    heads = nn.ModuleList(nn.Linear(width, n) for n in w["heads"])
    weights = [*encoder.parameters(), *heads.parameters()]
    optimizer = torch.optim.Adam(weights, 1e-3)
    x, ys = data(w, w["batch"])
    x, ys = torch.tensor(x), [torch.tensor(y) for y in ys]
    if w["name"] == "iv":
        x = x.permute(0, 3, 1, 2).contiguous()
    ce = nn.functional.cross_entropy

    def losses():
        z = encoder(x)
        return [ce(head(z), y) for head, y in zip(heads, ys)]

    def joint():
        optimizer.zero_grad()
        each = losses()
        sum(each).backward()
        optimizer.step()
        return [l.item() for l in each]

    def pcgrad():
        each = losses()
        rows = []
        for l in each:
            grads = torch.autograd.grad(l, weights, retain_graph=True, allow_unused=True)
            rows.append(torch.cat([(torch.zeros_like(p) if g is None else g).flatten() for g, p in zip(grads, weights)]))
        total = torch.zeros_like(rows[0])
        for i, g in enumerate(rows):
            for j, other in enumerate(rows):
                if i != j:
                    dot = g @ other
                    if dot < 0:
                        g = g - dot / (other @ other) * other
            total += g
        for p, g in zip(weights, total.split([p.numel() for p in weights])):
            p.grad = g.view_as(p)
        optimizer.step()
        return [l.item() for l in each]

    return pcgrad if w["name"] == "v" else joint


def epochs(w):
    """The times of each epoch of fit; the network lives from turn to turn, so only the first turn compiles."""
    import tensorflow as tf

    k = tf.keras
    inputs = k.Input(w["input"])
    x = k.layers.Dense(w["hidden"], activation="relu")(inputs)
    net = k.Model(inputs, [k.layers.Dense(n)(x) for n in w["heads"]])
    loss = k.losses.SparseCategoricalCrossentropy(from_logits=True)
    net.compile(optimizer=k.optimizers.Adam(1e-3), loss=[loss] * len(w["heads"]))
    x, ys = data(w, w["rows"])

    def turn():
        ends = [time.perf_counter()]
        watch = k.callbacks.LambdaCallback(on_epoch_end=lambda *_: ends.append(time.perf_counter()))
        net.fit(x, ys, batch_size=w["batch"], epochs=w["epochs"], verbose=0, callbacks=[watch])
        times = [(b - a) * 1e3 for a, b in zip(ends, ends[1:])]
        return {"start": times[0], "times": times[1:]}

    return turn


def version():
    if ENGINE == "torch":
        import torch

        return f"PyTorch {torch.__version__}, 1 thread"
    import tensorflow as tf

    return f"TensorFlow {tf.__version__}"


make = {"keras-epochs": epochs, "keras-fit": keras_fit, "tf-function": tf_function, "torch": torch_step}[ENGINE]
steps = {}
print(json.dumps({"version": version()}), flush=True)
for line in sys.stdin:
    name, *rest = line.split()
    if ENGINE == "keras-epochs":
        steps[name] = steps.get(name) or make(WORKLOADS[name])
        print(json.dumps(steps[name]()), flush=True)
        continue
    count = rest[0]
    began = time.perf_counter()
    if name not in steps:
        steps[name] = make(WORKLOADS[name])
        for _ in range(3):
            steps[name]()
    start = (time.perf_counter() - began) * 1e3
    # fit trains a whole turn's steps in one call: its time is shared out among them.
    share = WORKLOADS[name]["steps"] if ENGINE == "keras-fit" else 1
    times = []
    cpu = time.process_time()
    turns = int(count) // share
    for _ in range(turns):
        began = time.perf_counter()
        steps[name]()
        times.append((time.perf_counter() - began) * 1e3 / share)
    cpu = (time.process_time() - cpu) * 1e3 / share / turns
    print(json.dumps({"start": start, "times": times, "cpu": cpu}), flush=True)
