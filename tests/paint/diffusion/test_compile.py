"""From a model's folder to a compiled one and its engines, and everything that can go wrong on the way."""

from __future__ import annotations

import json
import resource
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from realtime.camera import Motion, Pose, relative
from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.compile import compile_model
from realtime.paint.diffusion.compiled_painter import find_compiled
from realtime.paint.diffusion.engine import open_engine
from realtime.paint.diffusion.frame_step import FrameStep
from realtime.paint.diffusion.openvino_session import OpenVinoSession
from realtime.paint.diffusion.provider import Options, check_order
from realtime.paint.diffusion.session import OrtSession, open_session

torch.set_num_threads(1)
SIZE = (128, 64)


def feeds_of(step: FrameStep) -> dict[str, np.ndarray]:
    random = np.random.default_rng(4)
    feeds = step.spec.buffers()
    for name in ("frame", "source"):
        feeds[name][:] = random.integers(0, 256, feeds[name].shape)
    for name in ("noise", "prompt"):
        feeds[name][:] = random.standard_normal(feeds[name].shape)
    feeds["homography"][:] = relative(
        Pose(), Pose().moved(Motion(zoom=0.2, rotation=9, tilt=6, pan_x=0.1), 1.0)
    )
    feeds["amounts"][:] = [0.3, 0.5, 0.4, 0.02, 1.0]
    feeds["palette"][:] = [0.5, 0.01, -0.02, 0.2, 0.05, 0.05]
    feeds["timestep"][:], feeds["alpha"][:] = 499.0, [0.3, 1.0]
    return feeds


@pytest.mark.parametrize("provider", ["cpu", "openvino"])
def test_compiled_graph_gives_what_torch_gives_warp_and_colour_included(compiled, step, provider):
    feeds = feeds_of(step)
    with torch.inference_mode():
        wanted, statistics = step(*(torch.from_numpy(feeds[name]) for name in step.spec.inputs))
    session = open_session(
        compiled.folder / cache.STEP,
        compiled.spec.inputs,
        compiled.spec.outputs,
        {"picture": "frame"},
        Options(threads=1, bf16=False, order=(provider,)),
    )
    assert session.provider == provider
    for name, value in feeds.items():
        session.write(name, value)
    found = session.run()
    assert np.abs(found["picture"].astype(int) - wanted.numpy()).max() <= 1
    assert np.allclose(found["statistics"], statistics.numpy(), atol=1e-3)
    # The picture has become the next frame, without passing through here.
    first = found["picture"].copy()
    second = session.run()["picture"].copy()
    feeds["frame"][:] = first
    session.write("frame", feeds["frame"])
    assert np.array_equal(session.run()["picture"], second)
    session.close()


def test_compiling_again_does_nothing_and_a_stopped_compile_goes_on(compiled, model, tmp_path):
    root = tmp_path / "root"
    partial = root / (compiled.folder.name + cache.PARTIAL)
    shutil.copytree(compiled.folder, partial)  # as it is just before the manifest is written
    (partial / cache.MANIFEST).unlink()
    (partial / "engine-export-frame_step.onnx.partial").mkdir()
    before = (partial / cache.STEP).stat().st_mtime_ns
    for _ in range(2):
        result = compile_model(model, SIZE, root=root, precision="fp32", order=("cpu",), threads=1)
        assert (result.folder / cache.STEP).stat().st_mtime_ns == before  # not exported again
    assert [path.name for path in root.iterdir()] == [compiled.folder.name]


def test_engine_of_another_version_is_rebuilt_and_a_half_written_one_deleted(compiled, tmp_path, monkeypatch):
    folder = shutil.copytree(compiled.folder, tmp_path / "copy")
    copy = cache.Compiled.load(folder)
    shutil.rmtree(
        folder / cache.engine_name("openvino"), ignore_errors=True
    )  # another test may have built it
    half = folder / f"engine-openvino-1.0-old{cache.PARTIAL}"
    half.mkdir()
    stale = folder / f"{cache.engine_name('openvino')[:-8]}00000000"
    other = folder / "engine-openvino-other_cpu-00000000"
    for old in (stale, other):
        old.mkdir()
        (old / "rubbish.blob").write_bytes(b"would crash whoever loads it")
    open_engine(copy, ("openvino",), 1).close()
    engines = {path.name for path in folder.glob("engine-*")}
    assert engines == {other.name, cache.engine_name("openvino")}  # 1.8 GB each; another card keeps its own
    built = next((folder / cache.engine_name("openvino")).rglob("*.blob"))
    stamp = built.stat().st_mtime_ns
    open_engine(copy, ("openvino",), 1).close()
    assert built.stat().st_mtime_ns == stamp  # loaded, not built again
    monkeypatch.setattr(cache, "package_version", lambda *names: "9.9")
    assert cache.engine_name("openvino") not in engines


