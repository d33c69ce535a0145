"""What a LoRA does to a weight.

LoRA: + α/rank · up · down (Hu et al. 2021); LoCon the same for convolutions, with a core between where it is
Tucker-decomposed; LoHa: a product of two, element by element (FedPara, Hyeon-Woo et al. 2022); LoKr: a
Kronecker product; DoRA: the changed weight, each of its rows or columns as long as is written down (Liu et
al. 2024). Layouts of the tensors as in LyCORIS and PEFT."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def known_form(roles: dict) -> bool:
    """Are both halves of some form among the tensors of a module?"""
    return (
        {"down", "up"} <= set(roles)
        or {"hada_w1_a", "hada_w1_b", "hada_w2_a", "hada_w2_b"} <= set(roles)
        or (_has(roles, "lokr_w1") and _has(roles, "lokr_w2"))
    )


def rank_of(roles: dict) -> int:
    """What α is divided by; 0: by nothing, there is no narrow part."""
    narrow = ("down", "hada_w1_b", "lokr_w1_b", "lokr_w2_b")
    return next((roles[name].shape[0] for name in narrow if name in roles), 0)


def changed_weight(weight: Tensor, roles: dict, scale: float) -> Tensor:
    """`weight`, float32, with the change that `roles` (role → tensor) make of it, times `scale`.

    Raises ValueError where the shapes do not fit.
    """
    tensors: dict = {
        role: tensor if isinstance(tensor, float) else tensor.float() for role, tensor in roles.items()
    }
    change, rank = _change(tensors), rank_of(tensors)
    if change.numel() != weight.numel():
        raise ValueError("another shape")
    alpha = tensors.get("alpha")
    factor = scale * (float(alpha) / rank if alpha is not None and rank else 1.0)
    changed = weight + factor * change.reshape(weight.shape)
    return changed if "dora" not in tensors else _decomposed(changed, tensors["dora"])


def _change(tensors: dict) -> Tensor:
    """The change before α and scale."""
    import torch

    if "down" in tensors:
        down, up = tensors["down"], tensors["up"]
        if "mid" in tensors:
            return torch.einsum("om,mnkl,ni->oikl", up.flatten(1), tensors["mid"], down.flatten(1))
        if up.flatten(1).shape[1] != down.shape[0]:
            raise ValueError("the halves do not fit")
        return up.flatten(1) @ down.flatten(1)
    if "hada_w1_a" in tensors:
        halves = [
            _tucker(tensors, f"hada_t{i}", f"hada_w{i}_a", f"hada_w{i}_b", "ijkl,ip,jr->prkl") for i in (1, 2)
        ]
        return halves[0] * halves[1]
    first = tensors["lokr_w1"] if "lokr_w1" in tensors else tensors["lokr_w1_a"] @ tensors["lokr_w1_b"]
    second = (
        tensors["lokr_w2"]
        if "lokr_w2" in tensors
        else _tucker(tensors, "lokr_t2", "lokr_w2_a", "lokr_w2_b", "ijkl,ip,jr->prkl")
    )
    if second.ndim == 4:
        first = first[:, :, None, None]
    return torch.kron(first, second)


def _tucker(tensors: dict, core: str, a: str, b: str, how: str) -> Tensor:
    import torch

    if core in tensors:
        return torch.einsum(how, tensors[core], tensors[a], tensors[b])
    return tensors[a] @ tensors[b].flatten(1)


def _decomposed(changed: Tensor, length: Tensor) -> Tensor:
    """`changed` with its rows (or, as LyCORIS had it at first, its columns) as long as `length` says."""
    rows, columns = changed.shape[:2]
    flat = changed.flatten(1)
    if length.numel() == rows and not (length.ndim > 1 and length.shape[0] == 1 and columns == rows):
        norm = flat.norm(dim=1, keepdim=True)
        return (flat * (length.reshape(rows, 1) / norm)).reshape(changed.shape)
    if length.numel() != columns:
        raise ValueError("another shape")
    across = changed.transpose(0, 1).flatten(1)
    scaled = across * (length.reshape(columns, 1) / across.norm(dim=1, keepdim=True))
    turned = changed.transpose(0, 1)
    return scaled.reshape(turned.shape).transpose(0, 1)


def _has(roles: dict, name: str) -> bool:
    return name in roles or {f"{name}_a", f"{name}_b"} <= set(roles)
