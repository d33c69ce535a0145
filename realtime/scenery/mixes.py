"""What the crossfader between two decks can do: ISF transitions, and blend modes half way."""

from __future__ import annotations

from collections.abc import Mapping

from realtime.scenery.layers import BLENDS

BLEND_SHADER = "blend"
BLEND_INPUT = "transition.blend.mode"
"""The transition of blend modes, and the target of its mode."""
_WIPES = (
    *("luma_wipe", "iris", "push", "zoom_blur", "ink_spread", "displace", "blinds", "clock", "doors"),
    *("slices", "spin", "burn", "drop", "flip_tiles", "pixel_melt", "glitch_cut"),
)
MIXES: Mapping[str, tuple[str, int | None]] = (
    {name: (name, None) for name in ("fade", "dissolve")}
    | {name: (BLEND_SHADER, mode) for mode, name in enumerate(BLENDS) if name != "normal"}
    | {name: (name, None) for name in _WIPES}
)
"""By name: (transition, mode of `blend` or None), in the order of the control `deck.mix`."""
