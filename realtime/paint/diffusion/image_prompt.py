"""An IP-Adapter in the U-Net: a picture beside the words (Ye et al. 2023, "IP-Adapter")."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn


class ImageWeight:
    """How much the picture counts: what diffusers' attention multiplies by.

    value: float32 (1,) while the network runs, else None.
    """

    value: Tensor | None = None

    def __mul__(self, states: Tensor) -> Tensor:
        assert self.value is not None  # the frame step sets it
        return self.value.to(states.dtype) * states

    def __eq__(self, other: object) -> bool:
        """Never: at 0 diffusers would leave the picture out, for good in a graph."""
        return False

    __hash__ = object.__hash__


def attach_image_prompt(unet: nn.Module, file: Path) -> None:
    """Put an IP-Adapter's attention beside that of a U-Net; `image_weight_of` finds what it reads."""
    from safetensors.torch import load_file

    parts: dict[str, dict[str, Tensor]] = {"image_proj": {}, "ip_adapter": {}}
    for key, tensor in load_file(file).items():
        part, _, name = key.partition(".")
        parts[part][name] = tensor.float()
    unet._load_ip_adapter_weights([parts], low_cpu_mem_usage=False)
    weight = ImageWeight()
    for module in unet.modules():
        if hasattr(module, "to_k_ip"):
            module.scale = [weight]
    unet.eval().requires_grad_(False)


def image_weight_of(unet: nn.Module) -> ImageWeight | None:
    """What its IP-Adapter reads; None where it has none."""
    scales = (module.scale[0] for module in unet.modules() if hasattr(module, "to_k_ip"))
    return next(scales, None)


class ImageEncoding(nn.Module):
    """pixels float32 (1, 3, side, side), as `picture_pixels` gives them → embedding float32 (1, 1, width)."""

    def __init__(self, encoder: nn.Module):
        super().__init__()
        self.encoder = encoder

    def forward(self, pixels: Tensor) -> Tensor:
        return self.encoder(pixels).image_embeds[:, None].float()


def encode_picture(encoder: nn.Module, pixels: np.ndarray) -> np.ndarray:
    """float32 (1, 1, width) of pixels as `ImageEncoding` takes them."""
    with torch.inference_mode():
        return ImageEncoding(encoder)(torch.from_numpy(pixels)).numpy()
