"""The levels of a universe, from picture and sound; never a flash that could harm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from realtime.arrays import Floats
from realtime.eyes.limiter import FlashLimiter
from realtime.eyes.rules import COLUMNS, LUMA, RED_SCALE, ROWS, SATURATED
from realtime.eyes.sight import LINEAR
from realtime.mapping.signals import SIGNALS, Moments
from realtime.output.light.fixture import COLOURS, Fixture
from realtime.output.output import Shown

SIZE = (128, 72)
"""The picture that fixtures look at, width and height."""
_PARTS = ROWS * COLUMNS
_LUMA = np.array(LUMA, np.float32)


class Universe:
    """Levels of `fixtures`, together at most 512 channels.

    The picture has been held back where it flashes over much of it; a fixture may follow a small part, and
    fill a room. So what each shows is held back by the same rules, and so is each signal of the sound.
    """

    def __init__(self, fixtures: Sequence[Fixture]) -> None:
        self._fixtures = tuple(fixtures)
        self._channels = max((one.last for one in fixtures), default=0)
        self._moments = Moments()
        self._seen = [FlashLimiter() for _ in fixtures]
        self._heard = {name: FlashLimiter() for one in fixtures for name in one.signals}
        self._held: bytes | None = None

    def levels(self, picture: np.ndarray, shown: Shown) -> bytes:
        """Of the channels from 1 on. picture: uint8 (H, W, 4) sRGB, master and blackout in it."""
        if shown.frozen and self._held is not None and shown.light > 0.0:
            return self._held
        moment = self._moments.next(shown.features, shown.time)
        heard = {
            name: self._gently(limiter, shown.time, SIGNALS[name].read(moment) * shown.light)
            for name, limiter in self._heard.items()
        }
        light = LINEAR[picture[..., :3]]
        levels = np.zeros(self._channels, np.uint8)
        for fixture, limiter in zip(self._fixtures, self._seen, strict=True):
            own = fixture.sampled(light)
            if any(one in COLOURS for one in fixture.channels):
                own = _held_back(limiter, shown.time, own)
            for index, what in enumerate(fixture.channels):
                if what in COLOURS:
                    value = COLOURS[what](own)
                elif what in heard:
                    value = np.full(fixture.count, heard[what], np.float32)
                else:
                    value = None
                begin = fixture.address - 1 + index
                places = slice(begin, begin + (fixture.count - 1) * fixture.apart + 1, fixture.apart)
                levels[places] = int(what) if value is None else _level(value, fixture)
        self._held = levels.tobytes()
        return self._held

    def dark(self) -> bytes:
        """All light off; what is fixed stays."""
        black = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
        return Universe(self._fixtures).levels(black, Shown(light=0.0))

    @staticmethod
    def _gently(limiter: FlashLimiter, time: float, level: float) -> float:
        field = np.zeros((2, ROWS, COLUMNS), np.float32)
        field[0] = min(max(level, 0.0), 1.0)
        gains = limiter.limit(time, field)
        return float(field[0, 0, 0] * (1.0 if gains is None else gains[0].min()))


def _level(light: Floats, fixture: Fixture) -> Floats:
    """0..255 for linear light 0..1."""
    level: Floats = np.rint(255.0 * fixture.most * np.clip(light, 0.0, 1.0) ** (1.0 / fixture.gamma))
    return level


def _held_back(limiter: FlashLimiter, time: float, light: Floats) -> Floats:
    """float32 (n, 3): what n places of a strip may show, as if they filled the field of vision."""
    count = len(light)
    place = np.arange(_PARTS).reshape(ROWS, COLUMNS) % COLUMNS * count // COLUMNS
    luma = light @ _LUMA
    pure = light @ np.array((1.0, -1.0, -1.0), np.float32)
    saturated = (light[:, 0] >= SATURATED * light.sum(axis=1)) & (pure > 0.0)
    red = np.where(saturated, RED_SCALE * pure, 0.0)
    gains = limiter.limit(time, np.stack([luma[place], red[place]]).astype(np.float32))
    if gains is None:
        return light
    gain, colour = np.ones(count, np.float32), np.ones(count, np.float32)
    np.minimum.at(gain, place.ravel(), gains[0].ravel())
    np.minimum.at(colour, place.ravel(), gains[1].ravel())
    # Red that flashes becomes grey of its own light.
    pale = luma[:, None] + (light - luma[:, None]) * np.where(saturated, colour, 1.0)[:, None]
    held: Floats = (pale * gain[:, None]).astype(np.float32)
    return held
