"""The twins of FamilyModels.cs and BenchmarkModels.cs in plain PyTorch (eager, fused Adam).

usage: torch_families.py MODEL EPOCHS [IMAGES] [BATCH] [THREADS]; the files of Fashion-MNIST lie in $FASHION_MNIST.
Prints a line per epoch in the form that the command "compare" of the benchmarks reads.
"""
import gzip
import os
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

WORDS, TOKENS = 20000, 196


def read(name, offset):
    with gzip.open(os.path.join(os.environ["FASHION_MNIST"], name)) as file:
        return np.frombuffer(file.read(), np.uint8, offset=offset)


class Rows(nn.Module):
    """The last state of a recurrent layer over the rows of an image."""

    def __init__(self, layer, width):
        super().__init__()
        self.layer, self.out, self.both = layer, nn.Linear(width, 10), layer.bidirectional

    def forward(self, x):
        y, _ = self.layer(x)
        if self.both:
            half = y.shape[-1] // 2
            return self.out(torch.cat([y[:, -1, :half], y[:, 0, half:]], -1))
        return self.out(y[:, -1])


def convolution(i, o, stride=1, kernel=3, groups=1):
    return nn.Sequential(nn.Conv2d(i, o, kernel, stride, padding=kernel // 2, bias=False, groups=groups), nn.BatchNorm2d(o))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = convolution(1, 16)
        self.down = nn.ModuleList([convolution(16, 32, 2), convolution(32, 64, 2)])
        self.blocks = nn.ModuleList([nn.Sequential(convolution(f, f), nn.ReLU(), convolution(f, f)) for f in (16, 32, 64)])
        self.out = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.first(x[:, None]))
        for i, block in enumerate(self.blocks):
            if i > 0:
                x = F.relu(self.down[i - 1](x))
            x = F.relu(x + block(x))
        return self.out(x.mean((2, 3)))


class Separable(nn.Module):
    def __init__(self):
        super().__init__()
        layers, width = [convolution(1, 32, 2), nn.ReLU()], 32
        for filters, stride in ((64, 1), (128, 2), (128, 1)):
            layers += [convolution(width, width, stride, groups=width), nn.ReLU(), convolution(width, filters, kernel=1), nn.ReLU()]
            width = filters
        self.layers, self.out = nn.Sequential(*layers), nn.Linear(width, 10)

    def forward(self, x):
        return self.out(self.layers(x[:, None]).mean((2, 3)))


class Text(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.convolution = nn.Embedding(WORDS, 64), nn.Conv1d(64, 64, 5)
        self.out = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))

    def forward(self, x):
        return self.out(F.relu(self.convolution(self.embedding(x).transpose(1, 2))).amax(-1))


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(1, 16, 3, 2), nn.ReLU(), nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(16, 32, 3, 2), nn.ReLU(),
            nn.ConvTranspose2d(32, 32, 3, 2, padding=1, output_padding=1), nn.ReLU(), nn.ConvTranspose2d(32, 16, 3, 2, padding=1, output_padding=1), nn.ReLU(),
            nn.Conv2d(16, 1, 3, padding=1), nn.Sigmoid())

    def forward(self, x):
        return self.layers(x[:, None])[:, 0]


class Attention(nn.Module):
    """One block of a transformer over the rows of an image, or over so many pieces of it."""

    def __init__(self, steps=28):
        super().__init__()
        self.steps = steps
        self.embed, self.qkv, self.join = nn.Linear(784 // steps, 64), nn.Linear(64, 192), nn.Linear(64, 64)
        self.norms = nn.ModuleList([nn.LayerNorm(64, eps=1e-6), nn.LayerNorm(64, eps=1e-6)])
        self.inner, self.out = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64)), nn.Linear(64, 10)

    def forward(self, x):
        x = self.embed(x.reshape(len(x), self.steps, -1))
        b, t, _ = x.shape
        q, k, v = self.qkv(x).reshape(b, t, 3, 4, 16).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, t, 64)
        x = self.norms[0](x + self.join(y))
        x = self.norms[1](x + self.inner(x))
        return self.out(x.mean(1))


