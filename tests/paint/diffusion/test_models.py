"""Models as people have them: kinds, variants, single files, and files that are not what they seem."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import load_file, save_file

from benchmarks import tiny_models
from realtime.errors import UserError
from realtime.paint.diffusion import checkpoint_config
from realtime.paint.diffusion.checkpoint import as_folder, predicts_velocity
from realtime.paint.diffusion.hub import superfluous
from realtime.paint.diffusion.kinds import KINDS, kind_of
from realtime.paint.diffusion.locate import find_model
from realtime.paint.diffusion.lora_names import module_names
from realtime.paint.diffusion.models import inspect_model, load_step_parts, load_text_encoders
from realtime.paint.diffusion.torch_painter import text_encoder

torch.set_num_threads(1)
SIZE = (128, 64)
UNET = "diffusion_pytorch_model.safetensors"


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("sd-turbo", "sd-turbo"),
        ("lcm", "lcm"),
        ("sd15", "sd15"),
        ("sdxl-turbo", "sdxl-turbo"),
        ("tcd", "tcd"),
    ],
)
def test_kind_is_told_by_the_configuration(kind, found, tmp_path):
    assert inspect_model(tiny_models.build_tiny(tmp_path / "model", kind)).kind == found


def test_euler_steps_that_trail_do_not_make_a_turbo():
    euler = {"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "trailing"}
    assert kind_of({"cross_attention_dim": 768}, euler).name == "sd15"
    assert kind_of({"cross_attention_dim": 1024}, euler | {"rescale_betas_zero_snr": True}).name == "sd15"
    assert kind_of({"cross_attention_dim": 1024}, euler).name == "sd-turbo"
    assert KINDS["lcm"].scale == 8.0  # as its model card has it


def test_kind_that_is_said_goes_before_what_the_files_say(model):
    info = inspect_model(model, kind="dmd2")
    spec = info.spec(SIZE, 4)
    assert (spec.sampler, spec.guidance, info.schedule.spacing) == ("lcm", "none", "lcm")
    with pytest.raises(UserError, match="did you mean 'lightning'"):
        inspect_model(model, kind="lightnin")


def test_a_kind_that_the_network_cannot_be_is_refused(model, tmp_path):
    for kind, why in (("sdxl-turbo", "Stable Diffusion 1.5 or 2 model"), ("lcm", "lcm-lora")):
        with pytest.raises(UserError, match=why):
            inspect_model(model, kind=kind)
    large = tiny_models.build_tiny(tmp_path / "large", "sdxl-turbo")
    with pytest.raises(UserError, match="an SDXL model"):
        inspect_model(large, kind="sd15")
    assert inspect_model(large, kind="lightning").kind == "lightning"


def copied(model: Path, to: Path) -> Path:
    return shutil.copytree(model, to)


def test_folder_with_half_precision_files_only_is_loaded(model, tmp_path):
    half = copied(model, tmp_path / "half")
    for part, name in (("unet", UNET), ("vae", UNET), ("text_encoder", "model.safetensors")):
        whole = half / part / name
        save_file(
            {key: each.half() for key, each in load_file(whole).items()},
            whole.with_suffix(".fp16.safetensors"),
        )
        whole.unlink()
    unet, _ = load_step_parts(inspect_model(half))
    wanted, _ = load_step_parts(inspect_model(model))
    assert torch.allclose(unet.conv_in.weight, wanted.conv_in.weight, atol=1e-2)
    assert text_encoder(inspect_model(half))("a sea").shape == (1, 77, tiny_models.TEXT_WIDTH)


def test_weights_in_several_parts_are_loaded_and_a_missing_one_is_named(model, tmp_path):
    sharded = copied(model, tmp_path / "sharded")
    unet, _ = load_step_parts(inspect_model(model))
    (sharded / "unet" / UNET).unlink()
    unet.save_pretrained(sharded / "unet", max_shard_size="100KB")
    parts = sorted((sharded / "unet").glob("*-of-*.safetensors"))
    assert len(parts) > 1
    again, _ = load_step_parts(inspect_model(sharded))
    assert torch.equal(again.conv_in.weight, unet.conv_in.weight)
    parts[0].unlink()
    with pytest.raises(UserError, match=f"has {len(parts) - 1} of the {len(parts)} parts"):
        inspect_model(sharded)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data[: len(data) // 2], r"is cut off: it has \d+ of \d+ bytes"),
        (lambda data: b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "pointer of Git LFS"),
        (lambda data: b"\x80\x04" + data, "is a pickle"),
        (lambda data: b"", "cut off"),
        (lambda data: b"<html>not found</html>" * 9, "cut off, or no safetensors"),
    ],
)
def test_damaged_weights_are_one_sentence_before_anything_is_loaded(model, tmp_path, damage, message):
    broken = copied(model, tmp_path / "broken")
    file = broken / "unet" / UNET
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(UserError, match=message):
        inspect_model(broken)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("model_index.json", "[]", r"model_index.json cannot be read .*it is a list, not a table"),
        ("unet/config.json", "null", r"config.json cannot be read .*it is a NoneType"),
        ("unet/config.json", '{"cross_attention_dim": [1, 2]}', "not those of Stable Diffusion"),
        ("unet/config.json", "{}", "not those of Stable Diffusion: KeyError 'cross_attention_dim'"),
        (
            "scheduler/scheduler_config.json",
            '{"num_train_timesteps": "many"}',
            "not those of Stable Diffusion",
        ),
        *(
            ("scheduler/scheduler_config.json", text, f"not painted here.*{named}")
            for text, named in (
                ('{"prediction_type": "sample"}', "prediction_type = sample"),
                ('{"beta_schedule": "squaredcos_cap_v2"}', "beta_schedule = squaredcos"),
                ('{"trained_betas": [0.1, 0.2]}', "trained_betas"),
                ('{"_class_name": "FlowMatchEulerDiscreteScheduler"}', "FlowMatchEuler"),
            )
        ),
    ],
)
def test_a_configuration_of_another_form_is_one_sentence(model, tmp_path, file, text, message):
    odd = copied(model, tmp_path / "odd")
    (odd / file).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=message):
        inspect_model(odd)


def test_a_configuration_that_an_editor_saved_with_a_mark_is_read(model, tmp_path):
    marked = copied(model, tmp_path / "marked")
    file = marked / "model_index.json"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert inspect_model(marked).kind == "sd-turbo"


def test_of_a_repository_half_precision_is_fetched_where_there_is_one():
    files = [
        "unet/model.safetensors",
        "unet/model.fp16.safetensors",
        "vae/model.safetensors",
        "text_encoder/model.fp16-00001-of-00002.safetensors",
        "text_encoder/model-00001-of-00002.safetensors",
        "text_encoder_2/model.bf16.safetensors",
    ]
    assert superfluous(files) == ["unet/model.safetensors", "text_encoder/model-00001-of-00002.safetensors"]


def single_file(folder: Path, kind: str) -> tuple[Path, Path]:
    """(checkpoint in one file, in the original code's names, the folder that it was made of)."""
    from diffusers import AutoencoderKL

    model = tiny_models.build_tiny(folder / kind, kind, full_autoencoder=True)
    unet, _ = load_step_parts(inspect_model(model, model / "vae"))
    tensors = {}
    theirs = {
        name: original
        for original, (name, _) in module_names(unet, "unet").items()
        if original != name.replace(".", "_")
    }
    for key, tensor in unet.state_dict().items():
        name, _, last = key.rpartition(".")
        original = _original_of(name, theirs)
        tensors[f"model.diffusion_model.{original}.{last}"] = tensor
    autoencoder = AutoencoderKL.from_pretrained(model / "vae")
    tensors |= {f"first_stage_model.{_vae_name(key)}": each for key, each in autoencoder.state_dict().items()}
    text = load_file(model / "text_encoder" / "model.safetensors")
    plain = {key.removeprefix("text_model."): each for key, each in text.items()}
    if kind == "sdxl":
        second = load_file(model / "text_encoder_2" / "model.safetensors")
        tensors |= {f"conditioner.embedders.0.transformer.text_model.{key}": plain[key] for key in plain}
        tensors |= _open_clip(second, "conditioner.embedders.1.model.")
    elif kind == "sd-turbo":  # made from Stable Diffusion 2, which uses its last text layer but one
        tensors |= _open_clip(_with_one_more_layer(plain), "cond_stage_model.model.")
    else:
        tensors |= {f"cond_stage_model.transformer.text_model.{key}": plain[key] for key in plain}
    file = folder / "checkpoint.safetensors"
    save_file({key: each.contiguous().clone() for key, each in tensors.items()}, file)
    shutil.copytree(model / "tokenizer", folder / "tokenizer")
    return file, model


def _open_clip(text: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    """transformers' CLIP in the names of OpenCLIP."""
    names = {
        "embeddings.token_embedding.weight": "token_embedding.weight",
        "embeddings.position_embedding.weight": "positional_embedding",
        "final_layer_norm": "ln_final",
        "encoder.layers": "transformer.resblocks",
        "layer_norm1": "ln_1",
        "layer_norm2": "ln_2",
        "mlp.fc1": "mlp.c_fc",
        "mlp.fc2": "mlp.c_proj",
        "self_attn.out_proj": "attn.out_proj",
    }
    found = {}
    for key, tensor in text.items():
        name = key.removeprefix("text_model.")
        if name == "text_projection.weight":
            found[f"{prefix}text_projection"] = tensor.T
        elif ".self_attn.q_proj." in name:
            last = name.rpartition(".")[2]
            parts = [text[key.replace("q_proj", part)] for part in ("q_proj", "k_proj", "v_proj")]
            stem = name.replace("encoder.layers", "transformer.resblocks").partition(".self_attn")[0]
            found[f"{prefix}{stem}.attn.in_proj_{last}"] = torch.cat(parts)
        elif ".k_proj." not in name and ".v_proj." not in name:
            for ours, theirs in names.items():
                name = name.replace(ours, theirs)
            found[prefix + name] = tensor
    return found


def _with_one_more_layer(text: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    last = {key: each for key, each in text.items() if key.startswith("encoder.layers.1.")}
    return text | {key.replace("layers.1.", "layers.2."): each for key, each in last.items()}


def _original_of(name: str, theirs: dict[str, str]) -> str:
    """Dots where the original code has them: between its containers' names and numbers."""
    flat = theirs[name]
    for joined in (
        "input_blocks",
        "output_blocks",
        "middle_block",
        "in_layers",
        "out_layers",
        "emb_layers",
        "skip_connection",
        "time_embed",
        "label_emb",
        "transformer_blocks",
        "to_q",
        "to_k",
        "to_v",
        "to_out",
        "proj_in",
        "proj_out",
    ):
        flat = flat.replace(joined, joined.replace("_", "~"))
    return flat.replace("_", ".").replace("~", "_")


def _vae_name(key: str) -> str:
    import re

    levels = 4
    key = re.sub(r"down_blocks\.(\d)\.resnets", r"down.\1.block", key)
    key = re.sub(r"down_blocks\.(\d)\.downsamplers\.0", r"down.\1.downsample", key)
    key = re.sub(r"up_blocks\.(\d)\.resnets", lambda m: f"up.{levels - 1 - int(m[1])}.block", key)
    key = re.sub(r"up_blocks\.(\d)\.upsamplers\.0", lambda m: f"up.{levels - 1 - int(m[1])}.upsample", key)
    key = re.sub(r"mid_block\.resnets\.(\d)", lambda m: f"mid.block_{int(m[1]) + 1}", key)
    key = key.replace("mid_block.attentions.0", "mid.attn_1").replace("conv_shortcut", "nin_shortcut")
    key = key.replace("conv_norm_out", "norm_out")
    for ours, original in (
        ("group_norm", "norm"),
        ("to_q", "q"),
        ("to_k", "k"),
        ("to_v", "v"),
        ("to_out.0", "proj_out"),
    ):
        key = key.replace(f"attn_1.{ours}.", f"attn_1.{original}.")
    return key


@pytest.mark.parametrize("kind", ["sd15", "sd-turbo", "sdxl"])
def test_checkpoint_in_one_file_becomes_the_folder_that_it_was(kind, tmp_path, monkeypatch):
    # Tiny as they are: heads of 8 channels, and 8 numbers for each of SDXL's sizes.
    monkeypatch.setattr(checkpoint_config, "_HEAD", 8)
    monkeypatch.setattr(checkpoint_config, "_TIME_WIDTH", 8)
    file, model = single_file(tmp_path, kind)
    folder = as_folder(file, tmp_path / "converted")
    info, wanted = inspect_model(folder, folder / "vae"), inspect_model(model, model / "vae")
    assert (info.text_width, info.pooled_width) == (wanted.text_width, wanted.pooled_width)
    assert info.kind == ("sd15" if kind == "sd-turbo" else kind)  # no checkpoint tells of its scheduler
    for part, original in zip(load_step_parts(info), load_step_parts(wanted), strict=True):
        found = part.state_dict()
        for name, tensor in original.state_dict().items():
            assert torch.equal(found[name], tensor), name
    for encoder, original in zip(load_text_encoders(info), load_text_encoders(wanted), strict=True):
        found, expected = encoder.state_dict(), original.state_dict()
        assert found.keys() == expected.keys()
        assert all(torch.equal(found[name], expected[name]) for name in found)
    stamp = (folder / "model_index.json").stat().st_mtime_ns
    assert as_folder(file, tmp_path / "converted") == folder
    assert (folder / "model_index.json").stat().st_mtime_ns == stamp  # once a file


def test_whether_a_checkpoint_of_stable_diffusion_2_predicts_noise_or_velocity_is_tried():
    """Both are about, without a word in the file: 512 and Turbo predict noise, 768 velocity."""

    def network(answer: float):
        return lambda flat, timestep, **text: SimpleNamespace(sample=answer * flat)

    assert not predicts_velocity(network(1.0), 32)
    assert predicts_velocity(network(-2.5), 32)


def test_files_that_are_no_checkpoints_are_told_apart(tmp_path):
    lora = tmp_path / "style.safetensors"
    save_file({"lora_unet_mid.lora_down.weight": torch.zeros(1, 2)}, lora)
    with pytest.raises(UserError, match=f"it is a LoRA: give a model, and this with --lora {lora}"):
        find_model(lora)
    pickled = tmp_path / "model.ckpt"
    pickled.write_bytes(b"PK")
    with pytest.raises(UserError, match="pickle"):
        find_model(pickled)
    bare = tmp_path / "unet-only.safetensors"
    save_file({"model.diffusion_model.input_blocks.0.0.weight": torch.zeros(4, 4, 3, 3)}, bare)
    with pytest.raises(UserError, match="not a whole checkpoint"):
        find_model(bare)


def test_xl_refiner_is_refused_by_name(tmp_path):
    refiner = tiny_models.build_tiny(tmp_path / "refiner", "sdxl")
    index = refiner / "model_index.json"
    index.write_text(json.dumps(json.loads(index.read_text()) | {"requires_aesthetics_score": True}))
    with pytest.raises(UserError, match="refiner"):
        inspect_model(refiner)


def test_a_part_of_a_model_is_no_model_and_says_what_it_is(model, tmp_path):
    with pytest.raises(UserError, match=r"unet holds a UNet2DConditionModel alone"):
        inspect_model(model / "unet")
    some = tmp_path / "some"
    copied(model / "unet", some / "unet")
    with pytest.raises(UserError, match=r"not a whole diffusers model: it has unet, and no model_index"):
        inspect_model(some)


def test_weights_that_lack_some_or_do_not_fit_are_refused_and_not_filled_up_with_chance(model, tmp_path):
    holed = copied(model, tmp_path / "holed")
    tensors = load_file(holed / "unet" / UNET)
    save_file(
        {name: each for name, each in tensors.items() if "mid_block" not in name}, holed / "unet" / UNET
    )
    with pytest.raises(UserError, match=r"holed/unet are not whole: \d+ .*mid_block"):
        load_step_parts(inspect_model(holed))
    narrow = copied(model, tmp_path / "narrow")
    config = json.loads((narrow / "unet" / "config.json").read_text())
    (narrow / "unet" / "config.json").write_text(json.dumps(config | {"block_out_channels": [32, 32]}))
    with pytest.raises(UserError, match=r"narrow/unet do not fit its config.json"):
        load_step_parts(inspect_model(narrow))


def test_autoencoders_in_the_names_that_diffusers_had_once_are_whole(tmp_path):
    model = tiny_models.build_tiny(tmp_path / "model", "sd15", full_autoencoder=True)
    file = model / "vae" / UNET
    old = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}
    tensors = {}
    for name, tensor in load_file(file).items():
        for ours, theirs in old.items():
            name = name.replace(f".{ours}.", f".{theirs}.")
        tensors[name] = tensor
    save_file(tensors, file)
    _, autoencoder = load_step_parts(inspect_model(model, model / "vae"))
    assert any(name.endswith("to_q.weight") for name in autoencoder.state_dict())


def test_a_folder_of_the_hubs_cache_is_its_newest_version(model, tmp_path):
    cached = tmp_path / "models--somebody--tiny"
    snapshot = copied(model, cached / "snapshots" / "0123abc")
    assert find_model(cached) == snapshot
