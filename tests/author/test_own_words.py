"""What the program adds to a musician's words does not make them unfit."""

from itertools import cycle, islice

import pytest

from realtime.author.art_styles import ART_STYLES
from realtime.author.brief import MOODS
from realtime.author.scene_plan import SECTION_WORDS
from realtime.setlist.open_blocklist import WatchedBlocklist

LINES = (
    "a mother holds her child",
    "fishermen mend their nets",
    "two children fly a kite on the beach",
    "잠든 아기",
    "언덕 위의 성",
    "첫사랑",
)


@pytest.mark.parametrize("mood", MOODS)
def test_a_mood_is_no_reason_to_refuse_a_harmless_line(mood):
    judged = WatchedBlocklist(None, None).current
    styles, sections = cycle(ART_STYLES.values()), cycle(SECTION_WORDS.values())
    prompts = [
        ", ".join((line, section, MOODS[mood].words, style.fragment))
        for line in LINES
        for style, section in islice(zip(styles, sections, strict=False), 8)
    ]
    refused = [prompt for prompt in prompts if not judged.check(prompt).fit]
    assert len(refused) <= len(prompts) // 8, refused
