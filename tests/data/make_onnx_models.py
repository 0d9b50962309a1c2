"""Writes small autoencoders as PyTorch and Keras export them: python make_onnx_models.py FOLDER [NAME…]

NAME.onnx, and NAME.expected.safetensors with samples ("input") and what the framework itself made of them ("output"), a sample a row. Made with
PyTorch 2.15, onnxscript 0.7, Keras 3.15 on TensorFlow 2.21, tf2onnx 1.17; weights are drawn, running statistics too, so that none is 0 or 1.
"""

import logging
import os
import pathlib
import sys

import numpy
import onnx
from safetensors.numpy import save_file

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
logging.disable(logging.WARNING)
SAMPLES = 3


def without_traces(path):
    """Without where in whose files a node was written."""
    model = onnx.load(path, load_external_data=False)
    for part in [model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]:
        part.doc_string = ""
        del part.metadata_props[:]
    del model.graph.value_info[:]
    path.write_bytes(model.SerializeToString())


def write_expected(path, given, made):
    rows = {"input": given.reshape(len(given), -1), "output": made.reshape(len(made), -1)}
    save_file({name: numpy.ascontiguousarray(array, numpy.float32) for name, array in rows.items()}, path)


def torch_models():
    import torch
    from torch import nn

    class Coded(nn.Module):
        """Views by sizes that are asked for while it runs, as people write them."""

        def __init__(self):
            super().__init__()
            self.encoder = nn.Sequential(nn.Linear(20, 9), nn.GELU(), nn.Linear(9, 2))
            self.decoder = nn.Sequential(nn.Linear(2, 9), nn.LeakyReLU(0.2), nn.Linear(9, 20), nn.Sigmoid())

        def forward(self, x):
            z = self.encoder(x.view(x.size(0), -1))
            return self.decoder(z).view(x.size(0), 4, 5)

    class Series(nn.Module):
        def __init__(self, cell, both):
            super().__init__()
            self.reads = cell(3, 5, batch_first=True, bidirectional=both)
            self.to_code = nn.Linear(10 if both else 5, 2)
            self.writes = cell(2, 6, batch_first=True)
            self.out = nn.Linear(6, 3)

        def forward(self, x):
            made, last = self.reads(x)
            last = last[0] if isinstance(last, tuple) else last
            last = last.transpose(0, 1).flatten(1) if self.reads.bidirectional else made[:, -1]
            z = self.to_code(last)
            made, _ = self.writes(z.unsqueeze(1).repeat(1, 7, 1))
            return self.out(made)

    class Variational(nn.Module):
        """In evaluation the code is the mean; the other head goes into an output of its own."""

        def __init__(self):
            super().__init__()
            self.enc = nn.Sequential(nn.Linear(12, 8), nn.SiLU())
            self.mean, self.deviation = nn.Linear(8, 2), nn.Linear(8, 2)
            self.dec = nn.Sequential(nn.Linear(2, 8), nn.ELU(), nn.Linear(8, 12))

        def forward(self, x):
            h = self.enc(x)
            return self.dec(self.mean(h)), self.deviation(h)

    convolutional = nn.Sequential(
        nn.Conv2d(2, 4, 3, stride=2, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 6, 3, stride=2, padding=1, groups=2), nn.PReLU(6),
        nn.Flatten(), nn.Linear(24, 3), nn.Linear(3, 24), nn.BatchNorm1d(24), nn.ReLU(), nn.Unflatten(1, (6, 2, 2)),
        nn.ConvTranspose2d(6, 4, 3, stride=2, padding=1, output_padding=1), nn.Tanh(), nn.ConvTranspose2d(4, 2, 4, stride=2, padding=1), nn.Sigmoid())
    pooled = nn.Sequential(
        nn.Conv2d(1, 3, 3, padding="same"), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(3, 2, 3, padding=1), nn.AvgPool2d(2),
        nn.Upsample(scale_factor=2), nn.Conv2d(2, 3, 3, padding=1), nn.ReLU(), nn.Upsample(scale_factor=2, mode="bilinear"), nn.Conv2d(3, 1, 3, padding=1), nn.Hardtanh())
    dense = nn.Sequential(
        nn.Linear(12, 8), nn.BatchNorm1d(8), nn.SELU(), nn.Dropout(0.3), nn.Linear(8, 4), nn.LayerNorm(4), nn.Softplus(), nn.Linear(4, 8, bias=False), nn.PReLU(),
        nn.Linear(8, 12), nn.Softmax(dim=1))
    steps = nn.Sequential(nn.Conv1d(2, 4, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(16, 3), nn.Linear(3, 16), nn.Unflatten(1, (4, 4)),
                          nn.ConvTranspose1d(4, 2, 4, stride=2, padding=1))
    return [("torch_dense", dense, (12,), 20), ("torch_coded", Coded(), (4, 5), 20), ("torch_coded_13", Coded(), (4, 5), 13), ("torch_convolutional", convolutional, (2, 8, 8), 20),
            ("torch_convolutional_13", convolutional, (2, 8, 8), 13), ("torch_pooled", pooled, (1, 8, 8), 20), ("torch_steps", steps, (2, 8), 20),
            ("torch_lstm", Series(nn.LSTM, False), (7, 3), 20), ("torch_gru", Series(nn.GRU, True), (7, 3), 20), ("torch_lstm_13", Series(nn.LSTM, True), (7, 3), 13),
            ("torch_variational", Variational(), (12,), 20), ("torch_beside", nn.Sequential(nn.Linear(12, 40), nn.Tanh(), nn.Linear(40, 3), nn.Linear(3, 12)), (12,), 20)]


def write_torch(folder, wanted):
    import torch

    for name, model, shape, opset in torch_models():
        if wanted and name not in wanted:
            continue
        torch.manual_seed(len(name))
        with torch.no_grad():
            for tensor in [*model.parameters(), *(b for b in model.buffers() if b.dtype == torch.float32)]:
                fan = tensor[0].numel() if tensor.dim() > 1 else 4
                tensor.copy_(torch.randn(tensor.shape) / fan**0.5)
            for key, buffer in model.named_buffers():
                if key.endswith("running_var"):
                    buffer.abs_().add_(0.3)
        model.eval()
        x = torch.randn(SAMPLES, *shape)
        with torch.no_grad():
            made = model(x)
        made = made[0] if isinstance(made, tuple) else made
        path = folder / f"{name}.onnx"
        if opset < 18:
            torch.onnx.export(model, (x,), str(path), dynamo=False, opset_version=opset, input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})
        else:
            torch.onnx.export(model, (x,), str(path), dynamo=True, opset_version=opset, dynamic_shapes=({0: torch.export.Dim("n", min=1, max=4096)},), verbose=False,
                              external_data=name == "torch_beside")
        without_traces(path)
        write_expected(folder / f"{name}.expected.safetensors", x.numpy(), made.numpy())
        print(name, path.stat().st_size)


