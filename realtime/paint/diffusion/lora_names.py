"""The names in LoRA files: which part of the model a tensor belongs to, which module, and what it is of it.

kohya's scripts flatten the module's path (`lora_unet_down_blocks_0_…_to_q.lora_down.weight`), and for SDXL
take the paths of the original code (`lora_unet_input_blocks_4_1_…`); PEFT and diffusers keep the dots, with
or without a prefix (`unet.down_blocks.0.….to_q.lora_A.weight`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

UNET_PART, TEXT_PART, SECOND_TEXT_PART = "unet", "text_encoder", "text_encoder_2"
_PREFIXES = {
    "lora_unet_": UNET_PART,
    "lora_te2_": SECOND_TEXT_PART,
    "lora_te1_": TEXT_PART,
    "lora_te_": TEXT_PART,
    "lycoris_": UNET_PART,
    "base_model.model.unet.": UNET_PART,
    "base_model.model.text_encoder_2.": SECOND_TEXT_PART,
    "base_model.model.text_encoder.": TEXT_PART,
    "base_model.model.text_model.": TEXT_PART,
    "base_model.model.": UNET_PART,
    "unet.": UNET_PART,
    "text_encoder_2.": SECOND_TEXT_PART,
    "text_encoder.": TEXT_PART,
    "diffusion_model.": UNET_PART,
}
_BARE = re.compile(r"(down_blocks|up_blocks|mid_block|time_embedding|add_embedding|conv_in|conv_out)\.")
_HALF = {"A": "down", "B": "up", "down": "down", "up": "up", "mid": "mid"}
_ROLES = (
    re.compile(r"[._]lora_(?P<half>A|B)(\.(?!bias$)\w+)?(\.weight)?$"),
    re.compile(r"\.lora_(?P<half>down|up|mid)\.weight$"),
    re.compile(r"[._]lora(_linear_layer|_conv2d_layer)?\.(?P<half>down|up)\.weight$"),
    re.compile(r"\.(?P<alpha>alpha)$"),
    re.compile(r"\.(?P<dora>dora_scale|lora_magnitude_vector(\.\w+)*)$"),
    re.compile(r"\.(?P<other>hada_w[12]_[ab]|hada_t[12]|lokr_w[12](_[ab])?|lokr_t2)$"),
)
# Inside a residual block, and beside the blocks: the original code's name → diffusers'.
_RESNET = {
    "in_layers_0": "norm1",
    "in_layers_2": "conv1",
    "emb_layers_1": "time_emb_proj",
    "out_layers_0": "norm2",
    "out_layers_3": "conv2",
    "skip_connection": "conv_shortcut",
}
_BESIDE = {
    "time_embed_0": "time_embedding_linear_1",
    "time_embed_2": "time_embedding_linear_2",
    "label_emb_0_0": "add_embedding_linear_1",
    "label_emb_0_2": "add_embedding_linear_2",
    "input_blocks_0_0": "conv_in",
    "out_0": "conv_norm_out",
    "out_2": "conv_out",
}
# diffusers once called a text encoder's projections as it calls a U-Net's.
_TEXT_ATTENTION = {
    "to_out_0": "out_proj",
    "to_out": "out_proj",
    "to_q": "q_proj",
    "to_k": "k_proj",
    "to_v": "v_proj",
}
_IN_BLOCK = re.compile(r"(down|up)_blocks_(\d+)_(resnets|attentions|downsamplers|upsamplers)_(\d+)_(.+)")
_IN_MIDDLE = re.compile(r"mid_block_(resnets|attentions)_(\d+)_(.+)")


@dataclass(frozen=True, slots=True)
class Target:
    """module: with underscores for dots; role: "down", "up", "mid", "alpha", "dora", or LoHa's and LoKr's own
    names."""

    part: str
    module: str
    role: str


def target_of(key: str) -> Target | None:
    """What a tensor of a LoRA file is; None for a name of no known form."""
    for pattern in _ROLES:
        if match := pattern.search(key):
            break
    else:
        return None
    named = match.groupdict()
    if half := named.get("half"):
        role = _HALF[half]
    else:
        role = "dora" if named.get("dora") else named.get("alpha") or named["other"]
    stem = key[: match.start()]
    prefix = next((prefix for prefix in _PREFIXES if stem.startswith(prefix)), "")
    if not prefix and not _BARE.match(f"{stem}."):
        return None
    part = _PREFIXES.get(prefix, UNET_PART)
    return Target(part, _plain(stem[len(prefix) :], part), role)


def _plain(name: str, part: str) -> str:
    """A module's path as `module_names` has it."""
    name = name.replace(".", "_").replace("_processor_", "_").removesuffix("_lora")
    if part != UNET_PART:
        for theirs, ours in _TEXT_ATTENTION.items():
            name = name.replace(f"self_attn_{theirs}", f"self_attn_{ours}")
        return name.removeprefix("text_model_")
    return f"{name}_0" if name.endswith("to_out") else name


def module_names(module, part: str) -> dict[str, tuple[str, Any]]:
    """Names with underscores → (path with dots, module) of everything in `module` that has a weight.

    The original code's names are in it too, so that a LoRA of either finds its place.
    """
    flat = {
        _plain(name, part): (name, child)
        for name, child in module.named_modules()
        if getattr(child, "weight", None) is not None
    }
    config = getattr(module, "config", None)
    if part != UNET_PART or config is None:
        return flat
    return {original: flat[name] for original, name in _originals(flat, config.layers_per_block)} | flat


def _originals(flat: dict, layers: int):
    """(the original code's name, diffusers' name) of each module of a U-Net."""
    for original, name in _BESIDE.items():
        if name in flat:
            yield original, name
    inside = {name: original for original, name in _RESNET.items()}
    for name in flat:
        if match := _IN_BLOCK.match(name):
            where, level, group, index, rest = match.groups()
            block = int(level) * (layers + 1) + int(index)
            rest = inside.get(rest, rest)
            if where == "down":
                if group == "downsamplers":
                    yield f"input_blocks_{(int(level) + 1) * (layers + 1)}_0_op", name
                else:
                    yield f"input_blocks_{block + 1}_{int(group == 'attentions')}_{rest}", name
            elif group == "upsamplers":
                # After the last layer of its level, behind an attention where there is one.
                last = int(level) * (layers + 1) + layers
                place = 2 if any(each.startswith(f"up_blocks_{level}_attentions") for each in flat) else 1
                yield f"output_blocks_{last}_{place}_conv", name
            else:
                yield f"output_blocks_{block}_{int(group == 'attentions')}_{rest}", name
        elif match := _IN_MIDDLE.match(name):
            group, index, rest = match.groups()
            place = 1 if group == "attentions" else 2 * int(index)
            yield f"middle_block_{place}_{inside.get(rest, rest)}", name
