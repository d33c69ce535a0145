"""The operator's window: the head-up display, the picture on the wall, and the scene that comes next."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import moderngl

from realtime.isf.quad import Copier
from realtime.isf.surface import Surface
from realtime.stage.hud import Hud
from realtime.stage.screen_map import ScreenMap

# Scenes whose pictures are kept: more than a setlist usually has.
_MOST_SCENES = 64
_THUMB = (320, 180)
# A scene is shown as it is so many pictures after it came: about three seconds.
_SETTLED = 45
_GAP = 0.02
_DARK = (0.03, 0.03, 0.035)


@dataclass(frozen=True, slots=True)
class Words:
    """What the operator reads with a picture; scene, following: (number from 1, name), None: no next."""

    time: float
    lines: tuple[str, ...]
    scene: tuple[int, str]
    following: tuple[int, str] | None


class OperatorView:
    """Draws into `target`, of any size: words above, below them the picture and, at its right, the next
    scene as it looked when it was last played."""

    def __init__(self, context: moderngl.Context, target: moderngl.Framebuffer) -> None:
        self._context, self._target = context, target
        self._copier = Copier(context)
        self._hud = Hud(context, target)
        self._seen: OrderedDict[tuple[int, str], Surface] = OrderedDict()
        self._words = Words(0.0, (), (0, ""), None)
        self._since = 0

    fault = ""

    def follow(self, mapping: ScreenMap) -> None:
        """It has no map."""

    def aim(self, target: moderngl.Framebuffer) -> None:
        """Draw into another framebuffer of the same size."""
        self._target = target
        self._hud.aim(target)

    def draw(self, picture: moderngl.Texture, words: object) -> None:
        """picture: what is on the wall; words: `Words`, or None to go on with the last ones."""
        if isinstance(words, Words):
            self._since = self._since + 1 if words.scene == self._words.scene else 0
            self._words = words
        if self._since >= _SETTLED and self._since % _SETTLED == 0:
            self._remember(picture)
        shown, width, height = self._words, *self._target.size
        self._target.viewport = (0, 0, width, height)
        self._target.use()
        self._target.clear(*_DARK, 1.0)
        gap = round(_GAP * width)
        wide = (width - 3 * gap) * 3 // 5
        self._place(picture, gap, gap, wide, round(height * 0.44))
        following = self._seen.get(shown.following) if shown.following is not None else None
        if following is not None:
            right = 2 * gap + wide
            self._place(following.texture, right, gap, width - right - gap, round(height * 0.29))
        self._target.viewport = (0, 0, width, height)
        self._hud.draw(shown.lines, shown.time)

    def _place(self, picture: moderngl.Texture, left: int, below: int, width: int, height: int) -> None:
        """The picture, whole, at the lower left of that place."""
        share = min(width / picture.width, height / picture.height)
        size = max(round(picture.width * share), 1), max(round(picture.height * share), 1)
        self._target.viewport = (left, below, *size)
        self._copier.copy(picture, self._target)

    def _remember(self, picture: moderngl.Texture) -> None:
        scene = self._words.scene
        kept = self._seen.pop(scene, None) or Surface(self._context, _THUMB)
        self._seen[scene] = kept
        self._copier.copy(picture, kept.framebuffer)
        if len(self._seen) > _MOST_SCENES:
            self._seen.popitem(last=False)[1].release()