def test_engine_that_fails_only_when_it_paints_gives_way_to_the_next(compiled, model, tmp_path, monkeypatch):
    copy = cache.Compiled.load(shutil.copytree(compiled.folder, tmp_path / compiled.folder.name))

    def fail(self):
        raise RuntimeError("CUDNN_STATUS_NOT_INITIALIZED\nat frame_step.onnx")

    monkeypatch.setattr(OrtSession, "run", fail)
    session = open_engine(copy, ("cpu", "openvino"), 1)
    assert session.provider == "openvino"
    session.close()
    with pytest.raises(UserError, match=r"CPU cannot run .*NOT_INITIALIZED$"):
        open_engine(copy, ("cpu",), 1)

    def starve(self):
        raise RuntimeError("CUDA failure 2: out of memory")

    monkeypatch.setattr(OrtSession, "run", starve)
    with pytest.raises(RuntimeError, match="out of memory"):  # a smaller size may still fit
        open_engine(copy, ("cpu", "openvino"), 1)
    with pytest.raises(UserError, match=r"not enough memory .*--size"):
        compile_model(model, SIZE, root=tmp_path, precision="fp32", order=("cpu",), threads=1)


def test_engine_that_does_not_run_any_more_is_built_again(compiled, tmp_path, monkeypatch):
    copy = cache.Compiled.load(shutil.copytree(compiled.folder, tmp_path / "copy"))
    open_engine(copy, ("openvino",), 1).close()
    engine = copy.folder / cache.engine_name("openvino")
    (engine / "of the old driver").touch()
    run = OpenVinoSession.run

    def refuse_the_old(self):
        if (engine / "of the old driver").exists():
            raise RuntimeError("the engine was built for another driver")
        return run(self)

    monkeypatch.setattr(OpenVinoSession, "run", refuse_the_old)
    session = open_engine(copy, ("openvino", "cpu"), 1)
    assert session.provider == "openvino" and list(engine.rglob("*.blob"))
    session.close()


def test_engine_names_tell_gpu_driver_and_versions_apart(monkeypatch):
    from realtime.paint.diffusion.gpu import Gpu

    names = set()
    for gpu in (
        None,
        Gpu("RTX 4090", (8, 9), 24, (13, 0)),
        Gpu("RTX 5090", (12, 0), 32, (13, 0)),
        Gpu("RTX 5090", (12, 0), 32, (12, 8)),
    ):
        monkeypatch.setattr(cache, "find_gpu", lambda gpu=gpu: gpu)
        names |= {cache.engine_name("tensorrt"), cache.engine_name("tensorrt-rtx")}
    assert len(names) == 8


def test_full_disk_is_a_sentence_and_leaves_no_rubbish(model, tmp_path):
    root = tmp_path / "root"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    try:
        with pytest.raises(UserError, match=r"disk is full.*run the same command again"):
            compile_model(model, SIZE, root=root, precision="fp32", order=("cpu",), threads=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list(root.rglob("*.onnx*"))


def test_too_little_space_is_said_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100, 90, 10))
    with pytest.raises(UserError, match=r"needs about 5.0 GB"):
        cache.require_space(tmp_path / "not" / "yet", 5_000_000_000)


def test_damaged_compiled_folder_is_a_sentence(compiled, tmp_path):
    folder = shutil.copytree(compiled.folder, tmp_path / "copy")
    (folder / f"{cache.STEP}.data").write_bytes(b"")
    with pytest.raises(UserError, match="not whole"):
        cache.Compiled.load(folder)
    (folder / cache.MANIFEST).write_text("{")
    with pytest.raises(UserError, match="not a whole compiled model"):
        cache.Compiled.load(folder)
    assert cache.compiled_models(tmp_path) == []


def test_compiled_model_is_found_by_name_and_nearest_size(compiled, model):
    root = compiled.folder.parent
    assert find_compiled(model, (640, 360), root).folder == compiled.folder
    assert find_compiled(None, None, root).folder == compiled.folder
    with pytest.raises(UserError, match="did you mean"):
        find_compiled(f"{model}x", None, root)
    with pytest.raises(UserError, match="Nothing is compiled yet"):
        find_compiled(None, None, root / "nowhere")


