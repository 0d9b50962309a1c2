"""Trains a preset in Keras on TensorFlow as model.fit() does it and prints its speed as JSON. A round is an epoch."""
import os
import time

import common

args = common.arguments(__doc__)
os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3")
common.importing("keras", args, lambda: __import__("tensorflow"))
keras = common.importing("keras", args, lambda: __import__("keras"))
from keras import layers

keras.utils.set_random_seed(0)
if args.precision == "mixed":
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
preset = common.PRESETS[args.preset]


def stack():
    return [layers.Dense(units, activation=activation) for units, activation in zip(preset.stack[1:], preset.activations)]


def convolutional():
    return [
        layers.Reshape((28, 28, 1)), layers.Conv2D(16, 3, 2, "same", activation="relu"), layers.Conv2D(32, 3, 2, "same", activation="relu"),
        layers.Flatten(), layers.Dense(32), layers.Dense(1568, activation="relu"), layers.Reshape((7, 7, 32)),
        layers.Conv2DTranspose(16, 3, 2, "same", activation="relu"), layers.Conv2DTranspose(1, 3, 2, "same", activation="sigmoid"), layers.Flatten()]


def recurrent():
    return [
        layers.Reshape((28, 28)), layers.LSTM(32), layers.Dense(8), layers.RepeatVector(28), layers.LSTM(32, return_sequences=True),
        layers.Dense(28, activation="sigmoid"), layers.Flatten()]


class Clock(keras.callbacks.Callback):
    seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.started = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.started)
        self.model.stop_training = common.is_enough(self.seconds, args)


x = common.samples(args)
model = keras.Sequential([keras.Input((x.shape[1],))] + {"convolutional": convolutional, "recurrent": recurrent}.get(args.preset, stack)())
model.compile(optimizer="adam", loss={"bce": "binary_crossentropy", "mse": "mse"}[preset.loss])
history = model.fit(x, x, epochs=100000, batch_size=preset.batch, shuffle=True, verbose=0, callbacks=[Clock()])
common.report(f"keras {keras.__version__} tensorflow", args, Clock.seconds, len(x), model.count_params(), history.history["loss"])
