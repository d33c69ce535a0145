"""Code of glslViewer and its kin with buffers, parts of one file under `#if defined(BUFFER_0)` that others
read as `u_buffer0`, as one fragment shader of several passes.

Source: the manual of glslViewer. Each pass is compiled there with its own macro, so here the code is there
once for each, under names of its own.
"""

from __future__ import annotations

import re

from realtime.isf.author_code import has_main, without_comments
from realtime.isf.order import defined_names
from realtime.isf.sandbox import DECLARED, OUTPUT, sandbox_to_isf
from realtime.isf.shadertoy_tabs import own_name, with_own_names

_ASKED = re.compile(r"(?m)^[ \t]*#[ \t]*(?:if|ifdef|elif)\b[^\n]*\bBUFFER_([0-9])\b")


def has_buffers(text: str) -> bool:
    """Whether a file without an ISF header is of this kind."""
    bare = without_comments(text)
    return has_main(bare) and _ASKED.search(bare) is not None


def buffers_to_isf(text: str, before: str = "") -> str:
    """The ISF shader that does what `text` does; `before`: a line to put before its first."""
    written = OUTPUT.search(without_comments(text))
    if written is not None:
        text = re.sub(rf"(?<![.\w]){written[1]}\b", "gl_FragColor", OUTPUT.sub(_blank, text))
    numbers = sorted(set(_ASKED.findall(without_comments(text))))
    targets = [f"u_buffer{number}" for number in numbers]
    plain = DECLARED.sub(_blank, text)
    names = defined_names(plain) | {"main"}
    code, calls = "", ""
    for number, macro in enumerate((*numbers, None)):
        own = with_own_names(plain if number else text, names, number)
        define = f"#define BUFFER_{macro}\n{before}" if macro else before
        code += f"{define}{own}\n" + (f"#undef BUFFER_{macro}\n" if macro else "")
        calls += f"    if (PASSINDEX == {number}) {own_name('main', number)}();\n"
    passes = [{"TARGET": target, "PERSISTENT": True, "FLOAT": True} for target in targets]
    return sandbox_to_isf(f"{code}void main() {{\n{calls}}}\n", taken=targets, passes=[*passes, {}])


def _blank(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")
