"""What authors' GLSL needs before a modern compiler takes it; every change keeps the line numbers.

ISF files are written for GLSL 1.20 and GLSL ES 1.00, and for drivers that let more pass than
Mesa does.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Collection, Iterable
from pathlib import Path

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_VERSION = re.compile(r"^[ \t]*#[ \t]*version\b[^\n]*", re.MULTILINE)
_EXTENSION = re.compile(r"[ \t]*#[ \t]*extension[ \t]+(\w+)[ \t]*:")
_LINE = re.compile(r"[ \t]*#[ \t]*line[ \t]+(\d+)")
# Part of GLSL 3.30 itself: naming them is an error or a warning there.
_CORE = frozenset(
    (
        "GL_OES_standard_derivatives",
        "GL_OES_texture_3D",
        "GL_EXT_shader_texture_lod",
        "GL_ARB_shader_texture_lod",
        "GL_EXT_frag_depth",
        "GL_EXT_draw_buffers",
        "GL_EXT_gpu_shader4",
        "GL_ARB_texture_rectangle",
        "GL_EXT_texture_array",
    )
)
# Names in GLSL 1.20 and ES 1.00, or in what drivers let pass, that are words of the language by 4.60.
_WORDS = (
    *("smooth", "noperspective", "filter", "sample", "common", "partition", "active", "resource", "patch"),
    *("subroutine", "buffer", "shared", "coherent", "restrict", "readonly", "writeonly", "precise"),
    *("input", "output", "half", "fixed", "this", "cast", "namespace", "using", "external", "interface"),
    *("long", "short", "public", "union", "class", "template", "superp", "row_major"),
    *("flat", "centroid", "inline", "noinline", "packed", "extern", "static", "volatile", "enum", "typedef"),
    *("unsigned", "goto", "sizeof", "asm"),
)
# A word before another one is used as GLSL means it, `smooth in vec2 at`; not so in `#define sample color`.
_WORD = re.compile(
    rf"(?P<define>#[ \t]*define[ \t]+)?\b(?P<word>{'|'.join(_WORDS)})\b(?(define)|(?![ \t]+[A-Za-z_]))"
)
# Names of inputs that would hide a function of the language.
_FUNCTIONS = (
    *("abs", "acos", "acosh", "all", "any", "asin", "asinh", "atan", "atanh", "ceil", "clamp", "cos"),
    *("cosh", "cross", "dFdx", "dFdy", "degrees", "determinant", "distance", "dot", "equal", "exp"),
    *("exp2", "faceforward", "floor", "fract", "fwidth", "greaterThan", "inverse", "inversesqrt"),
    *("isinf", "isnan", "length", "lessThan", "log", "log2", "matrixCompMult", "max", "min", "mix"),
    *("mod", "modf", "noise1", "noise2", "noise3", "noise4", "normalize", "not", "notEqual"),
    *("outerProduct", "pow", "radians", "reflect", "refract", "round", "roundEven", "sign", "sin"),
    *("sinh", "smoothstep", "sqrt", "step", "tan", "tanh", "texture", "texelFetch", "textureLod"),
    *("textureSize", "transpose", "trunc"),
)
_MACRO = re.compile(r"[ \t]*#[ \t]*define[ \t]+(\w+)")
# `const vec2 SIZE = RENDERSIZE;` is no constant; other drivers let it pass.
_CONST = re.compile(
    r"(?m)(?P<before>^[ \t]*|[;{}][ \t]*)const(?P<declared>[ \t]+(?:\w+p[ \t]+)?"
    r"(?:(?P<whole>u?int|bool)|[A-Za-z_]\w*)"
    r"[ \t]*(?:\[[^\]]*\])?[ \t]+\w+[ \t]*(?:\[[^\]]*\])?[ \t]*=(?P<value>[^;]*))"
)
# `#endif GL_ES`: other compilers do not read on.
_AFTER_DIRECTIVE = re.compile(r"(?m)^(?P<kept>[ \t]*#[ \t]*(?:else|endif)\b)[ \t]*\w[^\n/]*")
_PRAGMA = re.compile(r"(?m)^[ \t]*#[ \t]*pragma\b[^\n]*")
# Spaces that pages have between words, and marks that cannot be seen.
_SPACES = re.compile("[\u00a0\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]")
_DECLARED = re.compile(
    r"(?m)(?:^|(?<=;))(?P<kind>[ \t]*(?:uniform|varying|in)[ \t]+(?:\w+p[ \t]+)?\w+)"
    r"(?P<names>[ \t]+\w+[^;(){}#]*);"
)
_DATA = re.compile(r"\bgl_FragData\s*\[\s*0\s*\]")
_OUT = re.compile(r"(?m)^[ \t]*(?:layout\s*\([^)\n]*\)[ \t]*)?out[ \t]+(?:\w+p[ \t]+)?vec4[ \t]+(\w+)[ \t]*;")
_WRITTEN = re.compile(r"\bgl_FragColor\b(.*?);", re.DOTALL)
_COLOUR = re.compile(r"\bgl_FragColor\s*\.\s*[rgbxyz]+\b")
_ALPHA = re.compile(r"\bgl_FragColor\s*(?:\.\s*[rgbxyz]*[aw]|\[\s*3)")
_OWN_MAIN = re.compile(r"\bvoid\s+main\s*\(")
_MAIN = re.compile(r"\bvoid\s+main\s*\(\s*(?:void\s*)?\)\s*\{")
_OUTPUT = re.compile(r"\bout\s+vec4\s+(\w+)\s*;")
_ADDED = r"\b{}\b(?:\s*\.\s*\w+)?\s*[-+*/]="
_OPAQUE = re.compile(r"\s*=\s*vec4\s*\(.*,\s*1(?:\.0*)?\s*\)\s*", re.DOTALL)
_FUNCTION = re.compile(
    r"\b(float|int|uint|bool|[biu]?vec[234]|mat[234](?:x[234])?)\s+\w+\s*\([^(){};]*\)\s*\{"
)


def rename(name: str) -> str:
    """An input's or a variable's name in the GLSL that is compiled."""
    return f"isf_word_{name}" if name in _WORDS or name in _FUNCTIONS else name


def read_code(path: Path) -> str:
    """The text of a shader's file: UTF-8, or UTF-16 where it begins with its mark. Raises OSError."""
    code = path.read_bytes()
    marked = code.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return io.IncrementalNewlineDecoder(None, translate=True).decode(
        code.decode("utf-16" if marked else "utf-8", errors="replace"), final=True
    )


