"""The same network in fewer operations, for CPUs: neighbouring weights are multiplied out beforehand.

On a CPU with bf16 units the convolutions already run at the speed of those units, so a frame becomes faster
only by multiplying less. Everything here is exact but for rounding; the weights that stay are shared.
"""

from __future__ import annotations

import copy
import itertools

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from realtime.paint.diffusion.diffusers_modules import (
    GEGLU,
    Attention,
    BasicTransformerBlock,
    ResnetBlock2D,
    Transformer2DModel,
    Unet,
    Upsample2D,
    is_module,
)
from realtime.paint.diffusion.frame_step import FrameStep


def lean(step: FrameStep) -> FrameStep:
    """A copy of `step` with its UNet and autoencoder rewritten; `step` itself stays as it is."""
    shared = {id(tensor): tensor for tensor in (*step.parameters(), *step.buffers())}
    rewritten = copy.deepcopy(step, shared)
    _rewrite(rewritten)
    _share_time(rewritten.unet)
    return rewritten


def _rewrite(module: nn.Module) -> None:
    for name, child in module.named_children():
        if (conv := _doubled_convolution(child)) is not None:
            setattr(module, name, EnlargingConvolution(conv))
        elif is_module(child, GEGLU) and isinstance(child.proj, nn.Linear):
            setattr(module, name, SplitGate(child.proj))
        else:
            if is_module(child, Attention) and _is_plain(child):
                child.set_processor(plain_attention)
                child.to_q = _scaled(child.to_q, (child.to_q.out_features // child.heads) ** -0.5)
            _rewrite(child)
            if is_module(child, BasicTransformerBlock):
                _fold_norms(child)
            if is_module(child, Transformer2DModel):
                _project_by_convolutions(child)
    if isinstance(module, nn.Sequential):
        layers = list(module)
        for i, (first, second) in enumerate(itertools.pairwise(layers)):
            if _doubles(first) and isinstance(second, nn.Conv2d):
                module[i], module[i + 1] = nn.Identity(), EnlargingConvolution(second)


def _doubled_convolution(module: nn.Module) -> nn.Conv2d | None:
    """The convolution of diffusers' doubling layer, where nothing else is in it."""
    if not is_module(module, Upsample2D) or module.norm is not None:
        return None
    conv = getattr(module, "conv", None)
    return conv if isinstance(conv, nn.Conv2d) else None


def _project_by_convolutions(transformer: Transformer2DModel) -> None:
    """Before a convolution the picture's layout need not be transposed, as it must be before a matrix."""
    into, out = transformer.proj_in, transformer.proj_out
    if transformer.use_linear_projection and isinstance(into, nn.Linear) and isinstance(out, nn.Linear):
        transformer.use_linear_projection = False
        transformer.proj_in, transformer.proj_out = _pointwise(into), _pointwise(out)


def _doubles(layer: nn.Module) -> bool:
    return isinstance(layer, nn.Upsample) and layer.scale_factor == 2 and layer.mode == "nearest"


class EnlargingConvolution(nn.Module):
    """Nearest-pixel doubling and the 3×3 convolution after it, as one transposed convolution.

    The doubled picture has four equal pixels where nine weights meet them: 16 products a cell and not 36.
    """

    def __init__(self, conv: nn.Conv2d):
        super().__init__()
        self.conv = conv
        inputs, outputs = conv.in_channels, conv.out_channels
        # Doubling is a transposed convolution with 2×2 ones; with the 3×3 weights after it that makes 4×4.
        weight = conv.weight.detach().float().flip(2, 3).transpose(0, 1)
        padded = (F.pad(weight, (i, 1 - i, j, 1 - j)) for i in (0, 1) for j in (0, 1))
        doubled = sum(padded, start=torch.zeros(()))
        self.enlarge = nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=conv.bias is not None)
        self.enlarge.weight = nn.Parameter(doubled.to(conv.weight.dtype), requires_grad=False)
        self.enlarge.bias = conv.bias

    def forward(self, image: Tensor, output_size: tuple[int, int] | None = None) -> Tensor:
        height, width = image.shape[2:]
        if output_size is None or tuple(output_size) == (2 * height, 2 * width):
            return self.enlarge(image)
        return self.conv(F.interpolate(image, size=output_size, mode="nearest"))


class TimesOfAll(nn.Module):
    """The time embedding as every residual block takes it, by one product: the blocks then cut out theirs."""

    def __init__(self, embedding: nn.Module, shares: list[nn.Linear]):
        super().__init__()
        self.embedding = embedding
        self.shares = nn.Linear(shares[0].in_features, sum(share.out_features for share in shares))
        for name in ("weight", "bias"):
            joined = torch.cat([getattr(share, name).detach() for share in shares])
            setattr(self.shares, name, nn.Parameter(joined, requires_grad=False))

    def forward(self, sample: Tensor, condition: Tensor | None = None) -> Tensor:
        return self.shares(F.silu(self.embedding(sample, condition)))


class Columns(nn.Module):
    """`stop - start` columns of a matrix."""

    def __init__(self, start: int, stop: int):
        super().__init__()
        self.start, self.stop = start, stop

    def forward(self, matrix: Tensor) -> Tensor:
        return matrix[:, self.start : self.stop]


def _share_time(unet: Unet) -> None:
    """The time's way into the residual blocks by one product, where nothing else is added to it."""
    blocks = [module for module in unet.modules() if is_module(module, ResnetBlock2D)]
    shares = [block.time_emb_proj for block in blocks if isinstance(block.time_emb_proj, nn.Linear)]
    plain = len(shares) == len(blocks) and all(
        isinstance(block.nonlinearity, nn.SiLU)
        and block.time_embedding_norm == "default"
        and not block.skip_time_act
        for block in blocks
    )
    others = ("class_embedding", "add_embedding", "encoder_hid_proj", "time_embed_act")
    if not blocks or not plain or any(getattr(unet, name, None) is not None for name in others):
        return
    unet.time_embedding = TimesOfAll(unet.time_embedding, shares)
    start = 0
    for block, share in zip(blocks, shares, strict=True):
        stop = start + share.out_features
        block.skip_time_act, block.time_emb_proj = True, Columns(start, stop)
        start = stop


class SplitGate(nn.Module):
    """GEGLU with a matrix for either half: each goes on without a copy, and the gate's curve with it."""

    def __init__(self, both: nn.Linear):
        super().__init__()
        half = both.out_features // 2
        self.value, self.gate = (
            nn.Linear(both.in_features, half, bias=both.bias is not None) for _ in range(2)
        )
        for part, rows in ((self.value, slice(0, half)), (self.gate, slice(half, None))):
            part.weight = nn.Parameter(both.weight[rows].detach(), requires_grad=False)
            if both.bias is not None:
                part.bias = nn.Parameter(both.bias[rows].detach(), requires_grad=False)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.value(tokens) * F.gelu(self.gate(tokens))


def _fold_norms(block: BasicTransformerBlock) -> None:
    """A transformer block's layer norms, their weights multiplied into the matrices that follow."""
    followers: dict[str, tuple[nn.Module, tuple[str, ...]]] = {
        "norm1": (block.attn1, ("to_q", "to_k", "to_v")),
        "norm2": (block.attn2, ("to_q",)),
    }
    gate = block.ff.net[0]
    if isinstance(gate, SplitGate):
        followers["norm3"] = (gate, ("value", "gate"))
    for name, (owner, matrices) in followers.items():
        norm = getattr(block, name)
        if type(norm) is not nn.LayerNorm or norm.weight is None or block.only_cross_attention:
            continue
        if any(type(getattr(owner, matrix)) is not nn.Linear for matrix in matrices):
            continue
        for matrix in matrices:
            setattr(owner, matrix, _after(norm, getattr(owner, matrix)))
        setattr(block, name, nn.LayerNorm(norm.normalized_shape, norm.eps, elementwise_affine=False))


def _after(norm: nn.LayerNorm, linear: nn.Linear) -> nn.Linear:
    """`linear` after `norm`'s scale and offset, as one matrix."""
    shift = linear.weight @ norm.bias if norm.bias is not None else 0.0
    return _linear(linear.weight * norm.weight, shift + (0.0 if linear.bias is None else linear.bias))


def _scaled(linear: nn.Linear, factor: float) -> nn.Linear:
    return _linear(linear.weight * factor, None if linear.bias is None else linear.bias * factor)


def _linear(weight: Tensor, bias: Tensor | None) -> nn.Linear:
    linear = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None)
    linear.weight = nn.Parameter(weight.detach(), requires_grad=False)
    if bias is not None:
        linear.bias = nn.Parameter(bias.detach(), requires_grad=False)
    return linear


