"""Trains a preset in PyTorch (eager, written as it is fastest there) and prints its speed as JSON. A round is an epoch.

Adam is the fused one, the loss is read once an epoch, and denormals are zero: with the plain Adam and .item() at each step the widest stack trains
at half the speed, and a stack with dead units many times slower where denormals are kept.
"""
import common

args = common.arguments(__doc__)
torch = common.importing("torch", args, lambda: __import__("torch"))
from torch import nn

torch.set_num_threads(args.threads)
torch.manual_seed(0)
torch.set_flush_denormal(True)
preset = common.PRESETS[args.preset]
ACTIVATIONS = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "linear": nn.Identity}


def stack():
    layers = []
    for inputs, outputs, activation in zip(preset.stack, preset.stack[1:], preset.activations):
        layers += [nn.Linear(inputs, outputs), ACTIVATIONS[activation]()]
    return nn.Sequential(*layers)


def convolutional():
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU(), nn.Flatten(), nn.Linear(1568, 32),
        nn.Linear(32, 1568), nn.ReLU(), nn.Unflatten(1, (32, 7, 7)), nn.ConvTranspose2d(32, 16, 3, 2, 1, 1), nn.ReLU(),
        nn.ConvTranspose2d(16, 1, 3, 2, 1, 1), nn.Sigmoid(), nn.Flatten())


class Recurrent(nn.Module):
    """28 rows of 28 pixels: the last state of an LSTM to 8 numbers, those at each step of another, one row a step."""

    def __init__(self):
        super().__init__()
        self.encoder, self.code = nn.LSTM(28, 32, batch_first=True), nn.Linear(32, 8)
        self.decoder, self.rows = nn.LSTM(8, 32, batch_first=True), nn.Linear(32, 28)

    def forward(self, x):
        _, (h, _) = self.encoder(x.view(-1, 28, 28))
        y, _ = self.decoder(self.code(h[-1]).unsqueeze(1).repeat(1, 28, 1))
        return torch.sigmoid(self.rows(y)).flatten(1)


model = {"convolutional": convolutional, "recurrent": Recurrent}.get(args.preset, stack)()
loss_of = {"bce": nn.BCELoss, "mse": nn.MSELoss}[preset.loss]()
optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
x_all = torch.from_numpy(common.samples(args))
losses = []


def epoch():
    total, order = torch.zeros(()), torch.randperm(len(x_all))
    for first in range(0, len(x_all), preset.batch):
        x = x_all[order[first:first + preset.batch]]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.precision == "mixed"):
            y = model(x)
        loss = loss_of(y.float(), x)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.detach() * len(x)
    losses.append(total.item() / len(x_all))


seconds = common.rounds(args, epoch)
common.report(f"torch {torch.__version__}", args, seconds, len(x_all), sum(p.numel() for p in model.parameters()), losses)
