"""Writes the golden files of this folder with Pillow, NumPy and Keras 3 on PyTorch.

Usage: KERAS_BACKEND=torch python3 make_golden.py FOLDER
"""
import io
import json
import os
import struct
import sys
import tempfile
import zlib

import numpy as np
from PIL import Image

import keras
from keras.src.utils import dataset_utils

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
H, W = 17, 23
rng = np.random.default_rng(5)
y, x = np.mgrid[0:H, 0:W]
rgb = np.stack([40 + 8 * x, 20 + 11 * y, 128 + 60 * np.sin(x / 5) * np.cos(y / 4)], -1).clip(0, 255).astype(np.uint8)
noise = rng.integers(0, 256, (H, W, 4), np.uint8)
noise[0, :5, 3] = 0          # colours under a transparent pixel stay
expected = {}


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(pixels, depth, colour, interlaced=False):
    """A PNG that Pillow cannot write: 16 bits, or Adam7 interlacing. pixels: (height, width, channels)."""
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)] if interlaced else [(0, 0, 1, 1)]
    rows = b""
    for top, left, down, right in passes:
        part = pixels[top::down, left::right].astype(">u2" if depth == 16 else "u1")
        if part.size:
            rows += b"".join(b"\0" + row.tobytes() for row in part)
    head = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], depth, colour, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def keep(name, data=None, modes=("RGB", "RGBA", "L"), **options):
    path = os.path.join(out, name)
    if isinstance(data, bytes):
        open(path, "wb").write(data)
    else:
        data.save(path, **options)
    with Image.open(path) as image:
        image.load()
        for mode in modes:
            expected[f"{name}.{mode}"] = np.asarray(image.convert(mode)).reshape(image.height, image.width, -1)


keep("rgb.png", Image.fromarray(rgb))
keep("rgba.png", Image.fromarray(noise, "RGBA"))
keep("gray.png", Image.fromarray(noise[..., 0]))
keep("gray-alpha.png", Image.fromarray(noise[..., 2:], "LA"))
keep("palette.png", Image.fromarray(rgb).quantize(16))
keep("palette-alpha.png", Image.fromarray(rgb).quantize(16), transparency=bytes(range(0, 256, 16)))
keep("one-bit.png", Image.fromarray(noise[..., 0] > 127))
keep("interlaced.png", png(noise[..., :3], 8, 2, True))
keep("interlaced-alpha.png", png(noise, 8, 6, True))
wide = rng.integers(0, 65536, (H, W, 4), np.uint16)
keep("rgb16.png", png(wide[..., :3], 16, 2), modes=())
keep("rgba16.png", png(wide, 16, 6), modes=())
keep("gray16.png", png(wide[..., :1], 16, 0), modes=())
expected["rgb16"], expected["rgba16"], expected["gray16"] = wide[..., :3], wide, wide[..., :1]
gamma = png(noise[..., :3], 8, 2)
keep("gamma.png", gamma[:33] + chunk(b"gAMA", struct.pack(">I", 100000)) + gamma[33:])
photo = Image.fromarray(rgb)
keep("420.jpg", photo, quality=92, subsampling="4:2:0")
keep("444.jpg", photo, quality=92, subsampling="4:4:4")
keep("progressive.jpg", photo, quality=92, progressive=True)
keep("gray.jpg", Image.fromarray(rgb[..., 0]), quality=92)
keep("cmyk.jpg", photo.convert("CMYK"), modes=("RGB", "L"), quality=95)
turned = Image.Exif()
turned[0x0112] = 6
keep("turned.jpg", photo, quality=92, exif=turned)
keep("animated.gif", photo.quantize(32), save_all=True, append_images=[Image.fromarray(255 - rgb).quantize(32)])
keep("rgb.bmp", photo)
keep("palette.bmp", photo.quantize(16))
keep("lossless.webp", Image.fromarray(noise, "RGBA"), lossless=True, exact=True)
keep("lossy.webp", photo, quality=90, modes=("RGB",))

# Resizing: the layer of Keras, and load_img, which is Pillow's.
smooth = rgb.astype("float32")[None]
for size in [(10, 12), (17, 9), (5, 30), (25, 26)]:
    for kind in ["nearest", "bilinear", "bicubic"]:
        for how in ["", "crop", "pad", "antialias"]:
            options = {} if not how else {"antialias": True} if how == "antialias" else {f"{how}_to_aspect_ratio": True}
            layer = keras.layers.Resizing(*size, interpolation=kind, **options)
            expected[f"resized.{size[0]}.{size[1]}.{kind}.{how}"] = keras.ops.convert_to_numpy(layer(smooth))[0]
    for kind in ["nearest", "bilinear", "bicubic", "lanczos"]:
        for crop in [False, True]:
            image = keras.utils.load_img(os.path.join(out, "rgb.png"), target_size=size, interpolation=kind, keep_aspect_ratio=crop)
            expected[f"loaded.{size[0]}.{size[1]}.{kind}.{'crop' if crop else ''}"] = keras.utils.img_to_array(image).astype(np.uint8)

# array_to_img and the PNG that save_img writes.
values = (rng.normal(size=(4, 5, 4)) * 3).astype("float32")
expected["values"] = values
for channels in [1, 3, 4]:
    expected[f"saved.{channels}"] = np.asarray(keras.utils.array_to_img(values[..., :channels])).reshape(4, 5, -1)
expected["unscaled"] = np.asarray(keras.utils.array_to_img(np.abs(values[..., :3]) * 20, scale=False))
np.savez_compressed(os.path.join(out, "expected.npz"), **expected)

# The order of files and labels.
names = ["b/2.png", "b/10.PNG", "b/1.jpeg", "b/deep/x.bmp", "b/deep-er/a.gif", "b/deep/er/y.jpg", "B/z.png", "B/note.txt", "a b/q.png",
         ".hidden/h.png", "\U0001F600/s.png", "\uFFFD/t.png", "b/.dot.png", "top.png"]
names += [f"c/{i}.png" for i in range(12)]
orders = {"names": names, "orders": []}
with tempfile.TemporaryDirectory() as folder:
    for name in names:
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        open(os.path.join(folder, name), "wb").write(b"x")
    for seed, wanted in [(None, None), (7, None), (123, ["c", "b"]), (0, None)]:
        files, labels, classes = dataset_utils.index_directory(
            folder, "inferred", (".bmp", ".gif", ".jpeg", ".jpg", ".png"), class_names=wanted, shuffle=seed is not None, seed=seed, verbose=False)
        train, valid = (dataset_utils.get_training_or_validation_split(files, labels, 0.3, s)[0] for s in ("training", "validation"))
        orders["orders"].append({"seed": seed, "wanted": wanted, "classes": list(classes), "labels": [int(l) for l in labels],
                                 "files": [os.path.relpath(f, folder) for f in files], "training": len(train), "validation": len(valid)})
    files, _, _ = dataset_utils.index_directory(folder, None, (".bmp", ".gif", ".jpeg", ".jpg", ".png"), shuffle=False, verbose=False)
    orders["unlabelled"] = [os.path.relpath(f, folder) for f in files]
json.dump(orders, open(os.path.join(out, "orders.json"), "w"), indent=1)
