"""Which of the things that words name are things, and not the place that a generator paints."""

from __future__ import annotations

from collections.abc import Set

from realtime.scenery.objects.nouns import Named, nouns
from realtime.scenery.word_index import WordIndex


def things_named(
    words: list[str], index: WordIndex, stems: Set[str], owned: Set[str], rooms: Set[str]
) -> list[Named]:
    """The things that `words` name; a generator's own phrase in `index` says more than a word in it: rose
    window. What one of the user's own generators (`owned`) is called by is that, and a word that calls for
    a room is no thing in it. stems: of all that is known."""
    own: set[int] = set()
    lengths: dict[int, int] = {}
    for place, rows in enumerate(index.find(words, stems)):
        called = {name for names, _ in rows for name in names}
        if not owned.isdisjoint(called):
            own.add(place)
        if not rooms.isdisjoint(called):
            lengths[place] = max(1, index.phrase_length(words, place))

    def within_phrase(one: Named) -> bool:
        length = one.end - one.first
        starts = range(max(0, one.first - 2), one.first + 1)
        return any(index.phrase_length(words, start) > max(length, one.end - 1 - start) for start in starts)

    def a_room(one: Named) -> bool:
        length = one.end - one.first
        return any(lengths.get(place, 0) >= length for place in range(one.first, one.end))

    found = [one for one in nouns().find(words) if not within_phrase(one) and not a_room(one)]
    return [one for one in found if own.isdisjoint(range(one.first, one.end))]