def without_comments(code: str) -> str:
    """`code` with blanks for its comments: every other character stays where it is."""
    return _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), code)


def has_main(code: str) -> bool:
    """Whether it has a main function of its own."""
    return _OWN_MAIN.search(without_comments(code)) is not None


def without_main(code: str) -> str:
    """`code` without a main function of its own, on the same lines."""
    bare = without_comments(code)
    found = _OWN_MAIN.search(bare)
    if found is None:
        return code
    end = end_of_block(bare, bare.find("{", found.start()) + 1)
    return code[: found.start()] + "\n" * code.count("\n", found.start(), end) + code[end:]


def without_directives(code: str) -> str:
    """`code` with blanks for comments and preprocessor lines: every other character stays where it is."""
    lines, continued = without_comments(code).split("\n"), False
    for number, line in enumerate(lines):
        directive = continued or line.lstrip().startswith("#")
        continued = directive and line.rstrip().endswith("\\")
        if directive:
            lines[number] = " " * len(line)
    return "\n".join(lines)


def modern(code: str, declared: Collection[str], macros: Collection[str] = ()) -> tuple[str, str]:
    """(extensions, code): `#extension` lines for the top of the file, with their numbers, and the rest.

    declared, macros: names that the host declares and defines; an author's own declaration of one is left
    out, and an author's own macro counts from there on.
    """
    code = _AFTER_DIRECTIVE.sub(r"\g<kept>", _with_ended_comments(_SPACES.sub(" ", code)))
    extensions, code = _hoisted(_PRAGMA.sub("", _VERSION.sub("", code)))
    code = _WORD.sub(lambda match: f"{match['define'] or ''}{rename(match['word'])}", code)
    code = _DATA.sub("gl_FragColor", code)
    code = _OUT.sub(r"#define \1 gl_FragColor", code)
    code = _redefining(_without_declarations(code, frozenset(declared)), set(macros))
    # Bytes that every compiler takes.
    return extensions, code.encode("ascii", "replace").decode("ascii")


