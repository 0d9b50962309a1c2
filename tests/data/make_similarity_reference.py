"""Prints what scikit-image says of the patterns in tests/engine/similarity_test.cpp: name, MSE, PSNR, SSIM. Made with scikit-image VERSION, printed first.

The patterns are whole numbers out of 256, so that both languages have the same ones to the bit."""
import numpy as np
import skimage
from skimage.metrics import mean_squared_error, peak_signal_noise_ratio, structural_similarity


def pattern(channels, height, width, seed):
    c, y, x = np.meshgrid(np.arange(channels), np.arange(height), np.arange(width), indexing="ij")
    return ((x * x * 3 + y * y * 5 + x * y * 7 + c * 41 + seed * 29) % 256).astype(np.int64)


def spoiled(original, seed):
    c, y, x = np.meshgrid(*[np.arange(n) for n in original.shape], indexing="ij")
    return np.clip(original + (x * 11 + y * 17 + c * 5 + seed) % 61 - 30, 0, 255)


print("scikit-image", skimage.__version__)
for name, shape, low, high in [("grey 28 x 28", (1, 28, 28), 0.0, 1.0), ("colour 3 x 32 x 24", (3, 32, 24), 0.0, 1.0), ("from -1 to 1", (1, 16, 20), -1.0, 1.0), ("just one window", (1, 11, 11), 0.0, 1.0)]:
    original = pattern(*shape, 1)
    a = (low + original / 255.0 * (high - low)).astype(np.float32).astype(np.float64)
    b = (low + spoiled(original, 3) / 255.0 * (high - low)).astype(np.float32).astype(np.float64)
    similarity = structural_similarity(a, b, data_range=high - low, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, channel_axis=0)
    print(f'{{"{name}", {{{", ".join(map(str, shape))}}}, {low}f, {high}f, {mean_squared_error(a, b):.12f}, {np.abs(a - b).mean():.12f}, {peak_signal_noise_ratio(a, b, data_range=high - low):.10f}, {similarity:.12f}}},')
