"""The doctor finds real faults and names a command for each."""

from __future__ import annotations

import shutil
import socket
from collections import namedtuple
from pathlib import PureWindowsPath

import pytest

from realtime.doctor import card
from realtime.doctor.check import Check, report
from realtime.doctor.run import run_checks
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.gpu import Gpu
from realtime.paint.diffusion.road import RUNTIMES


def by_name(checks: list[Check]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def test_checks_of_this_machine_can_be_read_and_every_fault_has_a_command(tmp_path):
    checks = run_checks(tmp_path, port=0)
    names = by_name(checks)
    assert {
        "Python",
        "NVIDIA driver",
        "ONNX Runtime",
        "OpenVINO",
        "GL",
        "PortAudio",
        "models",
        "port",
        "disk",
    } <= set(names)
    assert all(check.mend for check in checks if not check.ok)
    assert names["ONNX Runtime"].ok and names["port"].ok
    text = report(checks)
    assert all(check.found in text for check in checks)


def test_port_in_use_is_a_fault(tmp_path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        check = by_name(run_checks(tmp_path, port=port))["port"]
    assert not check.ok and str(port) in check.found and check.mend


def test_damaged_and_half_compiled_models_are_told_apart(tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "half.partial").mkdir()
    checks = [check for check in run_checks(tmp_path, port=0) if check.name == "models"]
    assert [check.ok for check in checks] == [False, True]
    assert str(tmp_path / "broken") in checks[0].mend


def with_card(monkeypatch, name: str, compute: tuple[int, int], driver: tuple[int, int]) -> None:
    gpu = Gpu(name, compute, 32_000_000_000, driver)
    monkeypatch.setattr(card, "find_gpus", lambda: (gpu,))
    monkeypatch.setattr(card, "take_gpu", lambda: gpu)
    # As on a computer with the card and nothing installed for it.
    monkeypatch.setattr(card.rtx_plugin, "is_installed", lambda: False)


@pytest.mark.parametrize(
    ("name", "compute", "driver", "wanted"),
    [
        (
            "NVIDIA GeForce RTX 5090",
            (12, 0),
            (12, 8),
            '"onnxruntime>=1.24" "onnxruntime-ep-nv-tensorrt-rtx-cu12',
        ),
        ("NVIDIA H200", (9, 0), (13, 0), '"onnxruntime-gpu[cuda,cudnn]>=1.31" "tensorrt-cu13-libs'),
        ("NVIDIA GeForce GTX 1080", (6, 1), (12, 8), '"onnxruntime-gpu[cuda,cudnn]>=1.22,<1.27"'),
    ],
)
def test_card_that_nothing_can_use_is_a_fault_with_the_packages_that_suit_it(
    monkeypatch, name, compute, driver, wanted
):
    with_card(monkeypatch, name, compute, driver)
    checks = by_name(card.look_at_card())
    assert name in checks["NVIDIA driver"].found
    painting = checks["painting on the GPU"]
    assert not painting.ok  # tried, not believed
    away, then = painting.mend.splitlines()
    assert away.endswith(f"uninstall -y {' '.join(RUNTIMES)}")
    assert wanted in then and "'" not in painting.mend
    # What lacks is said once, and nothing is advised that would overwrite it.
    assert checks["ONNX Runtime"].mend in ("", painting.mend)


def test_driver_too_old_for_anything_is_a_fault(monkeypatch):
    with_card(monkeypatch, "NVIDIA GeForce RTX 3060", (8, 6), (11, 8))
    check = by_name(card.look_at_card())["NVIDIA driver"]
    assert not check.ok and "CUDA 12 or newer" in check.found and check.mend


def test_commands_that_mend_suit_the_shells_of_windows(monkeypatch):
    from realtime import command_name
    from realtime.doctor import mend

    monkeypatch.setattr(command_name.os, "name", "nt")
    lines = [
        mend.delete(PureWindowsPath("C:/a b/c")),
        *mend.runtime_for(None).splitlines(),
        mend.install("driver"),
    ]
    monkeypatch.undo()
    assert lines[1].startswith(r".venv\Scripts\python -m pip uninstall")
    assert not any("&&" in line or "sudo" in line for line in lines)
    assert "shutil.rmtree" in lines[0] and r"C:\a b\c" in lines[0]


def test_two_onnx_runtimes_over_each_other_are_a_fault(tmp_path, monkeypatch):
    versions = {"onnxruntime": "1.31.1", "onnxruntime-gpu": "1.31.1"}
    found = cache.package_version
    monkeypatch.setattr(cache, "package_version", lambda *names: versions.get(names[0], found(*names)))
    check = by_name(run_checks(tmp_path, port=0))["ONNX Runtime"]
    assert not check.ok and "overwrite" in check.found
    assert check.mend.endswith('pip install "onnxruntime"')  # no GPU here


def test_full_disk_is_a_fault(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1))
    assert not by_name(run_checks(tmp_path, port=0))["disk"].ok
