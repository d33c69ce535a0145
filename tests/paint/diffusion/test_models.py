"""Models as people have them: kinds, variants, single files, and files that are not what they seem."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from benchmarks import tiny_models
from realtime.errors import UserError
from realtime.paint.diffusion.checkpoint import as_folder
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
    prefix = "cond_stage_model.transformer.text_model."
    tensors |= {prefix + key.removeprefix("text_model."): each for key, each in text.items()}
    file = folder / "checkpoint.safetensors"
    save_file({key: each.contiguous().clone() for key, each in tensors.items()}, file)
    shutil.copytree(model / "tokenizer", folder / "tokenizer")
    return file, model


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


def test_checkpoint_in_one_file_becomes_the_folder_that_it_was(tmp_path):
    file, model = single_file(tmp_path, "sd15")
    folder = as_folder(file, tmp_path / "converted")
    info, wanted = inspect_model(folder, folder / "vae"), inspect_model(model, model / "vae")
    assert (info.kind, info.text_width, info.prediction) == (
        wanted.kind,
        wanted.text_width,
        wanted.prediction,
    )
    for part, original in zip(load_step_parts(info), load_step_parts(wanted), strict=True):
        found = part.state_dict()
        for name, tensor in original.state_dict().items():
            assert torch.equal(found[name], tensor), name
    found, original = (load_text_encoders(each)[0].state_dict() for each in (info, wanted))
    assert found.keys() == original.keys()
    assert all(torch.equal(found[name], original[name]) for name in found)
    stamp = (folder / "model_index.json").stat().st_mtime_ns
    assert as_folder(file, tmp_path / "converted") == folder
    assert (folder / "model_index.json").stat().st_mtime_ns == stamp  # once a file


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