class Image(nn.Sequential):
    """Layers over images of one channel."""

    def forward(self, x):
        return super().forward(x[:, None])


def flat(*layers):
    return nn.Sequential(nn.Flatten(), *layers)


def block(i, o):
    return [nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU()]


# As Keras pads for "same": with an even size and stride 2 one more row and column at the end than at the start.
STRIDED5 = [nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(1, 16, 5, 2), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(16, 32, 5, padding=2), nn.ReLU(),
            nn.AvgPool2d(2), nn.Flatten(), nn.Linear(288, 64), nn.Tanh(), nn.Linear(64, 10)]

MODELS = {
    "tutorial": lambda: flat(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10)),
    "attempt3": lambda: flat(nn.Linear(784, 256), nn.ReLU(), nn.Dropout(0.2), nn.Linear(256, 128), nn.ReLU(), nn.Dropout(0.2), nn.Linear(128, 10)),
    "attempt4": lambda: Image(
        nn.Conv2d(1, 32, 3, 2), nn.ReLU(), nn.Conv2d(32, 64, 3, 2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(576, 1024), nn.ReLU(), nn.Dropout(0.2), nn.Linear(1024, 256), nn.ReLU(), nn.Dropout(0.2), nn.Linear(256, 10)),
    "final": lambda: Image(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(1600, 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 10)),
    "book": lambda: Image(
        nn.Conv2d(1, 10, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.5), nn.Linear(1960, 100), nn.ReLU(), nn.Linear(100, 10)),
    "vgg": lambda: Image(
        *block(1, 32), *block(32, 32), nn.MaxPool2d(2), *block(32, 64), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(3136, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10)),
    "strided5": lambda: Image(*STRIDED5),
    "wide": lambda: flat(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)),
    "residual": Residual, "separable": Separable, "text": Text, "autoencoder": Autoencoder, "attention": Attention,
    "attention196": lambda: Attention(196),
    "lstm": lambda: Rows(nn.LSTM(28, 128, batch_first=True), 128),
    "gru": lambda: Rows(nn.GRU(28, 64, batch_first=True), 64),
    "bilstm": lambda: Rows(nn.LSTM(28, 64, batch_first=True, bidirectional=True), 128),
    "densebn": lambda: nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Linear(256, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Linear(256, 10)),
}


def main():
    name, epochs = sys.argv[1], int(sys.argv[2])
    count, batch, threads = (int(v) for v in sys.argv[3:6] + ["20000", "32", "2"][len(sys.argv) - 3:])
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    pixels = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)[:count]
    x = torch.from_numpy(pixels.astype("float32") / 255)
    y = torch.from_numpy(read("train-labels-idx1-ubyte.gz", 8)[:count].astype("int64"))
    if name == "text":
        places = np.arange(TOKENS)
        words = (pixels[:, ::2, ::2].reshape(-1, TOKENS).astype("int64") * TOKENS + places) % WORDS
        x = torch.from_numpy(words)
    model = MODELS[name]()
    optimizer = torch.optim.Adam(model.parameters(), fused=True)
    for epoch in range(epochs):
        begin, order, total, right = time.time(), torch.randperm(count), 0.0, 0
        for i in range(0, count, batch):
            rows = order[i : i + batch]
            optimizer.zero_grad(set_to_none=True)
            out = model(x[rows])
            loss = F.mse_loss(out, x[rows]) if name == "autoencoder" else F.cross_entropy(out, y[rows])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
            if name != "autoencoder":
                right += (out.argmax(1) == y[rows]).sum().item()
        seconds = time.time() - begin
        print(f"epoch {epoch + 1}: {seconds:.2f} s {seconds / -(-count // batch) * 1e3:.3f} ms/step loss {total / count:.4f} acc {right / count:.4f}", flush=True)


main()
