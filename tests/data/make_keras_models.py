"""Writes small autoencoders as Keras saves them: python make_keras_models.py FOLDER

NAME.keras, and NAME.expected.safetensors with samples ("input") and what Keras itself made of them ("output"), a sample a row. Made with Keras 3.15 on
PyTorch 2.15; weights are drawn, running statistics too, so that none is 0 or 1.
"""

import os
import pathlib
import sys
import zipfile

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy
from keras import layers
from safetensors.numpy import save_file

SAMPLES = 3
drawn = numpy.random.default_rng(17)


def sequential():
    """As people write it first: an input, layers with their activations, a rescaling in front, dropout among them."""
    return keras.Sequential([
        keras.Input((12,)),
        layers.Rescaling(0.5, offset=-0.25),
        layers.Dense(9, activation="gelu"),
        layers.Dropout(0.2),
        layers.Dense(8),
        layers.LeakyReLU(),
        layers.Dense(2, name="latent"),
        layers.Dense(8, activation="silu"),
        layers.LayerNormalization(),
        layers.Dense(12, activation="sigmoid"),
    ])


def convolutional():
    """Encoder and decoder as models of their own; maps with their channels last; weights of one class in both."""
    sample = keras.Input((7, 7, 2))
    x = layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False)(sample)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.DepthwiseConv2D(3, padding="same")(x)
    x = layers.PReLU(shared_axes=[1, 2])(x)
    x = layers.Flatten()(x)
    encoder = keras.Model(sample, layers.Dense(3)(x), name="encoder")
    code = keras.Input((3,))
    x = layers.Dense(3 * 3 * 4, activation="elu")(code)
    x = layers.Reshape((3, 3, 4))(x)
    x = layers.Conv2DTranspose(3, 3, strides=2, padding="valid", activation="tanh")(x)
    x = layers.ZeroPadding2D(1)(x)
    decoder = keras.Model(code, layers.Conv2D(2, 3)(x), name="decoder")
    given = keras.Input((7, 7, 2))
    return keras.Model(given, decoder(encoder(given)))


def upsampled():
    """A model of models of the sequential kind, pooled and made larger again."""
    encoder = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(3, 3, padding="same", activation="relu"), layers.MaxPooling2D(), layers.Conv2D(2, 3, padding="same"), layers.AveragePooling2D(2)], name="encoder")
    decoder = keras.Sequential([keras.Input((2, 2, 2)), layers.UpSampling2D(2), layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="selu"), layers.Conv2D(1, 3, padding="same", activation="sigmoid")], name="decoder")
    return keras.Sequential([keras.Input((8, 8, 1)), encoder, decoder])


def series():
    """Cells in both directions, a repeated code, a dense layer at each step, and ten dense layers, so that "dense_10" is among the names."""
    sample = keras.Input((5, 3))
    x = layers.Bidirectional(layers.GRU(4, return_sequences=True))(sample)
    x = layers.LSTM(4)(x)
    for _ in range(10):
        x = layers.Dense(4, activation="softplus")(x)
    x = layers.Dense(2, name="code")(x)
    x = layers.RepeatVector(5)(x)
    x = layers.SimpleRNN(4, return_sequences=True)(x)
    return keras.Model(sample, layers.TimeDistributed(layers.Dense(3))(x))


def branching():
    sample = keras.Input((6,))
    x = layers.Dense(6, name="first")(sample)
    return keras.Model(sample, layers.Add(name="skip")([x, sample]))


def rewritten(path):
    """The same file again and again: without a date."""
    content = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content[name] = archive.read(name)
    content["metadata.json"] = b'{"keras_version": "3.15.1", "date_saved": "2000-01-01@00:00:00"}'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, bytes_ in content.items():
            archive.writestr(zipfile.ZipInfo(name), bytes_, zipfile.ZIP_DEFLATED)


def main():
    folder = pathlib.Path(sys.argv[1])
    for name, make in (("sequential", sequential), ("nested", convolutional), ("upsampled", upsampled), ("series", series), ("branching", branching)):
        keras.utils.clear_session()
        model = make()
        for variable in model.variables:
            if "seed" not in variable.path:
                low, high = (0.5, 1.5) if "variance" in variable.path or "gamma" in variable.path else (-0.6, 0.6)
                variable.assign(drawn.uniform(low, high, variable.shape).astype(numpy.float32))
        path = folder / f"keras_{name}.keras"
        model.save(path)
        rewritten(path)
        given = drawn.uniform(-1, 1, (SAMPLES, *model.input_shape[1:])).astype(numpy.float32)
        made = keras.ops.convert_to_numpy(model(given, training=False))
        if name != "branching":
            rows = {"input": given.reshape(SAMPLES, -1), "output": made.reshape(SAMPLES, -1)}
            save_file({key: numpy.ascontiguousarray(value) for key, value in rows.items()}, folder / f"keras_{name}.expected.safetensors")


if __name__ == "__main__":
    main()
