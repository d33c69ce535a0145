"""Code of GLSL Sandbox and its like, a `main` that reads `time` and `resolution`, as an ISF shader.

Source: the uniforms that glslsandbox.com gives: time, resolution, mouse, and the last picture as backbuffer.
"""

from __future__ import annotations

import json
import re

from realtime.isf.author_code import without_comments

_NAMES = {
    **dict.fromkeys(("time", "u_time", "iGlobalTime", "iTime"), "TIME"),
    **dict.fromkeys(("resolution", "u_resolution"), "RENDERSIZE"),
    **dict.fromkeys(("mouse", "u_mouse"), "vec2(0.5)"),
    "surfacePosition": "((isf_FragNormCoord - 0.5) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0))",
    "surfaceSize": "vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0)",
}
_UNIFORM = re.compile(
    rf"(?m)^[ \t]*(?:uniform|varying)[ \t]+(?:\w+p[ \t]+)?\w+[ \t]+(?P<name>{'|'.join(_NAMES)})[ \t]*;"
)
_BACK = re.compile(r"(?m)^[ \t]*uniform[ \t]+sampler2D[ \t]+(backbuffer|bb|prevFrame)[ \t]*;")
_MAIN = re.compile(r"\bvoid\s+main\s*\(")


def is_sandbox(text: str) -> bool:
    """Whether a file without an ISF header is of this kind."""
    bare = without_comments(text)
    return _MAIN.search(bare) is not None and _UNIFORM.search(bare) is not None


def sandbox_to_isf(text: str, before: str = "") -> str:
    """The ISF shader that does what `text` does, the mouse in the middle; `before`: a line to put before its
    first."""
    bare = without_comments(text)
    names = sorted({match["name"] for match in _UNIFORM.finditer(bare)})
    header: dict[str, object] = {"ISFVSN": "2", "DESCRIPTION": "from GLSL Sandbox", "INPUTS": []}
    back = _BACK.search(bare)
    if back is not None:
        header["PASSES"] = [{"TARGET": back[1], "PERSISTENT": True}]
    code = _BACK.sub("", _UNIFORM.sub("", text))
    defines = "".join(f"#define {name} {_NAMES[name]}\n" for name in names)
    return f"/*{json.dumps(header, indent=2)}*/\n{defines}{before}{code}"