def test_compiled_model_is_found_wherever_its_folder_is_called_from(compiled, model, monkeypatch):
    """Its kind and LoRAs are in what was compiled; painted with torch instead they would be lost."""
    root = compiled.folder.parent
    for name in (f"{model}/", Path(model.name), f"./{model.name}", f"../{model.parent.name}/{model.name}"):
        monkeypatch.chdir(model.parent)
        assert find_compiled(name, None, root).folder == compiled.folder


def test_a_show_takes_every_model_that_is_there_and_no_other(compiled, model, tmp_path, monkeypatch):
    from realtime.paint.engines import check_model

    monkeypatch.setattr(cache, "default_root", lambda: compiled.folder.parent)
    checkpoint = tmp_path / "dream.safetensors"
    checkpoint.touch()
    monkeypatch.chdir(tmp_path)
    hub = "stabilityai/sd-turbo"
    for there in (str(model), str(checkpoint), "dream.safetensors", compiled.folder.name, hub, None):
        check_model(there)
    for gone in ("nowhere.safetensors", "./nowhere", "C:\\models\\nowhere", "a/b/c"):
        with pytest.raises(UserError, match="There is no model"):
            check_model(gone)


def test_folder_that_is_no_model(tmp_path):
    with pytest.raises(UserError, match=r"no model_index.json"):
        compile_model(tmp_path)
    (tmp_path / "model_index.json").write_text("not json")
    with pytest.raises(UserError, match="cannot be read"):
        compile_model(tmp_path)
    with pytest.raises(UserError, match="no model folder"):
        compile_model(tmp_path / "nowhere" / "at" / "all")


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("model_index.json", {"_class_name": "StableDiffusionXLPipeline"}, "its network is not"),
        ("model_index.json", {"_class_name": "WhisperPipeline"}, "WhisperPipeline"),
        ("unet/config.json", {"in_channels": 9}, "inpainting"),
    ],
)
def test_wrong_kind_of_model_is_named(model, tmp_path, file, change, message):
    wrong = shutil.copytree(model, tmp_path / "wrong")
    path = wrong / file
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(UserError, match=message):
        compile_model(wrong)


def test_pickled_weights_are_refused(model, tmp_path):
    pickled = shutil.copytree(model, tmp_path / "pickled")
    weights = pickled / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(UserError, match="pickle"):
        compile_model(pickled)


def test_size_that_cannot_be_painted_names_the_nearest(model):
    with pytest.raises(UserError, match="take 512x288"):
        compile_model(model, (510, 290))


def test_unknown_provider_suggests_the_nearest():
    with pytest.raises(UserError, match="did you mean 'cuda'"):
        check_order(["cudaa"])


def test_gpu_provider_is_refused_with_a_reason_where_there_is_none(compiled):
    with pytest.raises(UserError, match=r"tensorrt: .*cuda: .*doctor"):
        open_session(
            compiled.folder / cache.STEP,
            compiled.spec.inputs,
            compiled.spec.outputs,
            options=Options(order=("tensorrt", "cuda")),
        )


def test_guidance_kind_and_lora_strength_have_engines_of_their_own(model, tmp_path):
    from benchmarks import tiny_models
    from realtime.paint.diffusion.compile import _Job
    from realtime.paint.diffusion.lora import Lora
    from realtime.paint.diffusion.models import as_kind, inspect_model

    lora = tmp_path / "a.safetensors"
    lora.write_bytes(b"weights")
    info = inspect_model(tiny_models.build_tiny(tmp_path / "sd15", "sd15"))
    names = {
        _Job(
            "m", as_kind(info, kind), as_kind(info, kind).spec(SIZE, 2, guidance), loras, (), "fp16", guidance
        ).folder_name
        for kind, guidance, loras in (
            ("sd15", 2.0, ()),
            ("sd15", 6.0, ()),
            ("sd15", 1.0, ()),
            ("pcm", 2.0, ()),
            ("sd15", 2.0, (Lora(lora, 0.5),)),
            ("sd15", 2.0, (Lora(lora, 1.0),)),
        )
    }
    assert len(names) == 6
    turbo = inspect_model(model)
    same = {
        _Job("m", turbo, turbo.spec(SIZE, 1, each), (), (), "fp16", each).folder_name for each in (1.0, 4.0)
    }
    assert len(same) == 1  # it has no guidance


