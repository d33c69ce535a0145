"""Several tabs of Shadertoy pasted into one file, each under a comment that begins with its name:
`// Buffer A`, `// Image`, `// Common`. Every buffer is a pass that is kept.

Each tab is a world of its own there, so what it defines gets a name of its own here. Which buffer a channel
is stands in no code: a comment or an editor's line says it (`// iChannel0: Buffer B`, `#iChannel1 "self"`),
else it is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from realtime.errors import UserError
from realtime.isf import shadertoy
from realtime.isf import shadertoy_lines as editor_lines
from realtime.isf.author_code import end_of_block, without_comments
from realtime.isf.order import defined_names

_MAIN_IMAGE = re.compile(r"\bvoid\s+mainImage\s*\([^)]*\)\s*\{")
_BUFFER = r"buff?(?:er)?[ \t_-]*(?P<letter>[a-d])"
_MARK = re.compile(rf"(?im)^[ \t]*/[/*][^\w\n]*(?:(?P<common>common)|(?P<image>image)|{_BUFFER})\b[^\n]*")
_SAID = re.compile(
    rf"(?im)^[ \t]*(?://[^\n]*?|#[ \t]*)iChannel(?P<channel>[0-3])\b[^\n]*?\b(?:self|{_BUFFER})\b"
)
_MAIN = """
void main() {{
    vec4 colour = vec4(0.0);
{calls}}}
"""


@dataclass(frozen=True, slots=True)
class _Tab:
    """A part of the file. letter: of its buffer, "" for the image, None for what is common to all; line: its
    first in the file; code, bare: with and without comments."""

    letter: str | None
    line: int
    code: str
    bare: str


_SHOW = "void mainImage(out vec4 colour, in vec2 at) { colour = texelFetch(iChannel0, ivec2(at), 0); }"
_SHOWN = _Tab("", 1, _SHOW, _SHOW)


def has_tabs(text: str) -> bool:
    """Whether a file without an ISF header is of this kind: it has `mainImage` twice or more, or once and
    reads what it drew before."""
    mains = len(_MAIN_IMAGE.findall(without_comments(text)))
    return mains > 1 or (mains == 1 and bool(editor_lines.own_last_frames(text)))


def tabs_to_isf(text: str, before: str = "") -> str:
    """The ISF shader of passes that does what the tabs in `text` do; before: a line to put before its first,
    none where lines need no numbers. Raises UserError where no comment names a tab."""
    parts = _with_last_frame(_parts(text))
    tabs = sorted((tab for tab in parts if tab.letter is not None), key=lambda tab: tab.letter or "z")
    buffers = [tab.letter for tab in tabs if tab.letter]
    code = "".join(_numbered(tab, tab.code, before) for tab in parts if tab.letter is None)
    calls, images, files, sound = "", dict[str, None](), dict[str, str](), False
    for number, tab in enumerate(tabs):
        stripped = shadertoy.with_begun_image(shadertoy.without_uniforms(tab.code))
        bare = without_comments(stripped)
        used, said = shadertoy.channels(bare), editor_lines.picture_files(tab.code)
        pictures = {one: f"picture{number}{one}" for one in said}
        files |= {pictures[one]: file for one, file in said.items()}
        heard = [one for one in used if shadertoy.is_sound(one, bare, tab.code)]
        free = [one for one in used if one not in pictures and one not in heard]
        given = pictures | {one: _target(letter) for one, letter in _buffers_read(tab, free, buffers).items()}
        shown = shadertoy.image_names(one for one in free if one not in given)
        images, sound = images | dict.fromkeys(shown.values()), sound or bool(heard)
        part = shadertoy.reading_channels(stripped, given | shown, heard)
        others = [other.bare for other in parts if other is not tab]
        code += _numbered(tab, with_own_names(part, _met(part, others), number), before)
        colour = "colour" if tab.letter else "vec4(colour.rgb, 1.0)"
        calls += (
            f"    if (PASSINDEX == {number}) {{ {own_name('mainImage', number)}(colour, gl_FragCoord.xy); "
        )
        calls += f"gl_FragColor = {colour}; }}\n"
    kept = {"PERSISTENT": True, "FLOAT": True}
    passes = [{"TARGET": _target(tab.letter), **kept} if tab.letter else {} for tab in tabs]
    imported = {name: {"PATH": file} for name, file in files.items()}
    head = shadertoy.header(images, sound, text, PASSES=passes, IMPORTED=imported) + shadertoy.DEFINES
    declared = shadertoy.declarations(sound, without_comments(text))
    return f"{head}{declared}{shadertoy.with_played_mouse(code)}{_MAIN.format(calls=calls)}"


def _target(letter: str) -> str:
    return f"buffer{letter}"


def with_own_names(code: str, names: Collection[str], number: int) -> str:
    """`code` in which `names` are called as the pass `number` has them for itself."""
    if not names:
        return code
    pattern = rf"(?<![.\w])(?:{'|'.join(map(re.escape, names))})\b"
    return re.sub(pattern, lambda match: own_name(match.group(), number), code)


def _met(code: str, others: Sequence[str]) -> list[str]:
    """The names that `code` defines and `others`, the other tabs, have as words."""
    return [name for name in defined_names(code) if any(re.search(rf"\b{name}\b", other) for other in others)]


def own_name(name: str, number: int) -> str:
    """What `name` is called that a pass has for itself; messages have it without what is put before."""
    return f"isf_tab{number}_{name}"


def _parts(text: str) -> list[_Tab]:
    bare, last = without_comments(text), 0
    begins: list[tuple[int, str | None]] = [(0, None)]
    found: set[str] = set()
    named = False
    for main in _MAIN_IMAGE.finditer(bare):
        marks = list(_marks(text, bare, last, main.start()))
        mark = next((one for one in marks if not one["common"]), None)
        until = mark.start() if mark else main.start()
        begins += [(one.start(), None) for one in marks if one["common"] and one.start() < until]
        letter = (mark["letter"] or "").upper() if mark else ""
        if letter in found:
            letter = next(one for one in ("", *"ABCDEFGH") if one not in found)
        found.add(letter)
        named = named or mark is not None
        begins.append((mark.start() if mark else max(last, begins[-1][0]), letter))
        last = end_of_block(bare, main.end())
    if not named and len(found) > 1:
        raise UserError(
            "mainImage is there more than once: put a comment with the tab's name before each, "
            "// Buffer A or // Image."
        )
    begins += [(one.start(), None) for one in _marks(text, bare, last, len(text)) if one["common"]]
    ends = [*(begin for begin, _ in begins[1:]), len(text)]
    return [
        _Tab(letter, text.count("\n", 0, begin) + 1, text[begin:end], bare[begin:end])
        for (begin, letter), end in zip(begins, ends, strict=True)
    ]


def _with_last_frame(parts: list[_Tab]) -> list[_Tab]:
    """`parts` in which an image that reads what it drew before is a buffer, which is shown."""
    image = next((tab for tab in parts if tab.letter == ""), None)
    if image is None or not editor_lines.own_last_frames(image.code):
        return parts
    letter = next(one for one in "ABCDEFGH" if all(tab.letter != one for tab in parts))
    return [replace(tab, letter=letter) if tab is image else tab for tab in parts] + [_SHOWN]


def _marks(text: str, bare: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """The comments that name a tab, outside of functions."""
    for match in _MARK.finditer(text, begin, end):
        passed = bare[begin : match.start()]
        if passed.count("{") == passed.count("}"):
            yield match


def _buffers_read(tab: _Tab, free: Sequence[str], buffers: Sequence[str]) -> dict[str, str]:
    """By channel the letter of the buffer that it is: as the tab says; else of one channel only, the buffer
    before it, itself for the first; of several the buffer of the channel's number. free: the channels that
    are nothing else."""
    letters = {
        match["channel"]: (match["letter"] or tab.letter or "").upper() for match in _SAID.finditer(tab.code)
    }
    said = {channel: letter for channel, letter in letters.items() if letter in buffers}
    if said:
        return said
    if len(free) == 1 and buffers:
        before = [letter for letter in buffers if not tab.letter or letter < tab.letter]
        return {free[0]: before[-1] if before else buffers[0]}
    return {one: buffers[int(one)] for one in free if int(one) < len(buffers)}


def _numbered(tab: _Tab, code: str, before: str) -> str:
    return f"\n#line {tab.line}\n{code}\n" if before else f"{code}\n"