def _pointwise(linear: nn.Linear) -> nn.Conv2d:
    conv = nn.Conv2d(linear.in_features, linear.out_features, 1, bias=linear.bias is not None)
    conv.weight = nn.Parameter(linear.weight.detach()[:, :, None, None], requires_grad=False)
    conv.bias = linear.bias
    return conv


def _is_plain(attention: Attention) -> bool:
    """Nothing but queries, keys, values and an output: no norms, masks, residuals, pictures or LoRAs."""
    if any(type(each) is not nn.Linear for each in (attention.to_q, attention.to_k, attention.to_v)):
        return False
    if hasattr(getattr(attention, "processor", None), "to_k_ip"):
        return False  # a picture beside the words
    extras = ("spatial_norm", "group_norm", "norm_cross", "norm_q", "norm_k", "residual_connection")
    return not any(getattr(attention, name, None) for name in extras) and (
        attention.rescale_output_factor == 1
    )


def plain_attention(
    attn: Attention,
    hidden_states: Tensor,
    encoder_hidden_states: Tensor | None = None,
    attention_mask: None = None,
) -> Tensor:
    """diffusers' attention without detours; the queries come scaled (`_scaled`), and nothing is copied."""
    text = hidden_states if encoder_hidden_states is None else encoder_hidden_states
    batch, heads = hidden_states.shape[0], attn.heads

    def by_head(tokens: Tensor) -> Tensor:
        return tokens.reshape(batch, -1, heads, tokens.shape[-1] // heads).transpose(1, 2)

    query, key, value = (
        by_head(part) for part in (attn.to_q(hidden_states), attn.to_k(text), attn.to_v(text))
    )
    weights = torch.softmax(torch.matmul(query, key.transpose(2, 3)), dim=-1)
    mixed = torch.matmul(weights, value).transpose(1, 2)
    return attn.to_out[0](mixed.reshape(batch, -1, heads * value.shape[-1]))
