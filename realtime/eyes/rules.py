"""What can trigger a seizure, in numbers: once, for the limiter, the analyser and their tests.

WCAG 2.2, success criterion 2.3.1 (general and red flash, a quarter of any 10° of the visual field), ITU-R
BT.1702 and Ofcom's guidance on photosensitive epilepsy (stripes), and the settings of IRIS, Electronic Arts'
open analyser (extended failure). Light is relative luminance 0..1; red is (R − G − B) · 320 of the linear
colours of a saturated red, 0 of all others.
"""

from __future__ import annotations

import math

LUMA = (0.2126, 0.7152, 0.0722)

LIGHT, RED = 0, 1
SIGNALS = ("luminance", "red")
STEP = (0.1, 20.0)
"""Change from a trough or peak, of each signal, that is a transition; a pair of opposing ones is a flash."""
DARKER = (0.8, math.inf)
"""The darker side of a transition is below this."""
SATURATED = 0.8
"""Red is saturated where R / (R + G + B) is so much or more."""
RED_SCALE = 320.0

AREA = 0.25
"""Share of a field that flashes at once."""
FIELD = (1 / 3, 1 / 3)
"""Height and width, of the picture's, of 10° of the visual field: 341×256 of 1024×768 pixels (WCAG)."""
MOST_TRANSITIONS = 6
"""Within a second: three flashes."""
SECOND_S = 1.0

EXTENDED_FROM = 4
"""So many transitions within a second, and no more than MOST_TRANSITIONS, fail too when they go on:"""
EXTENDED_S, EXTENDED_WITHIN_S = 4.0, 5.0

PATTERN_PAIRS = 6
"""Pairs of light and dark stripes that are a pattern ("more than five")."""
PATTERN_LIGHT = 0.25
"""Mean luminance of its light stripes, at least: 50 cd/m² of 200."""
PATTERN_STEP = 0.1
PATTERN_S = 0.5

ROWS, COLUMNS = 18, 32
"""Parts that a picture is looked at in."""
