"""LoRAs fused into a model's weights, as diffusers fuses them, and judged by what is in the file."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from benchmarks import tiny_models
from realtime.errors import UserError
from realtime.paint.diffusion.lora import Lora, distilled_kind, fuse, parse_lora
from realtime.paint.diffusion.lora_change import changed_weight

torch.set_num_threads(1)
QUERY = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q"
CONV = "down_blocks.0.resnets.0.conv1"
OUT = "up_blocks.1.attentions.1.transformer_blocks.0.attn2.to_out.0"
WORDS = "encoder.layers.1.self_attn.k_proj"
SCALE = 0.7


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory):
    """diffusers' own, of a tiny model."""
    from diffusers import StableDiffusionPipeline

    folder = tiny_models.build_tiny(tmp_path_factory.mktemp("models") / "sd15", "sd15")
    return StableDiffusionPipeline.from_pretrained(folder, safety_checker=None)


def halves(layer: torch.nn.Module, rank: int = 2) -> tuple[torch.Tensor, torch.Tensor]:
    """(down, up) for a layer, as training would shape them."""
    weight = layer.weight
    down = torch.randn(rank, *weight.shape[1:]) * 0.1
    return down, torch.randn(weight.shape[0], rank, *(1 for _ in weight.shape[2:])) * 0.1


def kohya(unet, encoder) -> dict[str, torch.Tensor]:
    tensors = {}
    for prefix, module, names in (
        ("lora_unet_", unet, (QUERY, CONV, OUT)),
        ("lora_te_text_model_", encoder, (WORDS,)),
    ):
        for name in names:
            down, up = halves(module.get_submodule(name))
            stem = prefix + name.replace(".", "_")
            tensors |= {
                f"{stem}.lora_down.weight": down,
                f"{stem}.lora_up.weight": up,
                f"{stem}.alpha": torch.tensor(1.5),
            }
    return tensors


def peft(unet, encoder, dora: bool = False) -> dict[str, torch.Tensor]:
    tensors = {}
    for name in (QUERY, OUT):
        layer = unet.get_submodule(name)
        down, up = halves(layer)
        tensors |= {f"unet.{name}.lora_A.weight": down, f"unet.{name}.lora_B.weight": up}
        if dora:
            length = torch.linalg.norm(layer.weight, dim=1) * (1.0 + 0.2 * torch.rand(layer.out_features))
            tensors[f"unet.{name}.lora_magnitude_vector"] = length
    if not dora:
        down, up = halves(encoder.get_submodule(WORDS))
        stem = f"text_encoder.text_model.{WORDS}"
        tensors |= {f"{stem}.lora_A.weight": down, f"{stem}.lora_B.weight": up}
    return tensors


@pytest.mark.parametrize("form", ["kohya", "peft", "dora"])
def test_fused_as_diffusers_fuses_it(pipeline, tmp_path, form):
    torch.manual_seed(3)
    encoder = getattr(pipeline.text_encoder, "text_model", pipeline.text_encoder)
    make = {"kohya": kohya, "peft": peft, "dora": lambda *both: peft(*both, dora=True)}[form]
    path = tmp_path / "hyperrealism_v3.safetensors"
    tensors = {name: each.contiguous() for name, each in make(pipeline.unet, encoder).items()}
    save_file(tensors, path)
    unet, words = copy.deepcopy(pipeline.unet), copy.deepcopy(pipeline.text_encoder)
    theirs = copy.deepcopy(pipeline)
    # diffusers reads kohya's text encoders by names that this version of transformers has no more.
    theirs.load_lora_into_unet(
        *theirs.lora_state_dict(str(path), unet_config=theirs.unet.config)[:2], theirs.unet
    )
    theirs.fuse_lora(components=["unet"], lora_scale=SCALE)
    lora = parse_lora(f"{path}:{SCALE}")
    fuse(unet, lora)
    for name, layer in theirs.unet.named_modules():
        if hasattr(layer, "base_layer"):
            found = unet.get_submodule(name).weight
            assert torch.allclose(found, layer.base_layer.weight, atol=1e-5), name
    assert not torch.allclose(unet.get_submodule(QUERY).weight, pipeline.unet.get_submodule(QUERY).weight)
    if form != "dora":
        changed = fuse(words, lora, "text_encoder")
        stem = next(key for key in tensors if "k_proj" in key and ("down" in key or "lora_A" in key))
        down, up = tensors[stem], tensors[stem.replace("lora_down", "lora_up").replace("lora_A", "lora_B")]
        factor = SCALE * (1.5 / 2 if form == "kohya" else 1.0)
        before = encoder.get_submodule(WORDS).weight
        after = getattr(words, "text_model", words).get_submodule(WORDS).weight
        assert changed == 1 and torch.allclose(after - before, factor * up @ down, atol=1e-5)


