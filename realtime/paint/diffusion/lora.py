"""LoRA files: read from safetensors and fused into the weights; what they are is judged by what is in
them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from realtime.errors import UserError
from realtime.paint.diffusion.lora_change import changed_weight, known_form, rank_of
from realtime.paint.diffusion.lora_names import UNET_PART, Target, module_names, target_of
from realtime.paint.diffusion.weights import read_header

if TYPE_CHECKING:
    from torch import nn

# Distilling a model changes how every block takes the time; training scripts note themselves in styles.
_TIME = ("time_emb_proj", "emb_layers")
_TRAINED_STYLE = "ss_"
_ADAPTER = "lora_adapter_metadata"  # diffusers' name for what PEFT keeps beside the weights
_PEFT_CONFIG, _PEFT_PREFIX = "adapter_config.json", "base_model.model."
_PEFT_LENGTH = "lora_magnitude_vector"


@dataclass(frozen=True, slots=True)
class Lora:
    """A LoRA file and the factor on its weights."""

    path: Path
    scale: float = 1.0

    @property
    def files(self) -> tuple[Path, ...]:
        """It, and PEFT's configuration beside it where there is one: what its change depends on."""
        config = self.path.with_name(_PEFT_CONFIG)
        return (self.path, config) if config.is_file() else (self.path,)

    @property
    def distils(self) -> bool:
        """True when it looks like one that makes a model paint in few steps (LCM and its relatives), not a
        style.

        It changes the time's way into the blocks, no text encoder, and bears no notes of a style's training.
        UserError where the file is not whole.
        """
        header = read_header(self.path)
        notes = header.pop("__metadata__", {})
        targets = [target_of(name) for name in header]
        return (
            any(
                target.part == UNET_PART and any(t in target.module for t in _TIME)
                for target in targets
                if target
            )
            and not any(target.part != UNET_PART for target in targets if target)
            and not any(note.startswith(_TRAINED_STYLE) for note in notes)
        )


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


def loras_from(listed: Iterable[Mapping]) -> list[Lora]:
    """Those that a compiled model's manifest lists."""
    return [Lora(Path(each["path"]), each["scale"]) for each in listed]


def distilled_kind(loras: Iterable[Lora]) -> str | None:
    """The kind of model that a distilling LoRA among them makes: LCM's, the commonest; None where all are
    styles."""
    return "lcm-lora" if any(lora.distils for lora in loras) else None


def fuse_all(module, loras: Sequence[Lora], part: str) -> None:
    """Fuse each of them into one part of a model, in turn (`fuse`)."""
    for lora in loras:
        fuse(module, lora, part)


def fuse(module, lora: Lora, part: str = UNET_PART) -> int:
    """Change `module`'s weights in place; gives how many changed.

    part: "unet", "text_encoder" or "text_encoder_2". LoRA, LoCon, LoHa, LoKr and DoRA in kohya's and PEFT's
    names. UserError, by name, for any other form, a file that is no LoRA, or one of another model.
    """
    import torch

    found = changes_of(module, lora, part)
    with torch.no_grad():
        for name, child, roles in found:
            try:
                weight = changed_weight(child.weight.float(), roles, lora.scale)
            except ValueError:
                raise other_shape(lora, name) from None
            except KeyError as error:
                raise UserError(f"The LoRA weight {name} in {lora.path} lacks its {error.args[0]}.") from None
            child.weight.copy_(weight)
    return len(found)


def other_shape(lora: Lora, name: str) -> UserError:
    """That what a LoRA has for a layer does not fit it."""
    return UserError(f"The LoRA {lora.path} was made for another model: {name} has another shape.")


