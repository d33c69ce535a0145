"""LoRA files: read from safetensors, fused into the weights before export.

A LoRA adds scale · (α / rank) · up · down to a weight (Hu et al. 2021). Two namings are in use: kohya's
(`lora_unet_down_blocks_0_…_to_q.lora_down.weight`, `.alpha`) and diffusers'/PEFT's
(`unet.down_blocks.0.….to_q.lora_A.weight` or `…lora.down.weight`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from realtime.errors import UserError

_DOWN_NAMES = (".lora_down.weight", ".lora_A.weight", ".lora_A.default.weight", ".lora.down.weight")
_UP_NAMES = (".lora_up.weight", ".lora_B.weight", ".lora_B.default.weight", ".lora.up.weight")
_PREFIXES = {
    "unet": ("lora_unet_", "unet.", "base_model.model."),
    "text_encoder": ("lora_te_", "text_encoder."),
}


@dataclass(frozen=True, slots=True)
class Lora:
    """A LoRA file and the factor on its weights."""

    path: Path
    scale: float = 1.0

    @property
    def sampler(self) -> str | None:
        """The sampler that a distilling LoRA wants, by its file's name; None for a style."""
        name = self.path.name.lower()
        if "lcm" in name:
            return "lcm"
        return "ddim" if "hyper" in name else None


def parse_lora(text: str) -> Lora:
    """ "FILE" or "FILE:0.8" → Lora; UserError when the file is missing or a pickle."""
    name, colon, number = text.rpartition(":")
    scale = 1.0
    if colon:
        try:
            scale = float(number)
        except ValueError:
            name = text
    path = Path(name if colon and name else text).expanduser()
    if path.suffix != ".safetensors":
        raise UserError(
            f"The LoRA {path} is not a .safetensors file; other formats can run any program when opened."
        )
    if not path.is_file():
        raise UserError(f"There is no LoRA file {path}.")
    return Lora(path, scale)


def fuse(module, lora: Lora, part: str = "unet") -> int:
    """Add the LoRA to `module`'s weights in place; gives how many weights changed.

    part: "unet" or "text_encoder". UserError when the file is not a LoRA, or fits another model.
    """
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        tensors = load_file(lora.path)
    except (SafetensorError, OSError) as error:
        raise UserError(f"The LoRA {lora.path} cannot be read: {error}") from None
    flat = {
        name.replace(".", "_"): (name, child)
        for name, child in module.named_modules()
        if hasattr(child, "weight")
    }
    pairs = list(_pairs(tensors, _PREFIXES[part]))
    if not pairs and part == "unet":
        raise UserError(f"{lora.path} holds no LoRA weights for the painting network.")
    missing = [name for name, *_ in pairs if name not in flat]
    if missing:
        raise UserError(
            f"The LoRA {lora.path} was made for another model: {len(missing)} of its {len(pairs)} weights "
            f"fit nowhere (first: {missing[0]})."
        )
    with torch.no_grad():
        for name, down, up, alpha in pairs:
            weight = flat[name][1].weight
            rank = down.shape[0]
            factor = lora.scale * (float(alpha) / rank if alpha is not None else 1.0)
            change = up.float().flatten(1) @ down.float().flatten(1)
            if change.numel() != weight.numel():
                raise UserError(
                    f"The LoRA {lora.path} was made for another model: {flat[name][0]} has another shape."
                )
            weight += (factor * change).reshape(weight.shape).to(weight.dtype)
    return len(pairs)


def _pairs(tensors: dict, prefixes: tuple[str, ...]):
    """(module name with underscores, down, up, alpha or None) of each LoRA pair of one part."""
    for key, down in tensors.items():
        ending = next((end for end in _DOWN_NAMES if key.endswith(end)), None)
        prefix = next((start for start in prefixes if key.startswith(start)), None)
        if ending is None or prefix is None:
            continue
        stem = key[: -len(ending)]
        up = tensors.get(stem + _UP_NAMES[_DOWN_NAMES.index(ending)])
        if up is None:
            raise UserError(f"The LoRA weight {stem} has only one of its two halves.")
        name = stem[len(prefix) :].replace(".", "_").replace("_processor_", "_")
        yield _plain(name), down, up, tensors.get(stem + ".alpha")


def _plain(name: str) -> str:
    """Old diffusers names (`to_q_lora`, `to_out_lora`) → the module's own."""
    if name.endswith("_lora"):
        name = name.removesuffix("_lora")
    return name + "_0" if name.endswith("to_out") else name
