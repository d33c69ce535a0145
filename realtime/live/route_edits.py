"""Routes that the operator changes while they play, until they are written into the setlist or read again."""

from __future__ import annotations

from dataclasses import replace

from realtime.errors import UserError
from realtime.mapping.route import Place, Route
from realtime.mapping.route_words import changed_route
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene


class RouteEdits:
    """Changes routes of the scene that plays, and with it of all scenes that have them from the same
    place."""

    def __init__(self, playhead: Playhead) -> None:
        self._playhead = playhead
        self.changed: dict[Place, Route] = {}

    def take(self, words: str) -> None:
        """`2 curve=power exponent=2.5`: the second route of the scene. Raises UserError for what is none."""
        number, _, change = words.strip().partition(" ")
        routes = self._playhead.scene.routes
        if not number.isdecimal() or len(number) > 4 or not 1 <= int(number) <= len(routes):
            raise UserError(f"A route has a number from 1 to {len(routes)}, such as 2 curve=power")
        before = routes[int(number) - 1]
        after = changed_route(before, change)
        if after == before:
            return
        scenes = self._playhead.scenes
        here = self._playhead.index
        self._playhead.edit([_with(scene, before, after, at == here) for at, scene in enumerate(scenes)])
        if after.place:
            self.changed[after.place] = after


def _with(scene: Scene, before: Route, after: Route, here: bool) -> Scene:
    def same(route: Route) -> bool:
        return route.place == before.place if before.place else here and route is before

    if not any(map(same, scene.routes)):
        return scene
    return replace(scene, routes=tuple(after if same(route) else route for route in scene.routes))