def _with_ended_comments(code: str) -> str:
    r"""`code` whose comments end with their lines, whatever is drawn there: `// /\_/\`."""
    lines, in_macro = code.split("\n"), False
    for number, line in enumerate(lines):
        in_macro = in_macro or line.lstrip().startswith("#")
        if "//" in line and not in_macro:
            lines[number] = line.rstrip(" \t\\")
        in_macro = in_macro and line.rstrip().endswith("\\")
    return "\n".join(lines)


def _without_declarations(code: str, names: frozenset[str]) -> str:
    """`code` without its own declarations of `names`: `uniform float TIME, speed;` keeps speed."""

    def kept(match: re.Match[str]) -> str:
        rest = [one for one in match["names"].split(",") if _leading_word(one) not in names]
        return f"{match['kind']}{','.join(rest)};" if rest else "\n" * match.group().count("\n")

    return _DECLARED.sub(kept, code) if names else code


def _leading_word(text: str) -> str:
    found = re.match(r"\s*(\w+)", text)
    return found[1] if found else ""


def _redefining(code: str, known: set[str]) -> str:
    """`code` in which a macro that is defined again, first by the host or by the author, is taken back
    before: GLSL has it for an error."""
    lines, numbers = code.split("\n"), line_numbers(code)
    for index, (number, bare) in enumerate(numbers):
        found = _MACRO.match(bare)
        if found and found[1] in known:
            lines[index] = f"#undef {found[1]}\n#line {number}\n{lines[index]}"
        elif found:
            known.add(found[1])
    return "\n".join(lines)


def line_numbers(code: str) -> list[tuple[int, str]]:
    """Of every line the number that `#line` gives it, and the line without comments."""
    numbered, number = [], 0
    for bare in without_comments(code).split("\n"):
        number += 1
        counted = _LINE.match(bare)
        if counted:
            number = int(counted[1]) - 1
        numbered.append((number, bare))
    return numbered


def _hoisted(code: str) -> tuple[str, str]:
    """GLSL wants extensions before everything else, and the host's own lines come before the author's."""
    lines, hoisted = code.split("\n"), []
    for index, (number, bare) in enumerate(line_numbers(code)):
        found = _EXTENSION.match(bare)
        if found:
            lines[index] = ""
            if found[1] not in _CORE:
                hoisted.append(f"#line {number}\n{bare.strip()}\n")
    return "".join(hoisted), "\n".join(lines)


def written(code: str, names: Collection[str]) -> list[str]:
    """Of `names`, which GLSL gives to be read only, those that `code` writes to as other drivers allow."""
    if not names:
        return []
    name = rf"(?<![.\w])({'|'.join(map(re.escape, names))})\b(?:\s*\.\s*\w+|\s*\[[^\]]*\])*\s*"
    found = re.findall(
        rf"(?:\+\+|--)\s*{name}|{name}(?:\+\+|--|(?:[-+*/%&|^]|<<|>>)?=(?!=))", without_comments(code)
    )
    return sorted({one for pair in found for one in pair if one})


def own_copy(name: str) -> str:
    """What a variable that may be written to is called in place of the input `name`."""
    return f"isf_own_{name.removeprefix('gl_')}"


