"""Which filters are on: they change with the picture, not before it."""

from __future__ import annotations

from collections.abc import Mapping

from realtime.stage.crossing import Crossing
from realtime.stage.view import View

# A scene's filters wait for its first painted frame, but no longer than this.
_PATIENCE_S = 2.0
# Frames may be a little ahead of their scene: up to here a transition still shows almost none of them.
_HARDLY_BEGUN = 0.15


class Chain:
    """The filters in use, by name and in order, and what their image inputs show."""

    def __init__(self) -> None:
        self.filters: tuple[str, ...] = ()
        self.images: Mapping[str, str] = {}
        self._asked_at: float | None = None

    def follow(self, view: View, fresh: bool, crossing: Crossing) -> None:
        """Take up the view's filters when that shows least. fresh: a new scene's first frame just came."""
        if view.filters == self.filters:
            self._asked_at, self.images = None, view.images
            return
        if self._asked_at is None:
            self._asked_at = view.time
        early = crossing.active and crossing.progress < _HARDLY_BEGUN
        if fresh or early or view.time - self._asked_at >= _PATIENCE_S or view.time < self._asked_at:
            self.filters, self.images, self._asked_at = view.filters, view.images, None
