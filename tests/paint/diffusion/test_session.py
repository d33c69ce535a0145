"""Sessions: what OpenVINO may round and what not, what runs only when it is new, and buffers."""

from __future__ import annotations

import numpy as np
import torch

from realtime.camera import Motion, Pose, relative
from realtime.paint.diffusion import cache
from realtime.paint.diffusion import session as sessions
from realtime.paint.diffusion.openvino_parts import NETWORK, SELDOM, split
from realtime.paint.diffusion.provider import Options, first_line
from realtime.paint.diffusion.session import open_session
from realtime.paint.diffusion.step_spec import SOURCE_MIX

torch.set_num_threads(1)


def feeds_of(spec) -> dict[str, np.ndarray]:
    random = np.random.default_rng(3)
    feeds = spec.buffers()
    feeds["frame"][:] = random.integers(0, 256, feeds["frame"].shape)
    for name in ("noise", "prompt"):
        feeds[name][:] = random.standard_normal(feeds[name].shape)
    feeds["timestep"][:], feeds["alpha"][:] = 499.0, [0.3, 1.0]
    return feeds


def opened(compiled, **options):
    spec = compiled.spec
    session = open_session(
        compiled.folder / cache.STEP,
        spec.inputs,
        spec.outputs,
        {"picture": "frame"},
        Options(threads=1, **options),
    )
    for name, value in feeds_of(spec).items():
        session.write(name, value)
    return session


def painted(step, feeds: dict[str, np.ndarray]) -> np.ndarray:
    with torch.inference_mode():
        return step(*(torch.from_numpy(feeds[name]) for name in step.spec.inputs))[0].numpy().astype(int)


def test_bf16_rounds_the_network_but_not_the_camera(compiled, step):
    """What enters the autoencoder under a moving camera: as exact as in float32, whatever the network is."""
    import openvino

    spec = compiled.spec
    graph = openvino.Core().read_model(str(compiled.folder / cache.STEP))
    parts = {part.kind: part for part in split(graph, set(spec.inputs), set(spec.outputs), {"prompt"})}
    assert parts[SELDOM].inputs == ["prompt"]
    assert "prompt" not in parts[NETWORK].inputs and "homography" not in parts[NETWORK].inputs
    feeds = feeds_of(spec)
    feeds["homography"][:] = relative(Pose(), Pose().moved(Motion(zoom=0.2, rotation=9, pan_x=0.1), 1.0))
    with torch.inference_mode():
        wanted = step.warp(
            torch.from_numpy(feeds["frame"]).float().permute(0, 3, 1, 2)[:, :3] / 255.0,
            torch.from_numpy(feeds["homography"]),
        )
    session = opened(compiled, order=("openvino",))
    session.write("homography", feeds["homography"])
    session.run()
    found = [
        tensor.data
        for name, tensor in session._tensors.items()
        if name not in feeds and tensor.shape == openvino.Shape([1, 3, 64, 128])
    ]
    assert min(np.abs(each - wanted.numpy()).max() for each in found) < 0.002


def test_a_new_prompt_is_seen_in_the_next_frame(compiled, step):
    session = opened(compiled, order=("openvino",), bf16=False)
    feeds = feeds_of(compiled.spec)
    first = session.run()["picture"].copy()
    feeds["prompt"] *= -1.0
    for name in ("frame", "prompt"):
        session.write(name, feeds[name])
    second = session.run()["picture"].copy()
    assert np.abs(second.astype(int) - painted(step, feeds)).max() <= 1
    assert np.abs(second.astype(int) - first).max() > 1


def test_an_error_without_a_message_is_named_by_its_type():
    assert first_line(RuntimeError()) == "RuntimeError"
    assert first_line(RuntimeError("no memory\nat line 3")) == "no memory"


def test_frames_from_a_device_come_in_arrays_allocated_once(compiled, monkeypatch):
    """Buffers apart from the host's, as on a GPU, here on the CPU: the same pictures in the same arrays."""
    wanted = opened(compiled, order=("cpu",))
    pictures = [wanted.run()["picture"].copy() for _ in range(4)]
    monkeypatch.setitem(sessions._DEVICES, "cpu", ("cpu", 0))
    monkeypatch.setattr(sessions._Buffer, "__init__", _apart)
    session = opened(compiled, order=("cpu",))
    places = set()
    for picture in pictures:
        found = session.run()
        assert np.array_equal(found["picture"], picture)
        places.add(found["picture"].ctypes.data)
    assert len(places) == 2  # the two that change places
    feeds = feeds_of(compiled.spec)
    feeds["amounts"][SOURCE_MIX] = 1.0
    for name in ("amounts", "source", "frame"):
        session.write(name, feeds[name])
    assert not np.array_equal(session.run()["picture"], pictures[0])


def _apart(self, ort, array, device) -> None:
    """On the CPU a tensor made from an array shares its memory; one made from a copy does not."""
    self.host, self._apart = array, True
    self.value = ort.OrtValue.ortvalue_from_numpy(array.copy(), *device)
