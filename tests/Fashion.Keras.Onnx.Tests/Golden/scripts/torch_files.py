"""Writes small networks of PyTorch as ONNX files, with inputs and PyTorch's own outputs as JSON: torch_files.py OUT.

Two batches each: NAME.onnx, and NAME.json with {"cases": [{"inputs": [...], "outputs": [...]}, ...]}.
"""
import json
import os
import sys
import warnings

import torch
from torch import nn

OUT = sys.argv[1]
warnings.filterwarnings("ignore")


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(8)
        self.depthwise = nn.Conv2d(8, 8, 3, padding=1, groups=8)
        self.point = nn.Conv2d(8, 8, 1)
        self.strided = nn.Conv2d(8, 12, 3, stride=2, padding=1)
        self.head = nn.Linear(12, 5)

    def forward(self, x):
        x = torch.relu(self.norm(self.first(x)))
        x = x + nn.functional.hardswish(self.point(self.depthwise(x)))
        x = nn.functional.relu6(self.strided(x))
        x = torch.cat([x, x * 0.5], dim=1)[:, 6:18]
        x = nn.functional.adaptive_avg_pool2d(x, 1)
        return self.head(torch.flatten(x, 1))


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(1, 4, 3, stride=2, padding=1)
        self.up = nn.ConvTranspose2d(4, 1, 3, stride=2, padding=1, output_padding=1)

    def forward(self, x):
        return torch.sigmoid(self.up(nn.functional.leaky_relu(self.down(x), 0.1)))


class Sequences(nn.Module):
    def __init__(self, kind, both):
        super().__init__()
        self.words = nn.Embedding(11, 6)
        self.loop = getattr(nn, kind)(6, 5, batch_first=True, bidirectional=both)
        self.head = nn.Linear(10 if both else 5, 3)

    def forward(self, ids):
        y, _ = self.loop(self.words(ids))
        return torch.log_softmax(self.head(y[:, -1]), dim=-1)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(8, 24)
        self.out = nn.Linear(8, 8)
        self.norm = nn.LayerNorm(8)

    def forward(self, x):
        batch, steps, size = x.shape
        q, k, v = self.qkv(x).view(batch, steps, 3, 2, size // 2).permute(2, 0, 3, 1, 4)
        scores = torch.softmax(q @ k.transpose(-2, -1) / 2.0, dim=-1)
        y = (scores @ v).transpose(1, 2).reshape(batch, steps, size)
        return self.norm(x + self.out(y))


class Shapes(nn.Module):
    def forward(self, x, y):
        a, b = torch.split(x, [2, 3], dim=1)
        c = torch.stack([a.mean(dim=1), b.amax(dim=1), b.sum(dim=1)], dim=1)
        d = nn.functional.pad(y, (1, 2), value=0.5)
        e = torch.where(d > 0, d, torch.exp(d)).unsqueeze(-1).expand(-1, -1, 2).reshape(y.shape[0], -1)
        return torch.cat([c, e, x.clamp(-0.5, 0.25)], dim=1), torch.argmax(x, dim=1), (x[:, 1::2] ** 2).prod(dim=1, keepdim=True)


class Activations(nn.Module):
    def __init__(self):
        super().__init__()
        self.slope = nn.PReLU(4)

    def forward(self, x):
        f = nn.functional
        all = [f.elu(x), f.selu(x), f.celu(x), f.gelu(x), f.gelu(x, approximate="tanh"), f.silu(x), f.mish(x), f.softplus(x), f.softsign(x), f.hardsigmoid(x),
               f.hardtanh(x), f.logsigmoid(x), f.threshold(x, 0.0, 0.0), self.slope(x), torch.erf(x), torch.atan(x), torch.floor(x * 3), torch.sqrt(x.abs()),
               torch.log(x.abs() + 1), x.sign(), torch.remainder(x * 5, 2), torch.maximum(x, -x), f.normalize(x, dim=1), torch.logsumexp(x, dim=1, keepdim=True).expand(-1, 4)]
        return torch.cat(all, dim=1)


NETWORKS = {
    "mlp": (nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.BatchNorm1d(16), nn.Dropout(0.3), nn.Linear(16, 4), nn.Softmax(dim=1)), [(6,)]),
    "cnn": (nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3, padding=1, dilation=1), nn.Tanh(),
                          nn.AvgPool2d(3, stride=2, padding=1), nn.Flatten(), nn.Linear(6 * 3 * 3, 10)), [(1, 14, 14)]),
    "residual": (Residual(), [(3, 9, 8)]),
    "autoencoder": (Autoencoder(), [(1, 8, 8)]),
    "pools": (nn.Sequential(nn.MaxPool2d(3, stride=2, ceil_mode=True), nn.AvgPool2d(2, stride=2, padding=1, count_include_pad=False), nn.InstanceNorm2d(2, affine=True)), [(2, 12, 11)]),
    "conv1d": (nn.Sequential(nn.Conv1d(3, 5, 3, stride=2, padding=2, dilation=2), nn.ReLU(), nn.MaxPool1d(2), nn.AdaptiveMaxPool1d(1), nn.Flatten()), [(3, 17)]),
    "conv3d": (nn.Sequential(nn.Conv3d(1, 2, 3, padding=1, stride=(1, 2, 1)), nn.ReLU(), nn.MaxPool3d(2), nn.Flatten(), nn.Linear(2 * 2 * 1 * 3, 2)), [(1, 4, 5, 6)]),
    "lstm": (Sequences("LSTM", False), [("ids", 7)]),
    "lstm_both": (Sequences("LSTM", True), [("ids", 7)]),
    "gru": (Sequences("GRU", True), [("ids", 5)]),
    "rnn": (Sequences("RNN", False), [("ids", 5)]),
    "attention": (Attention(), [(5, 8)]),
    "shapes": (Shapes(), [(5,), (3,)]),
    "activations": (Activations(), [(4,)]),
}


