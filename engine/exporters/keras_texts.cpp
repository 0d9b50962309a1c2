#include "engine/exporters/keras_texts.h"

namespace hourglass::exporters {

const char *const kerasTied = R"(

class Tied(layers.Layer):
    """y = W x + b with the kernel of another layer, turned; what it learns is the bias."""

    def __init__(self, other, units, use_bias=True, **options):
        super().__init__(**options)
        self.kernel_of, self.units, self.use_bias = (lambda: other.kernel), units, use_bias

    def build(self, shape):
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias") if self.use_bias else None

    def call(self, x):
        y = ops.matmul(x, ops.transpose(ops.cast(self.kernel_of(), x.dtype)))
        return y if self.bias is None else y + ops.cast(self.bias, x.dtype)

    def compute_output_shape(self, shape):
        return (*shape[:-1], self.units)
)";

const char *const kerasKeepLargest = R"(

class KeepLargest(layers.Layer):
    """The largest numbers of each sample; the others become 0 (Makhzani and Frey 2013)."""

    def __init__(self, count, **options):
        super().__init__(**options)
        self.count = count

    def call(self, x):
        return ops.where(x >= ops.top_k(x, self.count)[0][:, -1:], x, ops.zeros_like(x))
)";

const char *const kerasSampling = R"(

class Sampling(layers.Layer):
    """Draws from N(mean, variance) in training, the mean in evaluation; the divergence from N(0, 1) costs beta a nat."""

    def __init__(self, beta, warm_up=0, cycle=0, free_bits=0.0, **options):
        super().__init__(**options)
        self.beta, self.warm_up, self.cycle, self.free_bits = beta, warm_up, cycle, free_bits
        self.seeds = keras.random.SeedGenerator(SEED)

    def call(self, x, training=False):
        mean, log_variance = ops.split(x, 2, axis=1)
        if not training:
            return mean
        beta = self.beta
        if self.warm_up:
            beta *= min(1.0, EPOCHS_DONE[0] / self.warm_up)
        if self.cycle:
            beta *= min(1.0, 2 * (EPOCHS_DONE[0] / self.cycle % 1.0))
        divergence = 0.5 * (ops.square(mean) + ops.exp(log_variance) - 1 - log_variance)
        COSTS.append(beta * ops.sum(ops.maximum(divergence, self.free_bits)) / ops.shape(x)[0])
        return mean + ops.exp(0.5 * log_variance) * keras.random.normal(ops.shape(mean), dtype=mean.dtype, seed=self.seeds)

    def compute_output_shape(self, shape):
        return (*shape[:-1], shape[-1] // 2)
)";

const char *const kerasDiscrepancy = R"(

class Discrepancy(layers.Layer):
    """y = x; in training it costs the MMD² of the samples and as many draws from N(0, 1), in groups (Tolstikhin et al. 2018), mean over the samples."""

    def __init__(self, weight, group, **options):
        super().__init__(**options)
        self.weight, self.group = weight, group
        self.seeds = keras.random.SeedGenerator(SEED)

    def call(self, x, training=False):
        if not training:
            return x
        codes = ops.reshape(x, (ops.shape(x)[0], -1))
        total, constant, number = 0.0, 2 * codes.shape[1], int(codes.shape[0])
        prior = keras.random.normal(ops.shape(codes), dtype=codes.dtype, seed=self.seeds)

        def kernel(a, b):
            return constant / (constant + ops.sum(ops.square(a[:, None] - b[None]), axis=2))

        for first in range(0, number if number > 1 else 0, self.group):
            own, draws = codes[first : first + self.group], prior[first : first + self.group]
            count = int(own.shape[0])
            if count > 1:
                total = total + ops.sum((kernel(own, own) + kernel(draws, draws)) * (1 - ops.eye(count, dtype=codes.dtype))) / (count - 1)
            total = total - 2 * ops.sum(kernel(own, draws)) / count
        COSTS.append(self.weight * total / number)
        return x

    def compute_output_shape(self, shape):
        return shape
)";

const char *const kerasBlocks = R"(

class Blocks(keras.constraints.Constraint):
    """Zeros between the groups of channels of a transposed convolution, whose kernel is (rows, columns, outputs, inputs)."""

    def __init__(self, groups):
        self.groups = groups

    def __call__(self, kernel):
        outputs, inputs = kernel.shape[2] // self.groups, kernel.shape[3] // self.groups
        return kernel * np.kron(np.eye(self.groups), np.ones((outputs, inputs))).astype("float32")
)";

