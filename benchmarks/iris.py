"""A second judge of flashes, which shares no line with `realtime.eyes`: after IRIS, by its published rules.

IRIS (Electronic Arts, 2023) looks at the mean of the whole picture. Changes of one direction add up, within a
second; where they reach 0.1 of relative luminance, the darker side below 0.8, or 20 of saturated red, while a
quarter of the pixels change, that is a transition. More than six within a second fail; four to six fail when
they have been there for four of the last five seconds. Beside the whole, so it is done here with each of
twelve thirds and quarters of the screen, which the rules of IRIS leave out and those of WCAG do not.
"""

from __future__ import annotations

from collections import deque

import numpy as np

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_LIMITS = {"luminance": (0.1, 0.8), "red": (20.0, np.inf)}
_AREA, _MOST, _LEAST, _FOUR_S, _FIVE_S = 0.25, 6, 4, 4.0, 5.0
_DOWN, _ACROSS = 3, 4


class Iris:
    """Takes frames at `fps`. failures: of each kind, frames that failed; most: transitions in a second."""

    def __init__(self, fps: float) -> None:
        self._fps = fps
        self._regions: dict[tuple[str, int], _Region] = {}
        self._before: dict[str, np.ndarray] = {}
        self.failures = {f"{name}{kind}": 0 for name in _LIMITS for kind in ("", " extended")}
        self.most = dict.fromkeys(_LIMITS, 0)

    def add(self, picture: np.ndarray) -> None:
        """picture: uint8 (H, W, 3 or 4), sRGB."""
        rgb = picture[..., :3] / 255.0
        rgb = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        red, others = rgb[..., 0], rgb[..., 1] + rgb[..., 2]
        with np.errstate(invalid="ignore", divide="ignore"):
            saturated = red / (red + others) >= 0.8
        values = {"luminance": rgb @ _LUMINANCE, "red": np.where(saturated, 320.0 * (red - others), 0.0)}
        for name, now in values.items():
            self.add_values(name, now)

    def add_values(self, name: str, now: np.ndarray) -> None:
        """The next values (H, W) of "luminance", 0..1, or "red", 0..320."""
        before = self._before.get(name, now)
        self._before[name] = now
        failed, extended = zip(
            *(
                self._regions.setdefault((name, number), _Region(*_LIMITS[name], self._fps)).add(old, new)
                for number, (old, new) in enumerate(zip(_cut(before), _cut(now), strict=True))
            ),
            strict=True,
        )
        self.failures[name] += any(failed)
        self.failures[f"{name} extended"] += any(extended)
        most = max(region.transitions for (kind, _), region in self._regions.items() if kind == name)
        self.most[name] = max(self.most[name], most)


def _cut(values: np.ndarray) -> list[np.ndarray]:
    """The whole, and its pieces."""
    pieces = [
        part for band in np.array_split(values, _DOWN) for part in np.array_split(band, _ACROSS, axis=1)
    ]
    return [values, *pieces]


class _Region:
    def __init__(self, step: float, darker: float, fps: float) -> None:
        self._step, self._darker = step, darker
        self._run: deque[float] = deque(maxlen=round(fps))
        self._counted = False
        self._second: deque[bool] = deque(maxlen=round(fps))
        self._flashing: deque[bool] = deque(maxlen=round(_FIVE_S * fps))
        self._four_s = round(_FOUR_S * fps)

    @property
    def transitions(self) -> int:
        return sum(self._second)

    def add(self, old: np.ndarray, new: np.ndarray) -> tuple[bool, bool]:
        """(too many flashes, flashing for too long) with the next frame."""
        change = new.mean() - old.mean() if (old != new).mean() >= _AREA else 0.0
        if self._run and change * sum(self._run) < 0.0:
            self._run.clear()
            self._counted = False
        self._run.append(change)
        reached = abs(sum(self._run)) >= self._step
        happened = reached and not self._counted and min(old.mean(), new.mean()) < self._darker
        self._counted = self._counted or happened
        self._second.append(happened)
        self._flashing.append(_LEAST <= self.transitions <= _MOST)
        long = self.transitions >= _LEAST and sum(self._flashing) >= self._four_s
        return self.transitions > _MOST, long
