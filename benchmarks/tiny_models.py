"""Tiny random-weight Stable Diffusion pipelines of each kind, a few megabytes, built on the spot.

They have the file layout of the real ones (model_index.json, safetensors, tokenizer files), so
what loads them loads SD-Turbo. The last convolutions are rescaled until the picture's deviation
is some 50 levels: unscaled random weights give flat or clipped pictures, which prove nothing.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderTiny,
    ControlNetModel,
    DDIMScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    T2IAdapter,
    TCDScheduler,
    UNet2DConditionModel,
)
from safetensors.torch import save_file
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
)

KINDS = ("sd-turbo", "sd-turbo-v", "lcm", "sd15", "sdxl-turbo", "sdxl", "tcd", "lcm-lora")
TEXT_WIDTH = 32
POOLED_WIDTH = 24
PICTURE_WIDTH = 24
_LARGE = ("sdxl-turbo", "sdxl")
_SIZE_WIDTH = 8  # of each of the six numbers that SDXL is told
TOKENS = 77
BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}


def build_tiny(
    folder: str | Path, kind: str = "sd-turbo", seed: int = 0, full_autoencoder: bool = False
) -> Path:
    """Save a tiny pipeline of `kind` (see KINDS) to `folder` and return it; same seed, same weights.

    full_autoencoder: the kind that models come with, not a TAESD.
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {KINDS}, not {kind!r}")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        unet = _unet(kind)
        autoencoder = _full_autoencoder() if full_autoencoder else _autoencoder()
        text_encoder = _text_encoder(TEXT_WIDTH if kind not in _LARGE else TEXT_WIDTH - POOLED_WIDTH)
        second = _second_text_encoder() if kind in _LARGE else None
        if not full_autoencoder:
            _scale_outputs(unet, autoencoder)
    parts = {
        "vae": autoencoder,
        "text_encoder": text_encoder,
        "tokenizer": _tokenizer(folder / "tokenizer"),
        "unet": unet,
        "scheduler": _scheduler(kind),
        "feature_extractor": None,
    }
    if second is None:
        pipeline = StableDiffusionPipeline(**parts, safety_checker=None, requires_safety_checker=False)
    else:
        spelled = _tokenizer(folder / "tokenizer_2", pad="!")
        pipeline = StableDiffusionXLPipeline(
            **parts, text_encoder_2=second, tokenizer_2=spelled, add_watermarker=False
        )
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def build_tiny_control(folder: Path, model: Path, seed: int = 1) -> Path:
    """Save a ControlNet of random weights for a tiny pipeline to `folder` and return it."""
    unet = UNet2DConditionModel.from_pretrained(model, subfolder="unet")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = ControlNetModel.from_unet(unet, conditioning_embedding_out_channels=(8, 8, 16, 16))
        for name, parameter in network.named_parameters():
            # What training begins with as zero would say nothing.
            if name.startswith(("controlnet_", "controlnet_cond_embedding.conv_out")) and parameter.ndim > 1:
                torch.nn.init.normal_(parameter, std=0.3)
    network.save_pretrained(folder)
    return folder


def build_tiny_adapter(folder: Path, seed: int = 1) -> Path:
    """Save a T2I-Adapter of random weights for tiny pipelines (not SDXL's) to `folder` and return it."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = T2IAdapter(in_channels=3, channels=[32, 64], num_res_blocks=1, downscale_factor=8)
    network.save_pretrained(folder)
    return folder


def build_tiny_image_prompt(folder: Path, model: Path, seed: int = 1) -> Path:
    """Save an IP-Adapter of random weights for a tiny pipeline to `folder`, its picture encoder beside it;
    gives the adapter's file."""
    folder.mkdir(parents=True)
    unet = UNet2DConditionModel.from_pretrained(model, subfolder="unet")
    tensors: dict[str, torch.Tensor] = {}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        tensors["image_proj.proj.weight"] = torch.randn(4 * TEXT_WIDTH, PICTURE_WIDTH) * 0.3
        tensors["image_proj.proj.bias"] = torch.randn(4 * TEXT_WIDTH) * 0.1
        tensors["image_proj.norm.weight"] = torch.ones(TEXT_WIDTH)
        tensors["image_proj.norm.bias"] = torch.zeros(TEXT_WIDTH)
        crossing = [name for name in unet.attn_processors if ".attn2." in name]
        for number, name in enumerate(crossing):
            hidden = unet.get_submodule(name.removesuffix(".processor")).to_k.weight.shape[0]
            for part in ("to_k_ip", "to_v_ip"):
                tensors[f"ip_adapter.{2 * number + 1}.{part}.weight"] = torch.randn(hidden, TEXT_WIDTH) * 0.3
        config = CLIPVisionConfig(
            hidden_size=32,
            intermediate_size=64,
            projection_dim=PICTURE_WIDTH,
            num_hidden_layers=2,
            num_attention_heads=4,
            image_size=32,
            patch_size=8,
        )
        CLIPVisionModelWithProjection(config).eval().save_pretrained(folder / "image_encoder")
    file = folder / "ip-adapter.safetensors"
    save_file(tensors, file)
    return file