def test_names_without_a_prefix_and_alpha_beside_the_weights(pipeline, tmp_path):
    unet = copy.deepcopy(pipeline.unet)
    down, up = halves(unet.get_submodule(QUERY))
    tensors = {f"{QUERY}.lora_A.default.weight": down, f"{QUERY}.lora_B.default.weight": up}
    path = tmp_path / "lora.safetensors"
    save_file(tensors, path, {"lora_adapter_metadata": '{"unet.lora_alpha": 8, "unet.r": 2}'})
    before = unet.get_submodule(QUERY).weight.clone()
    assert fuse(unet, Lora(path, 0.5)) == 1
    assert torch.allclose(unet.get_submodule(QUERY).weight - before, 0.5 * 8 / 2 * up @ down, atol=1e-5)


def test_products_of_two_kinds_are_those_of_peft(pipeline):
    """LoHa and LoKr, merged by the library that trains them."""
    from peft import LoHaConfig, LoKrConfig, inject_adapter_in_model

    for config, names in (
        (LoHaConfig(r=2, alpha=3, target_modules=["to_q", "conv1"], init_weights=False), "hada"),
        (LoKrConfig(r=2, alpha=3, target_modules=["to_q"], init_weights=False), "lokr"),
    ):
        tuned = inject_adapter_in_model(config, copy.deepcopy(pipeline.unet))
        for name in (QUERY, CONV) if names == "hada" else (QUERY,):
            layer = tuned.get_submodule(name)
            roles = {
                key.split(".")[0]: value.detach()
                for key, value in layer.named_parameters()
                if key.startswith((names,)) and key.endswith("default")
            }
            roles["alpha"] = torch.tensor(3.0)
            base = layer.base_layer.weight.detach().clone()
            layer.merge()
            assert torch.allclose(changed_weight(base, roles, 1.0), layer.base_layer.weight, atol=1e-4), name


CONVS = ["conv1", "conv2"]


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("LoraConfig", {"r": 2, "lora_alpha": 6, "target_modules": ["to_q", "conv1"]}),
        ("LoraConfig", {"r": 2, "lora_alpha": 6, "target_modules": ["to_q"], "use_rslora": True}),
        ("LoraConfig", {"r": 2, "target_modules": ["to_q"], "alpha_pattern": {r".*attn1\.to_q": 2}}),
        # Convolutions as wide as they are deep: the shape does not tell whose lengths they are.
        ("LoraConfig", {"r": 2, "lora_alpha": 6, "target_modules": CONVS, "use_dora": True}),
        ("LoHaConfig", {"r": 2, "alpha": 6, "target_modules": ["to_q", "conv1"]}),
        ("LoKrConfig", {"r": 2, "alpha": 6, "target_modules": ["to_q"]}),
        ("LoKrConfig", {"r": 64, "alpha": 6, "target_modules": ["to_q"]}),
    ],
)
def test_a_folder_that_peft_saved_is_fused_as_peft_does_it(pipeline, tmp_path, form, options):
    """Its scale stands in adapter_config.json, beside the weights."""
    import peft

    torch.manual_seed(3)
    tuned = peft.get_peft_model(copy.deepcopy(pipeline.unet), getattr(peft, form)(**options))
    for name, parameter in tuned.named_parameters():
        if "magnitude" in name:
            parameter.data *= 1.0 + 0.2 * torch.rand(parameter.shape)
        elif "lora_" in name or "hada_" in name or "lokr_" in name:
            parameter.data = torch.randn(parameter.shape) * 0.1
    tuned.save_pretrained(str(tmp_path))
    theirs, unet = tuned.merge_and_unload(), copy.deepcopy(pipeline.unet)
    lora = Lora(tmp_path / "adapter_model.safetensors")
    assert fuse(unet, lora) and lora.files[1].name == "adapter_config.json"
    for name, weight in theirs.state_dict().items():
        assert torch.allclose(unet.state_dict()[name], weight, atol=1e-5), name
    lora.files[1].write_text('{"lora_alpha": "eight"}', encoding="utf-8")
    with pytest.raises(UserError, match=r"adapter_config.json cannot be read"):
        fuse(unet, lora)