def as_written(message: str) -> str:
    """A compiler's message with the names that the author knows."""
    return re.sub(r"\bisf_(?:own|word|call|(?:again|tab)\d+)_(?=\w)", "", message)


def with_own_copies(code: str, names: Collection[str]) -> str:
    """`code` that reads and writes its own copies of `names`."""
    if not names:
        return code
    return re.sub(
        rf"(?<![.\w])(?:{'|'.join(map(re.escape, names))})\b", lambda match: own_copy(match.group()), code
    )


def with_switches(code: str, names: Collection[str]) -> str:
    """`code` that compares `names`, which are bool, with no numbers: `on == 1`."""
    if not names:
        return code
    compared = (
        rf"\b(?P<name>{'|'.join(map(re.escape, names))})(?P<how>\s*[!=]=\s*)(?P<number>[01])\b(?:\.0*(?!\d))?"
    )
    return re.sub(compared, r"\g<name>\g<how>bool(\g<number>)", code)


def with_functions_apart(code: str, inputs: Iterable[str]) -> str:
    """`code` in which a function and one of `inputs` may have the same name, as in `mix(a, b, mix)`: GLSL
    keeps no names apart."""
    for name in inputs:
        if name in _FUNCTIONS:
            code = re.sub(rf"(?<![.\w]){name}\b(?!\s*\()", rename(name), code)
        elif re.search(rf"(?<![.\w]){name}\s*\(", without_comments(code)):
            code = re.sub(rf"(?<![.\w])({name}\s*\()", r"isf_call_\1", code)
    return code


def with_begun_colour(code: str) -> str:
    """`code` whose picture begins as nothing where it is added to, as browsers have it, and as opaque black
    where only its colours are written, `gl_FragColor.rgb = …`, in all passes or in some."""
    bare = without_comments(code)
    names = ["gl_FragColor", *_OUTPUT.findall(bare)]
    begins = [f"{name} = vec4(0.0);" for name in names if re.search(_ADDED.replace("{}", name), bare)]
    if _COLOUR.search(bare) and not _ALPHA.search(bare):
        begins = ["gl_FragColor = vec4(0.0, 0.0, 0.0, 1.0);"]
    for main in reversed(list(_MAIN.finditer(bare)) if begins else []):
        code = f"{code[: main.end()]} {' '.join(begins)} {code[main.end() :]}"
    return code


def is_opaque(code: str) -> bool:
    """True where every pixel that `code` writes has, at a glance, an alpha of 1."""
    written = _WRITTEN.findall(without_comments(code))
    return bool(written) and all(_OPAQUE.fullmatch(one) for one in written)


def without_constants(code: str, names: Collection[str] = ()) -> str:
    """`code` whose constants are variables, so that they may be made of what changes: those of floats, and of
    whole numbers, which may be sizes, those made of `names`."""

    def kept(match: re.Match[str]) -> str:
        made_of = set(re.findall(r"\w+", match["value"]))
        constant = match["whole"] is not None and made_of.isdisjoint(names)
        return match.group() if constant else f"{match['before']}{match['declared']}"

    return _CONST.sub(kept, code)


def with_returns(code: str) -> str:
    """`code` whose functions without any return give 0 at their end: other drivers let them pass."""
    bare = without_comments(code)
    ends: list[tuple[int, str]] = []
    for match in _FUNCTION.finditer(bare):
        at = end_of_block(bare, match.end())
        if bare[at - 1] == "}" and not re.search(r"\breturn\b", bare[match.end() : at]):
            ends.append((at - 1, match[1]))
    for at, kind in reversed(ends):
        code = f"{code[:at]} return {kind}(0); {code[at:]}"
    return code


def end_of_block(bare: str, begin: int) -> int:
    """Where the block ends inside whose bracket `begin` is: behind its last bracket, or with the code, which
    is without comments."""
    depth, at = 1, begin
    while at < len(bare) and depth:
        depth += (bare[at] == "{") - (bare[at] == "}")
        at += 1
    return at
