"""The doctor finds real faults and names a command for each."""

from __future__ import annotations

import shutil
import socket
from collections import namedtuple

import pytest

from realtime import doctor
from realtime.doctor import Check, report, run_checks
from realtime.paint.diffusion.gpu import Gpu


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


def test_gpu_that_nothing_can_use_is_a_fault_with_a_command_each(tmp_path, monkeypatch):
    monkeypatch.setattr(
        doctor, "find_gpu", lambda: Gpu("NVIDIA GeForce RTX 5090", (12, 0), 32_000_000_000, (12, 8))
    )
    checks = by_name(run_checks(tmp_path, port=0))
    assert "RTX 5090" in checks["NVIDIA driver"].found
    assert not checks["TensorRT"].ok and "CUDA" not in checks  # tried, not believed; one way is enough
    assert checks["TensorRT"].mend.endswith("cu12")
    # Both ask for the same: the ONNX Runtime without CUDA, which the plug-in wants, and the plug-in.
    assert checks["ONNX Runtime"].mend == checks["TensorRT"].mend
    assert "'onnxruntime>=1.24' onnxruntime-ep-nv-tensorrt-rtx" in checks["TensorRT"].mend


@pytest.mark.parametrize(("card", "compute"), [("GeForce GTX 1080", (6, 1)), ("NVIDIA H100", (9, 0))])
def test_card_that_tensorrt_for_rtx_does_not_take_is_told_to_use_cuda(tmp_path, monkeypatch, card, compute):
    monkeypatch.setattr(doctor, "find_gpu", lambda: Gpu(card, compute, 8_000_000_000, (12, 8)))
    checks = by_name(run_checks(tmp_path, port=0))
    assert "TensorRT" not in checks and not checks["CUDA"].ok
    assert checks["ONNX Runtime"].mend.endswith("pip install 'onnxruntime-gpu[cuda,cudnn]'")


def test_two_onnx_runtimes_over_each_other_are_a_fault(tmp_path, monkeypatch):
    versions = {"onnxruntime": "1.31.1", "onnxruntime-gpu": "1.31.1"}
    found = doctor.cache.package_version
    monkeypatch.setattr(doctor.cache, "package_version", lambda *names: versions.get(names[0], found(*names)))
    check = by_name(run_checks(tmp_path, port=0))["ONNX Runtime"]
    assert not check.ok and "overwrite" in check.found
    assert check.mend.endswith("pip install onnxruntime")  # no GPU here


def test_full_disk_is_a_fault(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1))
    assert not by_name(run_checks(tmp_path, port=0))["disk"].ok
