"""What is wrong with a TOML file, for the person who wrote it: the line, the value, what was expected."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from realtime.did_you_mean import unknown
from realtime.setlist.positions import Path as KeyPath

_CURLY = re.compile("[“”„‟〝〞＂]")
_TOML_ERROR = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong in a setlist. line, column: from 1, 0 where the file itself cannot be read; rule: the
    blocklist's rule, "" for an error of form; key: dotted path."""

    file: str
    line: int
    column: int
    key: str
    text: str
    rule: str = ""

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{place}: {key}{self.text}"


def syntax_problem(path: Path, error: tomllib.TOMLDecodeError, text: str) -> Violation:
    """Why `text` of the file at `path` is no TOML."""
    message = str(error)
    match = _TOML_ERROR.fullmatch(message)
    if match is None:
        return Violation(str(path), 1, 1, "", f"not valid TOML: {message}")
    line, column = int(match[2] or text.count("\n") + 1), int(match[3] or 1)
    written = [*text.split("\n"), ""][line - 1].strip()
    return Violation(str(path), line, column, "", f"not valid TOML: {_plainly(match[1], written)}")


def _plainly(message: str, written: str) -> str:
    """What is wrong with the line that was `written`, for somebody who does not know TOML; else the parser's
    message."""
    if (curly := _CURLY.search(written)) is not None:
        return f'only straight quotation marks " count, not {curly[0]}'
    if written.startswith("[") and not written.startswith("[["):
        return f"{message}; scenes begin with two brackets: [[song.scene]]"
    if "overwrite" in message or "twice" in message:
        return "this is said a second time; delete one of the two"
    if "\\" not in written and "'" not in written and written.count('"') % 2:
        return 'a quotation mark " is missing in this line'
    if "Expected newline" in message and written.count('"') > 2:
        return "text in quotation marks ends at the next one; use ' inside it"
    if message == "Invalid value":
        return 'text must stand in quotation marks: key = "words"'
    return message


_EXPECTED = {
    "string_type": "must be text in quotes",
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list in [ ]",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
}


def explained(error: ValidationError, keys_at: Callable[[KeyPath], list[str]]) -> list[tuple[KeyPath, str]]:
    """(key path, sentence) of everything that pydantic found, in the file's own terms.

    keys_at: the keys that may stand in the table at a path."""
    found: list[tuple[KeyPath, str]] = []
    for item in error.errors(include_url=False):
        key, context, kind = tuple(item["loc"]), item.get("ctx", {}), item["type"]
        given = item["input"]
        if kind == "setlist":
            found += [(key + tuple(sub), message) for sub, message in context["found"]]
        elif kind == "extra_forbidden":
            found.append((key, unknown("key", str(key[-1]), keys_at(key[:-1]))))
        elif kind == "missing":
            found.append((key[:-1], f'the key "{key[-1]}" is missing'))
        elif kind in _EXPECTED:
            found.append((key, f"{_EXPECTED[kind]}, not {given!r}"))
        elif kind in ("too_short", "string_too_short"):
            found.append((key, "must not be empty"))
        elif kind == "too_long":
            found.append(
                (key, f"may have at most {context['max_length']} entries, not {context['actual_length']}")
            )
        elif kind in ("greater_than_equal", "less_than_equal", "less_than"):
            limit = next(iter(context.values()))
            words = {"greater_than_equal": "at least", "less_than_equal": "at most", "less_than": "below"}
            found.append((key, f"must be {words[kind]} {limit:g}, not {given!r}"))
        else:
            found.append((key, f"{item['msg']}, not {given!r}"))
    return found
