"""`shaders` at the command line: every file of a folder tried."""

from __future__ import annotations

import json

import numpy as np
from click.testing import CliRunner
from PIL import Image

from realtime.commands.shaders import shaders

FILTER = '/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/\n'
FILES = {
    "invert.fs": FILTER + "void main() { gl_FragColor = vec4(1.0 - IMG_THIS_PIXEL(inputImage).rgb, 1.0); }",
    "fft.fs": '/*{"INPUTS": [{"NAME": "f", "TYPE": "audioFFT"}]}*/\n'
    "void main() { gl_FragColor = vec4(IMG_THIS_PIXEL(f).rrr, 1.0); }",
    "red.fs": "/*{}*/\nvoid main() { gl_FragColor = vec4(1.0, 0.0, 0.0, 1.0); }",
    "toy.fs": "void mainImage(out vec4 c, in vec2 p) { c = vec4(p / iResolution.xy, 0.0, 1.0); }",
    "header.fs": "/*{bananas]}*/\nvoid main() {}",
    "comma.fs": FILTER.replace('"NAME"', '"MAX": 1 "NAME"') + "void main() { gl_FragColor = vec4(1.0); }",
    "code.fs": "/*{}*/\n\nvoid main() { gl_FragColor = nowhere; }",
}


def test_a_folder_is_tried_and_drawn(tmp_path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    sheet = tmp_path / "out.png"
    result = CliRunner().invoke(shaders, [str(tmp_path), "--json", "--sheet", str(sheet)])
    rows = {row["name"]: row for row in json.loads(result.output)}
    assert result.exit_code == 1
    assert {name: (row["kind"], row["ok"], row.get("one_colour")) for name, row in rows.items()} == {
        "invert": ("filter", True, False),
        "fft": ("generator", True, False),
        "red": ("generator", True, True),
        "toy": ("generator", True, False),
        "header": (None, False, None),
        "comma": ("filter", True, True),
        "code": ("generator", False, None),
    }
    assert rows["code"]["line"] == 3 and "nowhere" in rows["code"]["message"]
    pixels = np.asarray(Image.open(sheet))
    assert (pixels == (255, 0, 0)).all(-1).sum() >= 192 * 108
    words = CliRunner().invoke(shaders, [str(tmp_path)]).output
    assert f"{tmp_path / 'code.fs'}:3: " in words and "5 of 7 work." in words
    assert f"but for its header: {tmp_path / 'comma.fs'}:1: " in words


def test_one_file_is_tried_and_shadertoy_code_printed_as_isf(tmp_path) -> None:
    (tmp_path / "toy.fs").write_text(FILES["toy.fs"])
    converted = CliRunner().invoke(shaders, [str(tmp_path / "toy.fs"), "--to-isf"])
    (tmp_path / "mine.fs").write_text(converted.output)
    result = CliRunner().invoke(shaders, [str(tmp_path / "mine.fs")])
    assert result.exit_code == 0 and "generator  ok\n1 of 1 work." in result.output
