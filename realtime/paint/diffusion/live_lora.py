"""LoRAs that stay beside the weights, so that a fader says from frame to frame how much each of them counts.

layer(x) + Σ wᵢ · upᵢ(downᵢ(x)), Hu et al. 2021: exactly what melting them in with these factors gives, at the
price of two narrow products a layer; nothing is built anew when a weight moves."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from realtime.errors import UserError
from realtime.paint.diffusion.lora import Lora, changes_of, other_shape
from realtime.paint.diffusion.lora_names import UNET_PART


class LoraWeights:
    """What the layers of one network read. value: float32 (LoRAs,) while the network runs, else None."""

    value: Tensor | None = None


class LiveLayer(nn.Module):
    """A linear layer or convolution, and the LoRAs beside it.

    parts: (number of the LoRA, down, up), down as (rank, *the shape of an input weight), up as (outputs,
    rank), its scale in it.
    """

    owners: Tensor

    def __init__(self, layer: nn.Module, parts: Sequence[tuple[int, Tensor, Tensor]], weights: LoraWeights):
        super().__init__()
        self.layer = layer
        self.weights = weights
        owners = [number for number, down, _ in parts for _ in range(down.shape[0])]
        self.register_buffer("owners", torch.tensor(owners), persistent=False)
        down = torch.cat([down for _, down, _ in parts])
        up = torch.cat([up for _, _, up in parts], dim=1)
        self.down = nn.Parameter(down, requires_grad=False)
        self.up = nn.Parameter(up, requires_grad=False)

    def forward(self, x: Tensor, *rest, **named) -> Tensor:
        plain = self.layer(x, *rest, **named)
        assert self.weights.value is not None  # the frame step sets it
        shares = self.weights.value[self.owners].to(x.dtype)
        if isinstance(self.layer, nn.Conv2d):
            conv = self.layer
            narrow = F.conv2d(x, self.down, None, conv.stride, conv.padding, conv.dilation)
            return plain + F.conv2d(narrow * shares[:, None, None], self.up[:, :, None, None])
        return plain + F.linear(F.linear(x, self.down) * shares, self.up)


def attach(unet: nn.Module, loras: Sequence[Lora]) -> None:
    """Put `loras` beside the layers of a U-Net that they change; `weights_of` finds what they read.

    LoRA and LoCon, in kohya's and PEFT's names. UserError for a form whose change is not a product of two
    narrow matrices, and as `changes_of`.
    """
    weights = LoraWeights()
    layers: dict[str, tuple[nn.Module, list[tuple[int, Tensor, Tensor]]]] = {}
    for number, lora in enumerate(loras):
        found = changes_of(unet, lora, UNET_PART)
        if not found:
            raise UserError(f"{lora.path} holds no LoRA weights for the painting network.")
        for name, layer, roles in found:
            layers.setdefault(name, (layer, []))[1].append((number, *_narrow(lora, name, layer, roles)))
    for name, (layer, parts) in layers.items():
        holder, _, own = name.rpartition(".")
        setattr(unet.get_submodule(holder), own, LiveLayer(layer, parts, weights))


def weights_of(unet: nn.Module) -> LoraWeights | None:
    """What its LoRAs read; None where it has none beside it."""
    return next((each.weights for each in unet.modules() if isinstance(each, LiveLayer)), None)


def _narrow(lora: Lora, name: str, layer: nn.Module, roles: dict) -> tuple[Tensor, Tensor]:
    """(down, up) as `LiveLayer` takes them."""
    if "down" not in roles or "dora" in roles or not isinstance(layer, nn.Linear | nn.Conv2d):
        raise UserError(
            f"{lora.path} cannot be played beside the weights: only LoRA and LoCon can, not LoHa, LoKr or "
            f"DoRA ({name}); melt it in with --lora."
        )
    down, up = roles["down"].float(), roles["up"].float().flatten(1)
    rank = down.shape[0]
    if "mid" in roles:  # a core between the two (Tucker): one convolution with the first
        down = torch.einsum("mnkl,ni->mikl", roles["mid"].float(), down.flatten(1))
    inputs = layer.weight.shape[1:]
    if down[0].numel() != inputs.numel() or up.shape != (layer.weight.shape[0], rank):
        raise other_shape(lora, name)
    alpha = roles.get("alpha")
    factor = lora.scale * (1.0 if alpha is None else float(alpha) / rank)
    return down.reshape(rank, *inputs), up * factor
