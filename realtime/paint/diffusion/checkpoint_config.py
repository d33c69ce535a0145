"""The configuration of a checkpoint's networks, read off the names and shapes of its tensors.

shapes: name → shape. A KeyError names the tensor that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping

UNET = "model.diffusion_model."
_VAE = "first_stage_model."
_HEAD = 64  # channels of one attention head in SD 2, XL and every CLIP
_TIME_WIDTH = 256  # of each of the six numbers in SDXL's size embedding

Shapes = Mapping[str, tuple[int, ...]]


def unet_config(shapes: Shapes) -> dict:
    """UNet2DConditionModel's."""
    channels: list[int] = []
    depths: list[int] = []
    layers = [0]
    for block in range(1, _count(shapes, f"{UNET}input_blocks.")):
        start = f"{UNET}input_blocks.{block}."
        if f"{start}0.op.weight" in shapes:  # halves the size: the next level begins
            layers.append(0)
            continue
        layers[-1] += 1
        if len(channels) < len(layers):
            channels.append(shapes[f"{start}0.out_layers.3.weight"][0])
            depths.append(_count(shapes, f"{start}1.transformer_blocks."))
    into = next((name for name in shapes if name.startswith(UNET) and name.endswith(".1.proj_in.weight")), "")
    linear = len(shapes[into or f"{UNET}….proj_in.weight"]) == 2
    text = next(name for name in shapes if name.startswith(UNET) and name.endswith("attn2.to_k.weight"))
    config: dict = {
        "_class_name": "UNet2DConditionModel",
        "in_channels": shapes[f"{UNET}input_blocks.0.0.weight"][1],
        "out_channels": shapes[f"{UNET}out.2.weight"][0],
        "block_out_channels": channels,
        "layers_per_block": layers[0],
        "down_block_types": ["CrossAttnDownBlock2D" if depth else "DownBlock2D" for depth in depths],
        "up_block_types": ["CrossAttnUpBlock2D" if depth else "UpBlock2D" for depth in reversed(depths)],
        "transformer_layers_per_block": [depth or 1 for depth in depths],
        "cross_attention_dim": shapes[text][1],
        # A historical name: this is the number of heads.
        "attention_head_dim": [each // _HEAD for each in channels] if linear else 8,
        "use_linear_projection": linear,
    }
    sizes = f"{UNET}label_emb.0.0.weight"
    if sizes in shapes:
        config["addition_embed_type"] = "text_time"
        config["addition_time_embed_dim"] = _TIME_WIDTH
        config["projection_class_embeddings_input_dim"] = shapes[sizes][1]
    return config


def vae_config(shapes: Shapes, scaling: float) -> dict:
    """AutoencoderKL's."""
    down = f"{_VAE}encoder.down."
    levels = range(_count(shapes, down))
    return {
        "_class_name": "AutoencoderKL",
        "block_out_channels": [shapes[f"{down}{level}.block.0.conv2.weight"][0] for level in levels],
        "layers_per_block": _count(shapes, f"{down}0.block."),
        "down_block_types": ["DownEncoderBlock2D"] * len(levels),
        "up_block_types": ["UpDecoderBlock2D"] * len(levels),
        "latent_channels": shapes[f"{_VAE}quant_conv.weight"][0] // 2,
        "scaling_factor": scaling,
    }


def clip_config(shapes: Shapes, prefix: str) -> dict:
    """CLIPTextModel's, of OpenAI's CLIP as transformers has it."""
    words, width = shapes[f"{prefix}embeddings.token_embedding.weight"]
    return _text_config(
        words,
        width,
        _count(shapes, f"{prefix}encoder.layers."),
        shapes[f"{prefix}encoder.layers.0.mlp.fc1.weight"][0],
        shapes[f"{prefix}embeddings.position_embedding.weight"][0],
        "quick_gelu",
    )


def open_clip_config(shapes: Shapes, prefix: str, left_out: int = 0) -> dict:
    """The same of OpenCLIP, without its last `left_out` layers."""
    words, width = shapes[f"{prefix}token_embedding.weight"]
    return _text_config(
        words,
        width,
        _count(shapes, f"{prefix}transformer.resblocks.") - left_out,
        shapes[f"{prefix}transformer.resblocks.0.mlp.c_fc.weight"][0],
        shapes[f"{prefix}positional_embedding"][0],
        "gelu",
    )


def _text_config(words: int, width: int, layers: int, inner: int, positions: int, curve: str) -> dict:
    return {
        "architectures": ["CLIPTextModel"],
        "model_type": "clip_text_model",
        "vocab_size": words,
        "hidden_size": width,
        "projection_dim": width,
        "intermediate_size": inner,
        "num_hidden_layers": layers,
        "num_attention_heads": max(width // _HEAD, 1),
        "max_position_embeddings": positions,
        "hidden_act": curve,
        "bos_token_id": words - 2,
        "eos_token_id": words - 1,
    }


def prediction_of(shapes: Shapes, metadata: Mapping[str, str]) -> str:
    """What the network predicts: as the file says; else the noise, but for Stable Diffusion 2, of which there
    are both ("": it must be tried)."""
    stated = metadata.get("modelspec.prediction_type", metadata.get("modelspec.predict_type", ""))
    if stated:
        return "v_prediction" if stated.startswith("v") else "epsilon"
    if "v_pred" in shapes:
        return "v_prediction"
    return "" if "cond_stage_model.model.token_embedding.weight" in shapes else "epsilon"


def _count(shapes: Shapes, prefix: str) -> int:
    """How many numbers follow `prefix` in the names."""
    return len({name[len(prefix) :].partition(".")[0] for name in shapes if name.startswith(prefix)})
