"""What the keys of a window are called."""

from __future__ import annotations

import string
from types import ModuleType

from realtime.control.keyboard import KEYS, LEARN_KEY, QUIT_KEY

_OURS = frozenset((*(one.key for one in KEYS), LEARN_KEY, QUIT_KEY))


class KeyNames:
    """Names of keys, as a Latin keyboard has them.

    A key goes by what is on it where that is a letter from a to z or a key of the program, else by its
    position: layouts of another script (Cyrillic, Greek, kana, Hangul, Hebrew) have no Latin letters, and not
    all of Latin script have comma and full stop without shift. Digits always go by position, as some layouts
    have them under shift; a keypad's keys are called by what is on them.
    """

    def __init__(self, pygame: ModuleType) -> None:
        self._pygame = pygame
        self._positions = {getattr(pygame, f"KSCAN_{one.upper()}"): one for one in string.ascii_lowercase}
        self._positions |= {pygame.KSCAN_COMMA: ",", pygame.KSCAN_PERIOD: "."}
        self._fixed = {getattr(pygame, f"KSCAN_{digit}"): digit for digit in string.digits}
        self._fixed |= {getattr(pygame, f"KSCAN_KP_{digit}"): digit for digit in string.digits}
        self._fixed |= {
            pygame.KSCAN_KP_ENTER: "space",
            pygame.KSCAN_KP_PLUS: "right",
            pygame.KSCAN_KP_MINUS: "left",
            pygame.KSCAN_KP_PERIOD: ".",
            pygame.KSCAN_KP_MULTIPLY: "*",
        }

    def __call__(self, key: int, scancode: int) -> str:
        """The name of the key with this SDL keycode at this position."""
        if scancode in self._fixed:
            return self._fixed[scancode]
        if 0 < key < 128:
            written = chr(key).lower()
            if written in string.ascii_lowercase or written in _OURS:
                return written
        return self._positions.get(scancode) or self._pygame.key.name(key)