def saved(path: Path, names: list[str], notes: dict[str, str] | None = None) -> Lora:
    ends = ("lora_down.weight", "lora_up.weight")
    save_file({f"{name}.{end}": torch.ones(1, 1) for name in names for end in ends}, path, notes)
    return Lora(path)


def test_what_a_lora_is_for_is_judged_by_what_is_in_it(tmp_path):
    distilling = ["lora_unet_mid_block_resnets_0_time_emb_proj", "lora_unet_conv_in"]
    lcm = saved(tmp_path / "pytorch_lora_weights.safetensors", distilling)
    style = saved(tmp_path / "hyperrealism_v3.safetensors", ["lora_unet_mid_block_attentions_0_proj_in"])
    worded = saved(
        tmp_path / "lcm_style.safetensors", [*distilling, "lora_te_text_model_encoder_layers_0_mlp_fc1"]
    )
    noted = saved(tmp_path / "locon.safetensors", distilling, {"ss_network_module": "lycoris.kohya"})
    assert [lora.distils for lora in (lcm, style, worded, noted)] == [True, False, False, False]
    assert distilled_kind([style, lcm]) == "lcm-lora" and distilled_kind([style, worded, noted]) is None


def test_lora_of_another_model_or_form_or_kind_of_file_is_refused(pipeline, tmp_path):
    unet = copy.deepcopy(pipeline.unet)
    with pytest.raises(UserError, match="another model"):
        fuse(unet, saved(tmp_path / "other.safetensors", ["lora_unet_nowhere"]))
    with pytest.raises(UserError, match="another shape"):
        fuse(unet, saved(tmp_path / "shape.safetensors", ["lora_unet_" + QUERY.replace(".", "_")]))
    foreign = tmp_path / "foreign.safetensors"
    save_file({f"lora_unet_{QUERY.replace('.', '_')}.oft_blocks": torch.ones(2, 2)}, foreign)
    with pytest.raises(UserError, match=r"no LoRA of a form .*oft_blocks"):
        fuse(unet, Lora(foreign))
    half = tmp_path / "half.safetensors"
    save_file({f"unet.{QUERY}.lora_A.weight": torch.ones(2, 2)}, half)
    with pytest.raises(UserError, match="one of its two halves"):
        fuse(unet, Lora(half))
    biased = tmp_path / "biased.safetensors"
    halved = {f"unet.{QUERY}.lora_{half}.weight": torch.ones(2, 2) for half in "AB"}
    save_file(halved | {f"unet.{QUERY}.lora_B.bias": torch.ones(2)}, biased)
    with pytest.raises(UserError, match=r"no LoRA of a form .*bias"):
        fuse(unet, Lora(biased))
    cut = tmp_path / "cut.safetensors"
    cut.write_bytes(foreign.read_bytes()[:-3])
    with pytest.raises(UserError, match="cut off"):
        fuse(unet, Lora(cut))
    with pytest.raises(UserError, match=r"not a .safetensors"):
        parse_lora("style.ckpt:0.5")
    with pytest.raises(UserError, match="no LoRA file"):
        parse_lora("missing.safetensors")
