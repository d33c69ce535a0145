"""A T2I-Adapter or ControlNet in the frame step: the model keeps to the forms of the source layer.

The source layer is drawn by this program, without grain and brush, so its edges are those of the picture
itself; the frame step finds them on the device that paints. How near things are the source knows itself.

T2I-Adapter: Mou et al. 2023; ControlNet: Zhang et al. 2023; edges after Canny 1986, without hysteresis: a
ramp in its place."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# Slopes of a picture in 0..1 by Sobel's kernel: below the first is no edge, above the second a full one.
FAINT, PLAIN = 0.15, 0.4
_SOFTENED = 1.2  # deviation in pixels: the edges of forms, not of single pixels
_TAN = 0.41421356  # of 22.5°


class Guide(nn.Module):
    """network: diffusers' T2IAdapter or ControlNetModel; sees: of `step_spec.GUIDES`."""

    kernels: Tensor
    soft: Tensor

    def __init__(self, network: nn.Module, sees: str):
        super().__init__()
        self.network = network
        self.sees = sees
        self.adapts = type(network).__name__ == "T2IAdapter"
        self.channels = int(network.config.in_channels) if self.adapts else 3
        sobel = torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
        self.register_buffer("kernels", torch.stack([sobel, sobel.T])[:, None], persistent=False)
        x = torch.arange(-3.0, 4.0)
        bell = torch.exp(-0.5 * (x / _SOFTENED) ** 2)
        self.register_buffer("soft", (bell / bell.sum())[None, None, :, None], persistent=False)

    def seen(self, source: Tensor) -> Tensor:
        """float32 (1, 3, H, W) in 0..1, for "depth" how near each place is → what the network is shown,
        (1, channels, H, W)."""
        picture = self.edges(source) if self.sees == "edges" else source
        if self.channels == 1:
            return picture.mean(dim=1, keepdim=True)
        return picture.expand(-1, self.channels, -1, -1)

    def edges(self, source: Tensor) -> Tensor:
        """Thin lines in 0..1 on black, (1, 1, H, W)."""
        grey = source.mean(dim=1, keepdim=True)
        grey = F.conv2d(F.pad(grey, (0, 0, 3, 3), mode="replicate"), self.soft)
        grey = F.conv2d(F.pad(grey, (3, 3, 0, 0), mode="replicate"), self.soft.transpose(2, 3))
        slope = F.conv2d(F.pad(grey, (1, 1, 1, 1), mode="replicate"), self.kernels)
        across, down = slope[:, :1], slope[:, 1:]
        steep = (across * across + down * down).sqrt()
        # Only the ridge of a slope is a line: what is less than its neighbours on either side goes.
        height, width = steep.shape[2:]
        around = F.pad(steep, (1, 1, 1, 1))

        def beside(x: int, y: int) -> Tensor:
            return around[:, :, 1 + y : 1 + y + height, 1 + x : 1 + x + width]

        def ridge(x: int, y: int) -> Tensor:
            return (steep >= beside(-x, -y)) & (steep > beside(x, y))

        level, upright = down.abs() < _TAN * across.abs(), across.abs() < _TAN * down.abs()
        slanted = torch.where(across * down > 0.0, ridge(1, 1), ridge(1, -1))
        thin = torch.where(level, ridge(1, 0), torch.where(upright, ridge(0, 1), slanted))
        return ((steep - FAINT) / (PLAIN - FAINT)).clamp(0.0, 1.0) * thin.to(steep.dtype)

    def features(self, source: Tensor, weight: Tensor) -> tuple[Tensor, list[Tensor]]:
        """(what the network is shown, what an adapter adds to the U-Net: the same in all steps)."""
        dtype = next(self.network.parameters()).dtype
        shown = self.seen(source).to(dtype)
        if not self.adapts:
            return shown, []
        return shown, [each * weight.to(dtype) for each in self.network(shown)]

    def conditions(
        self, guided: tuple[Tensor, list[Tensor]], weight: Tensor, z: Tensor, timestep: Tensor, **text: object
    ) -> dict:
        """What the U-Net is given beside its inputs, in one of its steps."""
        shown, added = guided
        if self.adapts:
            return {"down_intrablock_additional_residuals": list(added)}
        down, middle = self.network(
            z.to(shown.dtype), timestep, controlnet_cond=shown, return_dict=False, **text
        )
        weight = weight.to(shown.dtype)
        return {
            "down_block_additional_residuals": tuple(each * weight for each in down),
            "mid_block_additional_residual": middle * weight,
        }
