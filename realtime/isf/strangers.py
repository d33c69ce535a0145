"""What people lay among shaders that is none: what it is, and what to do with it."""

from __future__ import annotations

import re

from realtime.isf.author_code import without_comments

_AS_GLSL = "write it as a fragment shader in GLSL, with main() or mainImage()."
_MILKDROP = "a preset of MilkDrop: MilkDrop or projectM play it, and their picture may come in as video."
_METAL, _WGSL, _HLSL, _GODOT, _UNITY, _RETROARCH = (
    f"a shader {where}; {_AS_GLSL}"
    for where in ("in Metal", "in WGSL", "in HLSL", "of Godot", "of Unity", "of RetroArch")
)
ENDINGS = {
    **dict.fromkeys((".milk", ".milk2"), _MILKDROP),
    **dict.fromkeys((".hlsl", ".fx"), _HLSL),
    **{".metal": _METAL, ".wgsl": _WGSL, ".gdshader": _GODOT, ".shader": _UNITY, ".slang": _RETROARCH},
}
"""What files with such endings are."""
_KINDS = (
    (r"\bper_frame_|\[preset00\]", _MILKDROP),
    (r"\bshader_type\s+\w+\s*;", _GODOT),
    (r"#include\s*<metal_stdlib>|\busing\s+namespace\s+metal\b", _METAL),
    (r"@(?:fragment|vertex|compute)\b|\bfn\s+\w+\s*\(", _WGSL),
    (r"\bShader\s*\"[^\"\n]*\"\s*\{", _UNITY),
    (r":\s*SV_\w+|\bTexture2D\b|\bcbuffer\b|:\s*(?:COLOR|TEXCOORD)\d?\b", _HLSL),
    (r"#pragma\s+stage\b|\bpush_constant\b", _RETROARCH),
    (r"\blocal_size_x\b", f"a compute shader, which draws no picture; {_AS_GLSL}"),
    (r"\bgl_Position\b", "a vertex shader; the picture is made by the fragment shader that belongs to it."),
    (r"\bvec4\s+renderMain\w*\s*\(", f"a scene of Synesthesia; {_AS_GLSL}"),
    (r"\.\s*out\s*\(|\brender\s*\(\s*o\d\s*\)", "code of Hydra, in JavaScript; take the GLSL that it makes."),
    (r"\b(?:float|vec2)\s+mainSound\s*\(", "a sound of Shadertoy; its picture is in the other tabs."),
)


def what_it_is(text: str, ending: str) -> str | None:
    """A sentence on what is no shader that can be drawn here, of a file with this `ending`; None where
    nothing is known of it."""
    bare = without_comments(text)
    known = next(
        (sentence for pattern, sentence in _KINDS if re.search(pattern, bare)), ENDINGS.get(ending.lower())
    )
    return known and f"this is {known}"
