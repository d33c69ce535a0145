"""Oklab (Björn Ottosson, 2020) and colour matching in it, in torch operations every compiler knows."""

from __future__ import annotations

import torch
from torch import Tensor

# Linear sRGB → cone response, and its cube root → Oklab; rows give one output each.
_RGB_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LMS_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_LAB_TO_LMS = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_LMS_TO_RGB = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
# Powers as polynomials of least greatest error (below 7e-6; there and back again errs by less than a tenth of
# a level), lowest order first. On a CPU a broken exponent is worked out pixel by pixel, ten times as slowly.
_LINEAR = (
    0.000909604592,
    0.033245567,
    0.510684961,
    0.719497457,
    -0.43860517,
    0.22988178,
    -0.055619835,
)  # ((s + 0.055) / 1.055)^2.4 of s in 0.04045..1
_CUBE_ROOT = (
    0.000246155632,
    -0.00852935493,
    0.163871944,
    1.1680437,
    -0.521403256,
    0.258103272,
    -0.060337199,
)  # w^(8/3) of the eighth root w
_CURVED = (
    -0.0613402179,
    0.162026279,
    1.25540437,
    -0.577482678,
    0.289532969,
    -0.0681472964,
)  # 1.055 v^(5/3) - 0.055 of the fourth root v
# Statistics are taken from every STRIDE-th pixel: the same to a thousandth, a sixteenth of the work.
STRIDE = 4


def _mix(image: Tensor, rows: tuple[tuple[float, float, float], ...]) -> Tensor:
    # Element by element, not a matrix product: bf16 and TF32 matrix units would shift colours.
    r, g, b = image[:, 0:1], image[:, 1:2], image[:, 2:3]
    return torch.cat([row[0] * r + row[1] * g + row[2] * b for row in rows], dim=1)


def _polynomial(x: Tensor, coefficients: tuple[float, ...]) -> Tensor:
    value = x * coefficients[-1]
    for coefficient in coefficients[-2:0:-1]:
        value = (value + coefficient) * x
    return value + coefficients[0]


def oklab(image: Tensor) -> Tensor:
    """sRGB (N, 3, H, W) in 0..1 → Oklab (N, 3, H, W): lightness 0..1, a and b about ±0.4."""
    image = image.clamp(0.0, 1.0)
    linear = torch.where(image <= 0.04045, image * (1.0 / 12.92), _polynomial(image, _LINEAR))
    eighth_root = _mix(linear, _RGB_TO_LMS).clamp(min=1e-9).sqrt().sqrt().sqrt()
    return _mix(_polynomial(eighth_root, _CUBE_ROOT), _LMS_TO_LAB)


def srgb(lab: Tensor) -> Tensor:
    """Oklab (N, 3, H, W) → sRGB in 0..1, clipped to the gamut."""
    root = _mix(lab, _LAB_TO_LMS)
    linear = _mix(root * root * root, _LMS_TO_RGB).clamp(0.0, 1.0)
    curved = _polynomial(linear.sqrt().sqrt(), _CURVED)
    return torch.where(linear <= 0.0031308, linear * 12.92, curved)


def lab_statistics(lab: Tensor) -> tuple[Tensor, Tensor]:
    """Oklab (1, 3, H, W) → mean (3,) and deviation (3,)."""
    mean = lab.mean(dim=(0, 2, 3))
    centred = lab - mean.reshape(1, 3, 1, 1)
    return mean, (centred * centred).mean(dim=(0, 2, 3)).sqrt()


def match_colour(image: Tensor, palette: Tensor, amount: Tensor) -> Tensor:
    """Move the picture's Oklab mean and deviation to the palette's (Reinhard et al. 2001).

    image: sRGB (1, 3, H, W) in 0..1; palette: (6,) mean then deviation; amount: () 0..1.
    The gain is held to 1/2..2, so that a flat picture's noise is not blown up.
    """
    lab = oklab(image)
    mean, deviation = lab_statistics(lab[:, :, ::STRIDE, ::STRIDE])
    gain = (palette[3:6] / deviation.clamp(min=1e-4)).clamp(0.5, 2.0)
    shift = palette[0:3] - mean * gain
    matched = srgb(lab * gain.reshape(1, 3, 1, 1) + shift.reshape(1, 3, 1, 1))
    return image + amount * (matched - image)


def picture_statistics(image: Tensor) -> Tensor:
    """sRGB (1, 3, H, W) in 0..1 → (7,): Oklab means, deviations, sharpness (mean |∇| of luma)."""
    sampled = oklab(image[:, :, ::STRIDE, ::STRIDE])
    mean, deviation = lab_statistics(sampled)
    luma = 0.299 * image[:, 0] + 0.587 * image[:, 1] + 0.114 * image[:, 2]
    across = (luma[:, :, 1:] - luma[:, :, :-1]).abs().mean()
    down = (luma[:, 1:, :] - luma[:, :-1, :]).abs().mean()
    return torch.cat([mean, deviation, (across + down).reshape(1)])
