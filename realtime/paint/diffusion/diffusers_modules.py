"""The modules of diffusers that the frame step and its lean form read, with no more than what they read.

diffusers itself is only imported where weights are loaded. These classes are never made: they give types to
its modules, which `is_module` recognizes by their class's name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeGuard, TypeVar

from torch import Tensor, nn


class AutoencoderConfig(Protocol):
    scaling_factor: float


class Autoencoder(nn.Module):
    """AutoencoderTiny, which has no convolutions around the latent picture, or AutoencoderKL."""

    config: AutoencoderConfig
    encoder: nn.Module
    decoder: nn.Module
    quant_conv: nn.Module | None
    post_quant_conv: nn.Module | None


class Upsample2D(nn.Module):
    norm: nn.Module | None


class GEGLU(nn.Module):
    proj: nn.Linear


class Attention(nn.Module):
    heads: int
    to_q: nn.Linear
    to_k: nn.Linear
    to_v: nn.Linear
    to_out: nn.ModuleList
    rescale_output_factor: float
    set_processor: Callable[[Callable[..., Tensor]], None]


class FeedForward(nn.Module):
    net: nn.ModuleList


class BasicTransformerBlock(nn.Module):
    attn1: Attention
    attn2: Attention
    ff: FeedForward
    only_cross_attention: bool


class Transformer2DModel(nn.Module):
    """proj_in, proj_out: convolutions where `use_linear_projection` is False."""

    use_linear_projection: bool
    proj_in: nn.Linear | nn.Conv2d
    proj_out: nn.Linear | nn.Conv2d


class ResnetBlock2D(nn.Module):
    time_emb_proj: nn.Module
    nonlinearity: nn.Module
    time_embedding_norm: str
    skip_time_act: bool


class Unet(nn.Module):
    """UNet2DConditionModel."""

    time_embedding: nn.Module


Kind = TypeVar("Kind", bound=nn.Module)


def is_module(module: nn.Module, kind: type[Kind]) -> TypeGuard[Kind]:
    """True when `module` is diffusers' class of the name of `kind`."""
    return type(module).__name__ == kind.__name__