def write_keras(folder, wanted):
    import keras
    from keras import layers

    keras.utils.set_random_seed(7)
    models = {
        "keras_dense": ((12,), [layers.Dense(8, activation="softplus"), layers.BatchNormalization(), layers.Dense(3), layers.Dense(8, activation="swish"), layers.Dense(12, activation="sigmoid")]),
        "keras_convolutional": ((8, 8, 3), [
            layers.Conv2D(4, 3, strides=2, padding="same", activation="relu"), layers.Conv2D(5, 3, strides=2, padding="same"), layers.BatchNormalization(), layers.ReLU(), layers.Flatten(),
            layers.Dense(3), layers.Dense(20, activation="relu"), layers.Reshape((2, 2, 5)), layers.Conv2DTranspose(4, 3, strides=2, padding="same", activation="elu"),
            layers.Conv2DTranspose(3, 3, strides=2, padding="same", activation="sigmoid")]),
        "keras_pooled": ((8, 8, 1), [layers.Conv2D(3, 3, padding="same", activation="relu"), layers.MaxPooling2D(2), layers.UpSampling2D(2), layers.Conv2D(1, 3, padding="same")]),
        "keras_steps": ((8, 2), [layers.Conv1D(4, 3, strides=2, padding="same", activation="relu"), layers.Flatten(), layers.Dense(3), layers.Dense(16), layers.Reshape((8, 2))]),
        "keras_lstm": ((7, 3), [layers.LSTM(5), layers.Dense(2), layers.RepeatVector(7), layers.LSTM(6, return_sequences=True), layers.Dense(3)]),
    }
    for name, (shape, stack) in models.items():
        if wanted and name not in wanted:
            continue
        model = keras.Sequential([layers.Input(shape), *stack])
        generator = numpy.random.default_rng(len(name))
        for variable in model.weights:
            if "seed" in variable.path:
                continue
            numbers = generator.normal(size=variable.shape) / numpy.sqrt(max(1, numpy.prod(variable.shape[:-1]))) + (0.1 if len(variable.shape) < 2 else 0)
            variable.assign(numpy.abs(numbers) + 0.3 if "variance" in variable.path else numbers)
        x = generator.normal(size=(SAMPLES, *shape)).astype(numpy.float32)
        made = numpy.asarray(model(x, training=False))
        path = folder / f"{name}.onnx"
        model.export(str(path), format="onnx", verbose=False)
        without_traces(path)
        write_expected(folder / f"{name}.expected.safetensors", x, made)
        print(name, path.stat().st_size)


def main():
    folder, wanted = pathlib.Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    if not wanted or any(name.startswith("torch") for name in wanted):
        write_torch(folder, wanted)
    if not wanted or any(name.startswith("keras") for name in wanted):
        write_keras(folder, wanted)


if __name__ == "__main__":
    main()