def changes_of(module, lora: Lora, part: str) -> list[tuple[str, nn.Module, dict]]:
    """(path with dots, layer, role → tensor) of every layer that it changes in one part of a model.

    UserError, by name, for a file that is no LoRA of a known form, or one of another model.
    """
    from safetensors import safe_open
    from safetensors.torch import load_file

    read_header(lora.path)  # whole?
    tensors = load_file(lora.path)
    with safe_open(lora.path, "pt") as file:
        notes = _Notes.read(lora, tensors, file.metadata() or {}, part)
    found = _of_part(tensors, part, lora.path)
    if not found and part == UNET_PART:
        raise UserError(f"{lora.path} holds no LoRA weights for the painting network.")
    modules = module_names(module, part)
    missing = [name for name in found if name not in modules]
    if missing:
        raise UserError(
            f"The LoRA {lora.path} was made for another model: {len(missing)} of its {len(found)} weights "
            f"fit nowhere (first: {missing[0]})."
        )
    for name, roles in found.items():
        notes.complete(modules[name][0], roles)
    return [(*modules[name], roles) for name, roles in found.items()]


def _of_part(tensors: dict, part: str, path: Path) -> dict[str, dict]:
    """Module's name with underscores → role → tensor, of one part of the model."""
    found: dict[str, dict] = {}
    for key, tensor in tensors.items():
        target: Target | None = target_of(key)
        if target is None:
            raise UserError(
                f"{path} is no LoRA of a form that is known here (LoRA, LoCon, LoHa, LoKr, DoRA): "
                f"it has {key}."
            )
        if _PEFT_LENGTH in key:
            tensor = tensor.flatten()  # of rows in any shape; for LyCORIS' the shape tells of what
        if target.part == part:
            found.setdefault(target.module, {})[target.role] = tensor
    for name, roles in found.items():
        if not known_form(roles):
            raise UserError(f"The LoRA weight {name} in {path} has only one of its two halves.")
    return found


@dataclass(frozen=True, slots=True)
class _Notes:
    """What PEFT keeps beside the weights: the scale that kohya keeps as a tensor.

    by_module: (pattern of the module's path, alpha); rank: 0 where it is not said.
    """

    alpha: float | None
    by_module: tuple[tuple[re.Pattern[str], float], ...]
    by_root: bool
    rank: int

    @classmethod
    def read(cls, lora: Lora, tensors: Iterable[str], metadata: dict[str, str], part: str) -> _Notes:
        """From the file's metadata (diffusers), or from `adapter_config.json` beside a file in PEFT's own
        names."""
        text, prefix, where = metadata.get(_ADAPTER, "{}"), f"{part}.", lora.path
        if _ADAPTER not in metadata and any(name.startswith(_PEFT_PREFIX) for name in tensors):
            for where in lora.files[1:]:
                text, prefix = where.read_text(encoding="utf-8-sig"), ""
        try:
            adapter = json.loads(text)
            alpha = adapter.get(f"{prefix}lora_alpha", adapter.get(f"{prefix}alpha"))
            pattern = adapter.get(f"{prefix}alpha_pattern") or {}
            return cls(
                None if alpha is None else float(alpha),
                # Patterns, and matched so: as PEFT has it.
                tuple((re.compile(rf"(.*\.)?({name})"), float(each)) for name, each in pattern.items()),
                bool(adapter.get(f"{prefix}use_rslora")),
                int(adapter.get(f"{prefix}r") or 0),
            )
        except (ValueError, TypeError, AttributeError, re.error) as error:
            raise UserError(f"What PEFT notes in {where} cannot be read: {error}") from None

    def complete(self, module: str, roles: dict) -> None:
        """Add `alpha` to the tensors of a module where the notes have it and they have not."""
        alpha = next((each for name, each in self.by_module if name.fullmatch(module)), self.alpha)
        if alpha is None or "alpha" in roles:
            return
        rank = rank_of(roles)
        if not rank:  # a Kronecker product of two whole ones: PEFT scales it too, LyCORIS does not
            roles["lokr_w1"] = roles["lokr_w1"] * (alpha / self.rank if self.rank else 1.0)
            return
        # Rank-stabilized: divided by the root of the rank, where others divide by the rank.
        roles["alpha"] = alpha * (rank**0.5 if self.by_root else 1.0)