def test_a_model_whose_configuration_was_changed_is_compiled_anew(model, tmp_path):
    from realtime.paint.diffusion.compile import _Job
    from realtime.paint.diffusion.models import inspect_model

    changed, names = shutil.copytree(model, tmp_path / "changed"), set()
    for part in ("unet/config.json", "scheduler/scheduler_config.json", "vae/config.json"):
        info = inspect_model(changed)
        names.add(_Job("m", info, info.spec(SIZE, 1), (), (), "fp32", 1.0).folder_name)
        data = json.loads((changed / part).read_text())
        (changed / part).write_text(json.dumps(data | {"beta_end": 0.02, "scaling_factor": 0.5}))
    info = inspect_model(changed)
    names.add(_Job("m", info, info.spec(SIZE, 1), (), (), "fp32", 1.0).folder_name)
    assert len(names) == 4


def test_paths_of_engines_are_short_enough_for_windows(monkeypatch):
    """259 characters, with the longest file that NVIDIA's plug-in writes and a long name of the user."""
    from realtime.paint.diffusion.compile import _Job
    from realtime.paint.diffusion.gpu import Gpu
    from realtime.paint.diffusion.models import ModelInfo
    from realtime.paint.diffusion.schedule import Schedule

    monkeypatch.setattr(
        cache, "find_gpu", lambda: Gpu("NVIDIA GeForce RTX 5090 Laptop GPU", (12, 0), 1, (13, 0))
    )
    nowhere = Path("nowhere")
    info = ModelInfo(nowhere, "sd-turbo", Schedule(), "epsilon", nowhere, 1024, 0)
    job = _Job(
        "someone/a-very-long-name-of-a-model-v1.5", info, info.spec((1024, 1024), 8), (), (), "fp16", 1.0
    )
    cache_root = "C:\\Users\\" + "a" * 20 + "\\AppData\\Local\\anacrusis\\Cache\\compiled\\"
    engine = "NvTensorRTRTXExecutionProvider_NvTensorRTRTXExecutionProvider_11062841132750216766_0_0.engine"
    folder = f"{job.folder_name}\\{cache.engine_name('tensorrt-rtx')}{cache.PARTIAL}\\"
    assert len(cache_root + folder + engine) <= 259


class Repeating:
    """A session whose captured graph keeps the inputs that it was captured with."""

    provider, note = "tensorrt-rtx", ""

    def __init__(self, session, stale: bool):
        self._session, self._stale, self._runs = session, stale, 0
        self.close = session.close

    def write(self, name, value):
        if not (self._stale and self._runs > 2 and name == "noise"):
            self._session.write(name, value)

    def run(self):
        self._runs += 1
        found = self._session.run()
        return {name: value.copy() for name, value in found.items()}


def test_a_captured_graph_that_repeats_itself_is_found_out_and_not_used(compiled, monkeypatch):
    from realtime.paint.diffusion import engine
    from realtime.paint.diffusion.replay_check import replays_truly

    def opened(stale: bool) -> Repeating:
        options = Options(threads=1, order=("cpu",))
        spec = compiled.spec
        graph = compiled.folder / cache.STEP
        return Repeating(open_session(graph, spec.inputs, spec.outputs, {"picture": "frame"}, options), stale)

    assert replays_truly(opened(stale=False), compiled.spec)
    assert not replays_truly(opened(stale=True), compiled.spec)
    monkeypatch.setattr(engine, "_session", lambda compiled, provider, options: opened(options.captured))
    session = engine._running(compiled, "tensorrt-rtx", 1, None, ("tensorrt-rtx",))
    assert "repeats pictures" in session.note
    assert not session._stale


def test_what_the_gpu_must_paint_fails_with_each_reason_where_it_does_not(compiled, model, tmp_path):
    shutil.copytree(compiled.folder, tmp_path / compiled.folder.name)  # its graphs need no GPU
    with pytest.raises(UserError, match=r"tensorrt-rtx: .*cuda: .*torch: .*no (driver of a )?GPU"):
        compile_model(model, SIZE, root=tmp_path, precision="fp32", threads=1, on_gpu=True)


def test_reason_of_a_plug_in_is_told_not_its_place_in_the_source():
    from realtime.paint.diffusion.provider import first_line

    printed = (
        "[ONNXRuntimeError] : 1 : FAIL : /src/plugin.cc:393 virtual std::unique_ptr<X> Factory::Create(int) "
        "[ONNXRuntimeError] : 1 : FAIL : CUDA driver failure 100: no device"
    )
    assert first_line(RuntimeError(printed)) == "CUDA driver failure 100: no device"
    assert first_line(RuntimeError("CUDNN_FAILED\nat frame_step.onnx")) == "CUDNN_FAILED"
    assert first_line(ValueError("")) == "ValueError"