const char *const kerasWeights = R"(

def layers_of(model):
    """The layers with numbers of a file of weights, by their key there."""
    halves = [half for half in (model.encoder, model.decoder) if half is not None]
    return {layer.name[len("layer_") :]: layer for half in halves for layer in half.layers if layer.name.startswith("layer_")}


def cells_of(layer):
    """The directions of a recurrent layer, by the ends of their names."""
    both = isinstance(layer, layers.Bidirectional)
    return [("_l0", layer.forward_layer), ("_l0_reverse", layer.backward_layer)] if both else [("_l0", layer)]


def gates(rows, layer):
    """Blocks r z n of a GRU as Keras has them, z r h, and back again; others stay."""
    if not isinstance(layer, layers.GRU):
        return rows
    reset, update, candidate = np.split(rows, 3)
    return np.concatenate((update, reset, candidate))


def to_keras(layer, tensors):
    """The numbers of a layer, by their names in Hourglass and in the shapes of PyTorch, as the list that layer.set_weights() takes."""
    if isinstance(layer, (layers.RNN, layers.Bidirectional)):
        numbers = []
        for end, cell in cells_of(layer):
            numbers += [gates(tensors[name + end], cell).T for name in ("weight_ih", "weight_hh")]
            biases = [gates(tensors[name + end], cell) for name in ("bias_ih", "bias_hh")]
            numbers.append(np.stack(biases) if isinstance(cell, layers.GRU) else sum(biases))
        return numbers
    names = ("weight", "slope", "bias", "running_mean", "running_var")
    numbers = [tensors[name] for name in names if name in tensors]
    if isinstance(layer, layers.Dense):
        numbers[0] = numbers[0].T
    elif isinstance(layer, layers.Conv2DTranspose):
        rows, columns, outputs, inputs = layer.kernel.shape
        small = numbers[0].reshape(inputs, -1, rows, columns)  # of a group of outputs each
        groups = outputs // small.shape[1]
        whole = np.zeros((inputs, groups, *small.shape[1:]), np.float32)
        for row in range(inputs):
            whole[row, row * groups // inputs] = small[row]
        numbers[0] = whole.reshape(inputs, outputs, rows, columns).transpose(2, 3, 1, 0)
    elif isinstance(layer, layers.Conv2D):
        rows, columns, inputs, outputs = layer.kernel.shape
        numbers[0] = numbers[0].reshape(outputs, inputs, rows, columns).transpose(2, 3, 1, 0)
    elif isinstance(layer, layers.PReLU):
        numbers[0] = numbers[0].reshape(layer.get_weights()[0].shape)
    return numbers


def from_keras(layer, numbers, shapes):
    """The way back: by names, in shapes that are asked for by name."""
    tensors = {}
    if isinstance(layer, (layers.RNN, layers.Bidirectional)):
        for (end, cell), (kernel, recurrent, bias) in zip(cells_of(layer), (numbers[:3], numbers[3:])):
            tensors["weight_ih" + end], tensors["weight_hh" + end] = gates(kernel.T, cell), gates(recurrent.T, cell)
            first, second = bias if isinstance(cell, layers.GRU) else (bias, np.zeros_like(bias))
            tensors["bias_ih" + end], tensors["bias_hh" + end] = gates(first, cell), gates(second, cell)
        return tensors
    if isinstance(layer, layers.Dense):
        numbers = [numbers[0].T, *numbers[1:]]
    elif isinstance(layer, layers.Conv2DTranspose):
        inputs, each = shapes["weight"][:2]
        whole = numbers[0].transpose(3, 2, 0, 1)
        whole = whole.reshape(inputs, -1, each, *whole.shape[2:])
        numbers = [np.stack([whole[row, row * whole.shape[1] // inputs] for row in range(inputs)]), *numbers[1:]]
    elif isinstance(layer, layers.Conv2D):
        numbers = [numbers[0].transpose(3, 2, 0, 1), *numbers[1:]]
    names = [name for name in ("weight", "slope", "bias", "running_mean", "running_var") if name in shapes]
    return {name: value.reshape(shapes[name]) for name, value in zip(names, numbers)}


def load_weights(model, path=WEIGHTS):
    """Weights of a safetensors file that Hourglass wrote, or this script."""
    tensors = {name[len("layers.") :]: value.astype(np.float32) for name, value in load_file(path).items()}
    for key, layer in layers_of(model).items():
        layer.set_weights(to_keras(layer, {name[len(key) + 1 :]: value for name, value in tensors.items() if name.startswith(key + ".")}))


def save_weights(model, path, averaged=None):
    """As Hourglass reads them: `--weights-in` of its commands, with the stack that this script came from."""
    shapes, tensors = {name: value.shape for name, value in load_file(WEIGHTS).items()}, {}
    for key, layer in layers_of(model).items():
        begin = f"layers.{key}."
        own = {name[len(begin) :]: shape for name, shape in shapes.items() if name.startswith(begin)}
        numbers = [(averaged or {}).get(variable.path, keras.ops.convert_to_numpy(variable)) for variable in layer.weights]
        tensors.update({begin + name: np.ascontiguousarray(value, np.float32) for name, value in from_keras(layer, numbers, own).items()})
    save_file(tensors, path)
)";

const char *const kerasGradients = R"(

def gradients_of(model, target, epochs):
    """The objective of some samples, and its gradients, as the backend has them."""
    EPOCHS_DONE[0], variables = epochs, model.whole.trainable_variables
    if keras.backend.backend() == "torch":
        model.whole.zero_grad()
        loss = objective(model, target)
        loss.backward()
        return float(loss), [ops.zeros_like(variable) if variable.value.grad is None else variable.value.grad for variable in variables]
    if keras.backend.backend() == "tensorflow":
        import tensorflow

        with tensorflow.GradientTape() as tape:
            loss = objective(model, target)
        return float(loss), tape.gradient(loss, [variable.value for variable in variables], unconnected_gradients="zero")
    import jax

    others = model.whole.non_trainable_variables

    def stateless(values, kept):
        with keras.StatelessScope(state_mapping=[*zip(variables, values), *zip(others, kept)]) as scope:
            loss = objective(model, target)
        changed = [scope.get_current_value(variable) for variable in others]
        return loss, [value if new is None else new for value, new in zip(kept, changed)]

    take = jax.value_and_grad(stateless, has_aux=True)
    (loss, changed), gradients = take([variable.value for variable in variables], [variable.value for variable in others])
    for variable, value in zip(others, changed):
        variable.assign(value)
    return float(loss), gradients


def apply(optimiser, gradients, variables):
    if keras.backend.backend() != "torch":
        return optimiser.apply(gradients, variables)
    import torch

    with torch.no_grad():
        return optimiser.apply(gradients, variables)
)";

const char *const kerasMain = R"(

def run(model, path, to, reconstructs):
    """Numbers of a file, prepared as the samples were, as codes or reconstructions; a row each."""
    rows = prepared(read(path))
    parts = []
    for first in range(0, len(rows), BATCH):
        given = model.encoder(images(rows[first : first + BATCH]), training=False)
        given = model.decoder(given, training=False) if reconstructs else given
        parts.append(keras.ops.convert_to_numpy(rows_of(given)))
    np.save(to, np.concatenate(parts))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="a source to train on instead of the samples beside this script")
    parser.add_argument("--weights", default=WEIGHTS, help="where to begin")
    parser.add_argument("--fresh", action="store_true", help="begin with the start of Keras instead")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--steps", type=int, help="end after so many steps")
    parser.add_argument("--file-order", action="store_true", help="do not shuffle")
    parser.add_argument("--save", default=TRAINED, help="where the trained weights go")
    parser.add_argument("--encode", nargs=2, metavar=("FROM", "TO.npy"), help="write the codes of a file, and train nothing")
    parser.add_argument("--reconstruct", nargs=2, metavar=("FROM", "TO.npy"), help="likewise its reconstructions, as the model gives them")
    options = parser.parse_args()
    keras.utils.set_random_seed(SEED % 2**32)
    model = build()
    if not options.fresh:
        load_weights(model, options.weights)
    if options.encode:
        return run(model, *options.encode, False)
    if options.reconstruct:
        return run(model, *options.reconstruct, True)
    losses, averaged = train(model, training_samples(options.data), options.epochs, options.steps, options.file_order)
    save_weights(model, options.save, averaged)
    print(f"{len(losses)} steps, the last with a loss of {losses[-1]:.6g}; weights in {options.save}")


if __name__ == "__main__":
    main()
)";

} // namespace hourglass::exporters
