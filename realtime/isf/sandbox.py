"""Code of GLSL Sandbox and its like, a `main` that reads `time` and `resolution`, as an ISF shader.

Source: the uniforms that glslsandbox.com gives: time, resolution, mouse, and the last picture as backbuffer.
"""

from __future__ import annotations

import json
import re

from realtime.isf.author_code import has_main, without_comments

NAMES = {
    **dict.fromkeys(("time", "u_time", "iGlobalTime", "iTime"), "TIME"),
    **dict.fromkeys(("resolution", "u_resolution"), "RENDERSIZE"),
    **dict.fromkeys(("mouse", "u_mouse"), "vec2(0.5)"),
    "surfacePosition": "((isf_FragNormCoord - 0.5) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0))",
    "surfaceSize": "vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0)",
}
"""What GLSL Sandbox and its like give, in the words of ISF."""
_DECLARED = re.compile(
    r"(?m)(?:^|(?<=;))[ \t]*(?:uniform|varying)[ \t]+(?:\w+p[ \t]+)?(?P<kind>\w+)[ \t]+"
    r"(?P<names>\w+(?:\s*,\s*\w+)*)\s*;"
)
_BACK = re.compile(r"(?i)backbuffer|bb|prevframe")


def is_sandbox(text: str) -> bool:
    """Whether a file without an ISF header is of this kind."""
    bare = without_comments(text)
    return has_main(bare) and any(name in NAMES for _, name in _declared(bare))


def _declared(code: str) -> list[tuple[str, str]]:
    """(type, name) of its uniforms and varyings."""
    return [
        (match["kind"], name)
        for match in _DECLARED.finditer(code)
        for name in re.split(r"\s*,\s*", match["names"])
    ]


def sandbox_to_isf(text: str, before: str = "") -> str:
    """The ISF shader that does what `text` does, the mouse in the middle; `before`: a line to put before its
    first."""
    declared = _declared(without_comments(text))
    names = {name for _, name in declared if name in NAMES}
    back = [name for kind, name in declared if kind == "sampler2D" and _BACK.fullmatch(name)][:1]
    header: dict[str, object] = {"ISFVSN": "2", "DESCRIPTION": "from GLSL Sandbox", "INPUTS": []}
    if back:
        header["PASSES"] = [{"TARGET": back[0], "PERSISTENT": True}]

    def kept(match: re.Match[str]) -> str:
        found = _declared(match.group())
        others = [name for _, name in found if name not in names and name not in back]
        lines = "\n" * match.group().count("\n")
        return f"uniform {match['kind']} {', '.join(others)};{lines}" if others else lines

    defines = "".join(f"#define {name} {NAMES[name]}\n" for name in sorted(names))
    return f"/*{json.dumps(header, indent=2)}*/\n{defines}{before}{_DECLARED.sub(kept, text)}"