def _unet(kind: str) -> UNet2DConditionModel:
    return UNet2DConditionModel(
        sample_size=8,
        in_channels=4,
        out_channels=4,
        block_out_channels=(32, 64),
        layers_per_block=1,
        norm_num_groups=8,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=TEXT_WIDTH,
        attention_head_dim=4,
        use_linear_projection=kind.startswith("sd-turbo"),  # as SD 2.1, which SD-Turbo is made from
        time_cond_proj_dim=32 if kind == "lcm" else None,
        **(
            {
                "addition_embed_type": "text_time",
                "addition_time_embed_dim": _SIZE_WIDTH,
                "projection_class_embeddings_input_dim": POOLED_WIDTH + 6 * _SIZE_WIDTH,
            }
            if kind in _LARGE
            else {}
        ),
    ).eval()


def _autoencoder() -> AutoencoderTiny:
    return AutoencoderTiny(
        encoder_block_out_channels=(16, 16, 16, 16),
        decoder_block_out_channels=(16, 16, 16, 16),
        num_encoder_blocks=(1, 1, 1, 1),
        num_decoder_blocks=(1, 1, 1, 1),
    ).eval()


def _full_autoencoder() -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=(32, 32, 32, 32),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        latent_channels=4,
        scaling_factor=0.18215,
    ).eval()


def _text_config(width: int) -> CLIPTextConfig:
    return CLIPTextConfig(
        vocab_size=514,
        hidden_size=width,
        projection_dim=width,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=TOKENS,
        bos_token_id=512,
        eos_token_id=513,
        pad_token_id=513,
    )


def _text_encoder(width: int) -> CLIPTextModel:
    return CLIPTextModel(_text_config(width)).eval()


def _second_text_encoder() -> CLIPTextModelWithProjection:
    return CLIPTextModelWithProjection(_text_config(POOLED_WIDTH)).eval()


def _scheduler(kind: str):
    if kind.startswith("sd-turbo"):
        prediction = "v_prediction" if kind == "sd-turbo-v" else "epsilon"
        return EulerDiscreteScheduler(
            **BETAS, prediction_type=prediction, timestep_spacing="trailing", steps_offset=1
        )
    if kind == "sdxl-turbo":
        return EulerAncestralDiscreteScheduler(**BETAS, timestep_spacing="trailing", steps_offset=1)
    if kind == "tcd":
        return TCDScheduler(**BETAS, original_inference_steps=50, clip_sample=False, steps_offset=1)
    if kind in ("lcm", "lcm-lora"):
        return LCMScheduler(**BETAS, original_inference_steps=50, clip_sample=False, steps_offset=1)
    return DDIMScheduler(**BETAS, clip_sample=False, set_alpha_to_one=False, steps_offset=1)


def _tokenizer(folder: Path, pad: str = "<|endoftext|>") -> CLIPTokenizer:
    """A byte-level CLIP tokenizer without merges: every byte is a token, so any text in any script works."""
    folder.mkdir(parents=True, exist_ok=True)
    letters = _byte_letters()
    vocabulary = {token: i for i, token in enumerate([*letters, *(f"{c}</w>" for c in letters)])}
    vocabulary |= {"<|startoftext|>": 512, "<|endoftext|>": 513}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    return CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=TOKENS, pad_token=pad)


def _byte_letters() -> list[str]:
    """GPT-2's printable stand-ins for the 256 bytes."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {b: chr(b) for b in printable}
    for offset, byte in enumerate(b for b in range(256) if b not in letters):
        letters[byte] = chr(256 + offset)
    return [letters[b] for b in range(256)]


@torch.no_grad()
def _scale_outputs(unet: UNet2DConditionModel, autoencoder: AutoencoderTiny) -> None:
    """Noise prediction of deviation 1 from noise; a picture of deviation 0.4 (50 levels) from latents."""
    latent = torch.randn(1, 4, 16, 16)
    text = torch.randn(1, TOKENS, TEXT_WIDTH)
    condition = unet.config.time_cond_proj_dim
    extra = {"timestep_cond": torch.randn(1, condition)} if condition else {}
    if unet.config.addition_embed_type:
        pooled, sizes = torch.randn(1, POOLED_WIDTH), torch.full((1, 6), 64.0)
        extra["added_cond_kwargs"] = {"text_embeds": pooled, "time_ids": sizes}
    noise = unet(latent, 500, encoder_hidden_states=text, **extra).sample
    _scale(unet.conv_out, 1.0 / noise.std(), noise.mean())
    # SD latents have deviation 1 or so; images in -1..1.
    encoded = autoencoder.encode(torch.rand(1, 3, 128, 128) * 2 - 1).latents
    _scale(autoencoder.encoder.layers[-1], 1.0 / encoded.std(), encoded.mean())
    picture = autoencoder.decode(torch.randn(1, 4, 16, 16)).sample
    # The decoder's last convolution gives 0..1, its forward stretches that to -1..1.
    _scale(autoencoder.decoder.layers[-1], 0.4 / picture.std(), (picture.mean() + 1) / 2, centre=0.5)


def _scale(conv: torch.nn.Conv2d, factor, mean, centre: float = 0.0) -> None:
    conv.weight *= factor
    if conv.bias is not None:
        conv.bias.copy_((conv.bias - mean) * factor + centre)
