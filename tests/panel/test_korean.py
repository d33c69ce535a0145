"""Every word of the pages that a Korean reads is Korean: controls, units, levels, and all the others."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator

from realtime.audio.feature_table import FEATURES
from realtime.control.parameters import PARAMETERS
from realtime.mapping.curves import FAMILIES
from realtime.notice import Notice, listed
from realtime.panel.messages import for_page
from realtime.resources import PACKAGE

PAGE = PACKAGE / "panel" / "page"
SHOWN_BY_OTHERS = {  # has words of its own on the page, or none
    *("scene.next", "scene.previous", "scene.cancel", "tempo.tap", "tempo.resync", "tempo.release"),
    *("tempo.half", "tempo.double", "snapshot.undo", "snapshot.beats"),
}
THE_SAME = {"", "×", "bpm", "ms"}


def _keys(text: str) -> set[str]:
    return {quoted or plain for quoted, plain in re.findall(r'(?:"([^"]+)"|\b(\w+)): "', text)}


def test_controls_units_and_levels_have_korean_names():
    names, words = (PAGE / "controls_ko.js").read_text(encoding="utf-8").split("KOREAN_WORDS")
    shown = {row.name for row in PARAMETERS if row.kind in ("float", "int", "bool", "trigger")}
    assert shown - SHOWN_BY_OTHERS - _keys(names) == set()
    written = {row.unit for row in PARAMETERS} | {row.label for row in FEATURES.values()}
    assert written - THE_SAME - _keys(words) == set()
    named = {name for row in PARAMETERS if row.name != "deck.mix" for name in row.choices if len(name) > 1}
    options = {
        option.name for family in FAMILIES.values() for option in family.options if len(option.name) > 2
    }
    assert (named | options) - {"points"} - _keys(words) == set()


def test_both_languages_have_the_same_words():
    english, korean = (PAGE / "localization.js").read_text(encoding="utf-8").split("  ko: {")
    assert _keys(english) == _keys(korean.partition("const KEPT")[0])


def _forms() -> Iterator[str]:
    """First argument of each notice in the program; where it depends on something, all that it may be."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Notice":
                yield from (one.value for one in ast.walk(call.args[0]) if _is_text(one))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _fields(form: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", form))


def test_every_notice_is_said_in_korean_with_the_same_fields():
    script = (PAGE / "notices_ko.js").read_text(encoding="utf-8").partition("KOREAN_RULES")[0]
    entries = re.findall(r"""("[^"\n]+"|'[^'\n]+'): ("[^"\n]+")""", script)
    korean = {english[1:-1]: translated[1:-1] for english, translated in entries}
    forms = set(_forms())
    assert len(forms) > 60
    assert forms - set(korean) == set()
    assert [form for form, korean_form in korean.items() if _fields(form) != _fields(korean_form)] == []


def test_a_notice_is_english_text_that_can_be_said_again():
    inner = Notice("Nothing is saved as snapshot {number}.", number=3)
    notice = Notice("refused so far: {count}; the last: {last}", count=2, last=inner)
    assert notice == "refused so far: 2; the last: Nothing is saved as snapshot 3."
    assert for_page(pickle.loads(pickle.dumps(notice))) == {
        "form": "refused so far: {count}; the last: {last}",
        "fields": {
            "count": "2",
            "last": {"form": "Nothing is saved as snapshot {number}.", "fields": {"number": "3"}},
        },
    }
    assert for_page("as it is {here}") == "as it is {here}"


def test_several_notices_in_a_line_are_each_said_by_themselves():
    status = listed(["style 512×288", Notice("restarts {count}", count=2)])
    assert status == "style 512×288, restarts 2"
    assert for_page(status)["fields"]["part_1"] == {"form": "restarts {count}", "fields": {"count": "2"}}
