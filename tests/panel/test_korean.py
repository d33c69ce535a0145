"""Every word of the pages that a Korean reads is Korean: controls, units, levels, and all the others."""

from __future__ import annotations

import re

from realtime.audio.feature_table import FEATURES
from realtime.control.parameters import PARAMETERS
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


def test_both_languages_have_the_same_words():
    english, korean = (PAGE / "words.js").read_text(encoding="utf-8").split("  ko: {")
    assert _keys(english) == _keys(korean.partition("const KEPT")[0])
