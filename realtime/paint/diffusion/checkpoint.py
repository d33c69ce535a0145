"""A checkpoint in one .safetensors file (Stable Diffusion 1.x, 2.x, XL) → the folder that diffusers would
have.

What its configuration files would say is read off the tensors' names and shapes; the weights are renamed by
diffusers' own converters. The folder is kept, so this is done once a file.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.checkpoint_config import (
    UNET,
    clip_config,
    open_clip_config,
    prediction_of,
    unet_config,
    vae_config,
)
from realtime.paint.diffusion.hub import INSTALL, fetch
from realtime.paint.diffusion.weights import read_header

_FORMAT = 2  # of the folders; raised when they are made otherwise
_TOKENIZER = "openai/clip-vit-large-patch14"
_TOKENIZER_FILES = ("vocab.json", "merges.txt")
_CLIP, _OPEN_CLIP = "cond_stage_model.transformer.text_model.", "cond_stage_model.model."
_XL_CLIP, _XL_OPEN_CLIP = "conditioner.embedders.0.transformer.text_model.", "conditioner.embedders.1.model."


@dataclass(frozen=True, slots=True)
class _Plan:
    """configs: part → its config.json; encoders: part → transformers' class; pads: tokenizer → its
    padding."""

    pipeline: str
    configs: dict[str, dict]
    encoders: dict[str, str]
    pads: dict[str, str]
    scheduler: dict


def as_folder(file: Path, root: Path | None = None) -> Path:
    """The folder of a checkpoint, made when it is not there yet. Needs torch and diffusers, then.

    root: where such folders are kept. UserError for what is no whole checkpoint of a kind that is known.
    """
    header = read_header(file)
    name = f"{cache.plain(file.stem)[:24]}-{cache.digest([file], str(_FORMAT))}"
    folder = (root or cache.default_root().parent / "checkpoints") / name
    if (folder / "model_index.json").is_file():
        return folder
    plan = _plan(file, header)
    cache.require_space(folder.parent, file.stat().st_size)
    tokenizer = _find_tokenizer(file)
    with cache.written_aside(folder) as aside:
        for part, config in plan.configs.items():
            (aside / part).mkdir()
            _write(aside / part / "config.json", config)
        velocity = _convert(file, aside, plan)
        plan.scheduler["prediction_type"] = plan.scheduler["prediction_type"] or (
            "v_prediction" if velocity else "epsilon"
        )
        for part, pad in plan.pads.items():
            (aside / part).mkdir()
            for wanted in _TOKENIZER_FILES:
                shutil.copyfile(tokenizer / wanted, aside / part / wanted)
            _write(aside / part / "tokenizer_config.json", {"pad_token": pad, "model_max_length": 77})
        (aside / "scheduler").mkdir()
        _write(aside / "scheduler" / "scheduler_config.json", plan.scheduler)
        _write(aside / "model_index.json", _index(plan))
    return folder


def _plan(file: Path, header: dict[str, dict]) -> _Plan:
    metadata = header.get("__metadata__", {})
    shapes = {name: tuple(tensor["shape"]) for name, tensor in header.items() if name != "__metadata__"}
    if f"{UNET}input_blocks.0.0.weight" not in shapes:
        lora = any("lora" in name or "hada" in name or "lokr" in name for name in shapes)
        hint = (
            f"it is a LoRA: give a model, and this with --lora {file}"
            if lora
            else "it holds no U-Net of its form"
        )
        raise UserError(f"{file} is not a Stable Diffusion checkpoint: {hint}.")
    try:
        if f"{_XL_CLIP}embeddings.token_embedding.weight" in shapes:
            encoders = {"text_encoder": "CLIPTextModel", "text_encoder_2": "CLIPTextModelWithProjection"}
            configs = {
                "text_encoder": clip_config(shapes, _XL_CLIP),
                "text_encoder_2": open_clip_config(shapes, _XL_OPEN_CLIP),
            }
            pipeline, scaling = "StableDiffusionXLPipeline", 0.13025
            pads = {"tokenizer": "<|endoftext|>", "tokenizer_2": "!"}
        else:
            encoders = {"text_encoder": "CLIPTextModel"}
            pipeline, scaling = "StableDiffusionPipeline", 0.18215
            if f"{_OPEN_CLIP}token_embedding.weight" in shapes:
                # Stable Diffusion 2 was trained on the last layer but one: the last is left out.
                configs = {"text_encoder": open_clip_config(shapes, _OPEN_CLIP, left_out=1)}
                pads = {"tokenizer": "!"}
            else:
                configs = {"text_encoder": clip_config(shapes, _CLIP)}
                pads = {"tokenizer": "<|endoftext|>"}
        configs |= {"unet": unet_config(shapes), "vae": vae_config(shapes, scaling)}
    except KeyError as error:
        raise UserError(
            f"{file} is not a whole checkpoint: it has no {error.args[0]}. Take one with text encoder and "
            "autoencoder in it, or the model's folder."
        ) from None
    scheduler = {
        "_class_name": "DDIMScheduler",
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "num_train_timesteps": 1000,
        "prediction_type": prediction_of(shapes, metadata),
        "rescale_betas_zero_snr": "ztsnr" in shapes,
        "timestep_spacing": "trailing" if "ztsnr" in shapes else "leading",
        "steps_offset": 1,
        "clip_sample": False,
        "set_alpha_to_one": False,
    }
    return _Plan(pipeline, configs, encoders, pads, scheduler)


def _find_tokenizer(file: Path) -> Path:
    """A folder with CLIP's vocabulary, which no checkpoint holds: `tokenizer` beside it, or the hub's."""
    beside = file.parent / "tokenizer"
    if all((beside / name).is_file() for name in _TOKENIZER_FILES):
        return beside
    try:
        return fetch(_TOKENIZER, _TOKENIZER_FILES)
    except UserError as error:
        raise UserError(
            f"A checkpoint has no tokenizer: put {' and '.join(_TOKENIZER_FILES)} of {_TOKENIZER} "
            f"into {beside} ({error})"
        ) from None


def _convert(file: Path, folder: Path, plan: _Plan) -> bool:
    """Write the parts into `folder`; does the network seem to predict velocity?"""
    try:
        import torch
        import transformers
        from diffusers import AutoencoderKL, UNet2DConditionModel
        from diffusers.loaders.single_file_utils import create_diffusers_clip_model_from_ldm
        from safetensors.torch import load_file
    except ImportError as error:
        raise UserError(
            f"{error.name} is needed to take a checkpoint apart, and not installed. {INSTALL}"
        ) from None
    tensors = load_file(file)
    half = tensors[f"{UNET}input_blocks.0.0.weight"].dtype == torch.float16
    options = {
        "config": str(folder),
        "local_files_only": True,
        "torch_dtype": torch.float16 if half else torch.float32,
    }
    velocity = False
    for part, family in (("unet", UNet2DConditionModel), ("vae", AutoencoderKL)):
        module = family.from_single_file(dict(tensors), subfolder=part, **options)
        module.save_pretrained(folder / part)
        if part == "unet" and not plan.scheduler["prediction_type"]:
            velocity = predicts_velocity(module.float(), plan.configs["unet"]["cross_attention_dim"])
    for part, name in plan.encoders.items():
        encoder = create_diffusers_clip_model_from_ldm(
            getattr(transformers, name), dict(tensors), subfolder=part, **options
        )
        encoder.save_pretrained(folder / part)
    return velocity


def predicts_velocity(unet: Callable[..., Any], text_width: int) -> bool:
    """Tried on a flat picture at the last timestep, where all is noise.

    What predicts noise gives back what it is given, what predicts velocity the picture's opposite. The bound
    is that of stable-diffusion-webui."""
    import torch

    flat, text = torch.full((1, 4, 8, 8), 0.5), torch.full((1, 2, text_width), 0.5)
    with torch.inference_mode():
        found = unet(flat, 999, encoder_hidden_states=text).sample
    return bool((found - flat).mean() < -1.0)


def _index(plan: _Plan) -> dict:
    parts = {part: ["transformers", name] for part, name in plan.encoders.items()}
    parts |= {part: ["transformers", "CLIPTokenizer"] for part in plan.pads}
    parts |= {"unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"]}
    parts["scheduler"] = ["diffusers", plan.scheduler["_class_name"]]
    absent = ["feature_extractor", "image_encoder"]
    if "tokenizer_2" not in plan.pads:
        absent.append("safety_checker")
    return {"_class_name": plan.pipeline, **parts, **{name: [None, None] for name in absent}}


def _write(path: Path, data: dict) -> None:
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
