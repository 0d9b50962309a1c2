"""Trains a preset in JAX, a whole epoch compiled as one lax.scan, and prints its speed as JSON. A round is an epoch of whole batches."""
import numpy as np

import common

args = common.arguments(__doc__)
jax = common.importing("jax", args, lambda: __import__("jax"))
import jax.numpy as jnp

jax.config.update("jax_platforms", "cpu")
preset = common.PRESETS[args.preset]
random = np.random.default_rng(0)
ACTIVATIONS = {"relu": jax.nn.relu, "sigmoid": jax.nn.sigmoid, "linear": lambda z: z}


def glorot(*shape, fan=None):
    limit = np.sqrt(6 / sum(fan or shape[-2:]))
    return jnp.asarray(random.uniform(-limit, limit, shape).astype("float32"))


def stack_parameters():
    return [(glorot(inputs, outputs), jnp.zeros(outputs)) for inputs, outputs in zip(preset.stack, preset.stack[1:])]


def stack_logits(parameters, x):
    for (w, b), activation in zip(parameters[:-1], preset.activations):
        x = ACTIVATIONS[activation](x @ w + b)
    return x @ parameters[-1][0] + parameters[-1][1]


def convolutional_parameters():
    return {"c1": glorot(3, 3, 1, 16, fan=(9, 144)), "c2": glorot(3, 3, 16, 32, fan=(144, 288)), "d1": glorot(1568, 32), "d2": glorot(32, 1568),
            "t1": glorot(3, 3, 32, 16, fan=(288, 144)), "t2": glorot(3, 3, 16, 1, fan=(144, 9)),
            "b": [jnp.zeros(channels) for channels in (16, 32, 32, 1568, 16, 1)]}


def convolutional_logits(p, x):
    def convolved(x, weights):
        return jax.lax.conv_general_dilated(x, weights, (2, 2), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))

    b = p["b"]
    x = jax.nn.relu(convolved(x.reshape(-1, 28, 28, 1), p["c1"]) + b[0])
    x = jax.nn.relu(convolved(x, p["c2"]) + b[1])
    x = x.reshape(-1, 1568) @ p["d1"] + b[2]
    x = jax.nn.relu(x @ p["d2"] + b[3]).reshape(-1, 7, 7, 32)
    x = jax.nn.relu(jax.lax.conv_transpose(x, p["t1"], (2, 2), "SAME") + b[4])
    return (jax.lax.conv_transpose(x, p["t2"], (2, 2), "SAME") + b[5]).reshape(-1, 784)


def recurrent_parameters():
    return {"e": (glorot(28, 128), glorot(32, 128), jnp.zeros(128)), "c": (glorot(32, 8), jnp.zeros(8)),
            "d": (glorot(8, 128), glorot(32, 128), jnp.zeros(128)), "o": (glorot(32, 28), jnp.zeros(28))}


def lstm(p, steps):
    of_input, of_state, bias = p

    def step(carry, gates):
        h, c = carry
        i, f, g, o = jnp.split(gates + h @ of_state, 4, 1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    zero = jnp.zeros((steps.shape[1], 32))
    return jax.lax.scan(step, (zero, zero), steps @ of_input + bias)


def recurrent_logits(p, x):
    (h, _), _ = lstm(p["e"], x.reshape(-1, 28, 28).transpose(1, 0, 2))
    code = h @ p["c"][0] + p["c"][1]
    _, y = lstm(p["d"], jnp.broadcast_to(code, (28,) + code.shape))
    return (y @ p["o"][0] + p["o"][1]).transpose(1, 0, 2).reshape(-1, 784)


def bce(z, x):
    return jnp.mean(jnp.maximum(z, 0) - z * x + jnp.log1p(jnp.exp(-jnp.abs(z))))


def mse(z, x):
    return jnp.mean((jax.nn.sigmoid(z) - x) ** 2)


make, logits_of = {"convolutional": (convolutional_parameters, convolutional_logits),
                   "recurrent": (recurrent_parameters, recurrent_logits)}.get(args.preset, (stack_parameters, stack_logits))
loss_of = {"bce": bce, "mse": mse}[preset.loss]
x_all = jnp.asarray(common.samples(args))
batch = min(preset.batch, len(x_all))
steps = len(x_all) // batch


@jax.jit
def train_epoch(state, key):
    order = jax.random.permutation(key, len(x_all))[:steps * batch].reshape(steps, batch)

    def step(state, rows):
        p, m, v, t = state
        x = x_all[rows]
        low = jnp.bfloat16 if args.precision == "mixed" else jnp.float32
        loss, g = jax.value_and_grad(
            lambda q: loss_of(logits_of(jax.tree.map(lambda a: a.astype(low), q), x.astype(low)).astype(jnp.float32), x))(p)
        t = t + 1
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        rate = 1e-3 * jnp.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t)
        p = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-8), p, m, v)
        return (p, m, v, t), loss

    state, losses = jax.lax.scan(step, state, order)
    return state, losses.mean()


key, losses = jax.random.PRNGKey(0), []
parameters = make()
state = (parameters, jax.tree.map(jnp.zeros_like, parameters), jax.tree.map(jnp.zeros_like, parameters), jnp.zeros(()))


def epoch():
    global state, key
    key, of_epoch = jax.random.split(key)
    state, loss = train_epoch(state, of_epoch)
    losses.append(float(loss))


seconds = common.rounds(args, epoch)
common.report(f"jax {jax.__version__}", args, seconds, steps * batch, sum(v.size for v in jax.tree.leaves(state[0])), losses)
