"""LoRAs fused into a model's weights before it is compiled."""

from __future__ import annotations

import pytest
import torch
from safetensors.torch import save_file

from realtime.errors import UserError
from realtime.paint.diffusion.lora import Lora, fuse, parse_lora

torch.set_num_threads(1)


@pytest.mark.parametrize("naming", ["kohya", "diffusers"])
def test_lora_is_fused_at_its_scale(step, tmp_path, naming):
    unet = step.unet
    name = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q"
    layer = unet.get_submodule(name)
    down, up = torch.randn(2, layer.in_features), torch.randn(layer.out_features, 2)
    if naming == "kohya":
        stem = "lora_unet_" + name.replace(".", "_")
        tensors = {
            f"{stem}.lora_down.weight": down,
            f"{stem}.lora_up.weight": up,
            f"{stem}.alpha": torch.tensor(1.0),
        }
    else:
        tensors = {f"unet.{name}.lora_A.weight": down, f"unet.{name}.lora_B.weight": up}
    path = tmp_path / "lcm-lora.safetensors"
    save_file(tensors, path)
    lora = parse_lora(f"{path}:0.8")
    assert lora == Lora(path, 0.8) and lora.sampler == "lcm"
    before = layer.weight.clone()
    assert fuse(unet, lora) == 1
    rank_factor = 0.5 if naming == "kohya" else 1.0
    assert torch.allclose(layer.weight - before, 0.8 * rank_factor * up @ down, atol=1e-5)
    with torch.no_grad():
        layer.weight.copy_(before)


def test_lora_of_another_model_or_kind_of_file_is_refused(step, tmp_path):
    path = tmp_path / "other.safetensors"
    save_file(
        {
            "lora_unet_nowhere.lora_down.weight": torch.ones(1, 2),
            "lora_unet_nowhere.lora_up.weight": torch.ones(2, 1),
        },
        path,
    )
    with pytest.raises(UserError, match="another model"):
        fuse(step.unet, Lora(path))
    with pytest.raises(UserError, match=r"not a .safetensors"):
        parse_lora("style.ckpt:0.5")
    with pytest.raises(UserError, match="no LoRA file"):
        parse_lora("missing.safetensors")
