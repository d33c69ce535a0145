"""Warping by the camera's homography, and sharpening, inside the graph."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# Nearer to the eye's plane than this a point is at infinity; farther out than this it is only reflections.
_NEAREST_DEPTH = 0.05
_FARTHEST = 16.0


class Warp(nn.Module):
    """Resamples a picture by a homography of `realtime.camera`: centred, half-height units, y up.

    forward(image (1, 3, H, W) float32, homography (3, 3) float32) → (1, 3, H, W). The homography carries a
    point of the *new* picture to where it lies in the old one (`camera.relative(then, now)`); outside, the
    old picture is mirrored. Coordinates are worked out element by element in float32: as a matrix
    product, bf16 and TF32 units would move pixels by half a pixel.
    """

    x: Tensor
    y: Tensor

    def __init__(self, width: int, height: int):
        super().__init__()
        aspect = width / height
        x = ((torch.arange(width, dtype=torch.float64) + 0.5) / width * 2.0 - 1.0) * aspect
        y = 1.0 - (torch.arange(height, dtype=torch.float64) + 0.5) / height * 2.0
        self.register_buffer("x", x.float().reshape(1, width), persistent=False)
        self.register_buffer("y", y.float().reshape(height, 1), persistent=False)
        # pixel p = (x / aspect + 1) · W/2 − 1/2 and, with align_corners, grid = 2p / (W − 1) − 1.
        self.scale_x = width / (width - 1) / aspect
        self.scale_y = -height / (height - 1)

    def forward(self, image: Tensor, homography: Tensor) -> Tensor:
        h, x, y = homography, self.x, self.y
        depth = (h[2, 0] * x + h[2, 1] * y + h[2, 2]).clamp(min=_NEAREST_DEPTH)
        across = (h[0, 0] * x + h[0, 1] * y + h[0, 2]) / depth * self.scale_x
        up = (h[1, 0] * x + h[1, 1] * y + h[1, 2]) / depth * self.scale_y
        # Stacked as planes and transposed at the end: interleaved from the start it is four times as slow.
        grid = torch.stack([across, up]).clamp(-_FARTHEST, _FARTHEST).permute(1, 2, 0).unsqueeze(0)
        return F.grid_sample(image, grid, mode="bilinear", padding_mode="reflection", align_corners=True)


def unsharp(image: Tensor, amount: Tensor) -> Tensor:
    """Add `amount` of the difference from a 3×3 binomial blur: gives back what resampling softens."""
    padded = F.pad(image, (1, 1, 1, 1), mode="replicate")
    rows = 0.25 * padded[:, :, :-2] + 0.5 * padded[:, :, 1:-1] + 0.25 * padded[:, :, 2:]
    blurred = 0.25 * rows[:, :, :, :-2] + 0.5 * rows[:, :, :, 1:-1] + 0.25 * rows[:, :, :, 2:]
    return (image + amount * (image - blurred)).clamp(0.0, 1.0)
