"""When each filter of a scene came on."""

from __future__ import annotations

from collections.abc import Mapping


class FiltersSince:
    """Audio-clock seconds by filter; one that the last scene has too goes on."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def at(self, now: float, filters: tuple[str, ...]) -> Mapping[str, float]:
        """Of the `filters` that are on at `now`."""
        if tuple(self._since) != filters:
            self._since = {name: self._since.get(name, now) for name in filters}
        return self._since
