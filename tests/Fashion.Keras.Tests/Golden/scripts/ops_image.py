"""Golden cases of keras.ops.image. Run with Keras 3.16 on PyTorch: python ops_image.py OUTPUT_FOLDER"""
import sys

import numpy as np
from ops_golden import Area, noise

area = Area("image")
case = area.case

images = noise((2, 5, 6, 3), 1, 0, 1)
first = np.ascontiguousarray(images.transpose(0, 3, 1, 2))
case("image.rgb_to_grayscale", images)
case("image.rgb_to_grayscale", first, data_format="channels_first")
case("image.rgb_to_hsv", images)
case("image.hsv_to_rgb", images)
case("image.resize", images, size=(3, 8))
case("image.resize", images, size=(4, 4), interpolation="nearest")
case("image.resize", images, size=(9, 7), interpolation="bicubic")
case("image.resize", images, size=(3, 3), antialias=True)
case("image.resize", images, size=(4, 4), crop_to_aspect_ratio=True)
case("image.resize", images, size=(4, 4), pad_to_aspect_ratio=True, fill_value=0.5)
case("image.resize", first, size=(3, 8), data_format="channels_first")
case("image.resize", images[0], size=(3, 8))
case("image.crop_images", images, top_cropping=1, bottom_cropping=1, left_cropping=2, target_width=3)
case("image.crop_images", first, target_height=2, bottom_cropping=1, target_width=3, right_cropping=0, data_format="channels_first")
case("image.pad_images", images, top_padding=1, bottom_padding=2, left_padding=0, target_width=9)
case("image.pad_images", images[0], target_height=7, bottom_padding=1, target_width=8, right_padding=2)
case("image.extract_patches", images, size=2)
case("image.extract_patches", images, size=(3, 2), strides=(1, 2), padding="same")
case("image.extract_patches", images, size=2, strides=1, dilation_rate=2)
case("image.extract_patches", first, size=2, data_format="channels_first")
patches = noise((2, 2, 3, 12), 60)
case("image.reconstruct_patches", patches, size=2, output_size=(4, 6))
case("image.reconstruct_patches", patches, size=(3, 2), output_size=(5, 5), padding="same")
case("image.reconstruct_patches", patches[0], size=(2, 2), output_size=(4, 6))
case("image.reconstruct_patches", patches.transpose(0, 3, 1, 2), size=2, output_size=(4, 6), data_format="channels_first")
transforms = np.array([[1.1, 0.2, -0.4, -0.1, 0.9, 0.3, 0, 0], [0.8, -0.3, 0.6, 0.25, 1.2, -0.7, 0, 0]], "float32")
for fill in "constant nearest wrap reflect".split():
    case("image.affine_transform", images, transforms, fill_mode=fill, gradient=False)
case("image.affine_transform", images, transforms, interpolation="nearest", fill_value=0.25, gradient=False)
corners = np.array([[0, 0], [5, 0], [0, 4], [5, 4]], "float32")
moved = corners + noise((2, 4, 2), 4, -1, 1)
case("image.perspective_transform", images, np.stack([corners, corners]), moved, gradient=False)
case("image.perspective_transform", images, np.stack([corners, corners]), moved, interpolation="nearest", fill_value=0.25, gradient=False)
case("image.perspective_transform", images[0], moved[1], corners, gradient=False)
places = noise((2, 4, 3), 2, -1.4, 5.4)
for fill in "constant nearest wrap reflect".split():
    case("image.map_coordinates", images[0, :, :, 0], places, order=1, fill_mode=fill)
case("image.map_coordinates", images[0, :, :, 0], places, order=0, fill_value=-1.0)
case("image.map_coordinates", images[0], noise((3, 7), 3, 0.1, 1.9), order=1)
# Without a data format Keras on PyTorch takes the rows for channels.
case("image.gaussian_blur", images, data_format="channels_last")
case("image.gaussian_blur", images, kernel_size=(5, 5), sigma=(0.8, 1.7), data_format="channels_last")

case("image.sobel_edges", images)
case("image.sobel_edges", first, data_format="channels_first")
similar = noise((2, 12, 13, 3), 5, 0, 1)
case("image.ssim", similar, np.clip(similar + noise((2, 12, 13, 3), 6, -0.2, 0.2), 0, 1).astype("float32"))
case("image.ssim", images, noise((2, 5, 6, 3), 7, 0, 1), max_val=2.0, filter_size=3, filter_sigma=0.8, k1=0.02, k2=0.05)
case("image.ssim", first[0], noise((3, 5, 6), 8, 0, 1), name="image.ssim_of_one", filter_size=5, data_format="channels_first")

area.write(sys.argv[1])
