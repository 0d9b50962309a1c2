"""Writes PyTorch state dicts as safetensors: python make_state_dicts.py FOLDER

NAME.safetensors, and NAME.expected.safetensors with samples ("input") and what the module made of them ("output"). Made with PyTorch 2.15.
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file
from torch import nn


class Numbered(nn.Module):
    """Layers with numbers in their names, whose order over the alphabet is another."""

    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3, self.fc4 = nn.Linear(12, 8), nn.Linear(8, 3), nn.Linear(3, 8), nn.Linear(8, 12)

    def forward(self, x):
        return torch.sigmoid(self.fc4(torch.tanh(self.fc3(self.fc2(torch.tanh(self.fc1(x)))))))


class Halves(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(12, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.2), nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 2))
        self.decoder = nn.Sequential(nn.Linear(2, 6), nn.LayerNorm(6), nn.ReLU(), nn.Linear(6, 8, bias=False), nn.PReLU(), nn.Linear(8, 12))

    def forward(self, x):
        return self.decoder(self.encoder(x))


class Variational(nn.Module):
    def __init__(self):
        super().__init__()
        self.encode1, self.fc_mu, self.fc_logvar = nn.Linear(12, 8), nn.Linear(8, 2), nn.Linear(8, 2)
        self.decode1, self.decode2 = nn.Linear(2, 8), nn.Linear(8, 12)

    def forward(self, x):
        return torch.sigmoid(self.decode2(torch.relu(self.decode1(self.fc_mu(torch.relu(self.encode1(x)))))))


def main():
    folder = pathlib.Path(sys.argv[1])
    models = {"dict_numbered": Numbered(), "dict_halves": Halves(), "dict_variational": Variational(),
              "dict_convolution": nn.Sequential(nn.Conv2d(1, 2, 3), nn.ConvTranspose2d(2, 1, 3)), "dict_series": nn.ModuleDict({"reads": nn.LSTM(3, 4), "out": nn.Linear(4, 3)})}
    for name, model in models.items():
        torch.manual_seed(len(name))
        with torch.no_grad():
            for key, tensor in model.state_dict().items():
                if tensor.dtype == torch.float32:
                    tensor.copy_(torch.randn(tensor.shape) / (tensor[0].numel() if tensor.dim() > 1 else 4) ** 0.5)
                    if key.endswith("running_var"):
                        tensor.abs_().add_(0.3)
        save_file({key: tensor.contiguous() for key, tensor in model.state_dict().items()}, folder / f"{name}.safetensors")
        if name in ("dict_convolution", "dict_series"):
            continue
        model.eval()
        x = torch.randn(3, 12)
        with torch.no_grad():
            save_file({"input": x, "output": model(x)}, folder / f"{name}.expected.safetensors")


if __name__ == "__main__":
    main()