def draw(generator, batch, shape):
    if shape[0] == "ids":
        return torch.randint(0, 11, (batch, *shape[1:]), generator=generator)
    return torch.randn((batch, *shape), generator=generator)


def tensor(x):
    return {"shape": list(x.shape), "dtype": str(x.dtype).removeprefix("torch."), "data": x.flatten().tolist()}


torch.manual_seed(7)
for name, (network, shapes) in NETWORKS.items():
    generator = torch.Generator().manual_seed(11)
    # A pass in training gives batch normalization a mean and a variance of its own.
    network.train()
    for module in network.modules():
        if hasattr(module, "running_mean") and module.running_mean is not None:
            module.running_mean.normal_(0, 0.5, generator=generator)
            module.running_var.uniform_(0.5, 2, generator=generator)
    network.eval()
    inputs = [f"x{i}" for i in range(len(shapes))]
    example = tuple(draw(generator, 2, shape) for shape in shapes)
    outputs = network(*example)
    count = len(outputs) if isinstance(outputs, tuple) else 1
    names = [f"y{i}" for i in range(count)]
    torch.onnx.export(network, example, os.path.join(OUT, name + ".onnx"), input_names=inputs, output_names=names, opset_version=17, dynamo=False,
                      dynamic_axes={n: {0: "batch"} for n in inputs + names})
    cases = []
    for batch in (1, 3):
        given = [draw(generator, batch, shape) for shape in shapes]
        with torch.no_grad():
            results = network(*given)
        results = results if isinstance(results, tuple) else (results,)
        cases.append({"inputs": [tensor(x) for x in given], "outputs": [tensor(y) for y in results]})
    with open(os.path.join(OUT, name + ".json"), "w") as file:
        json.dump({"torch": torch.__version__, "cases": cases}, file)
    print(name, os.path.getsize(os.path.join(OUT, name + ".onnx")))
