"""The values that a filter or transition gets for its inputs in one frame: played, heard, or left alone."""

from __future__ import annotations

import math
from collections.abc import Mapping

from realtime.isf.channels import Rises, assembled, play_name
from realtime.isf.inputs import Input
from realtime.isf.parse import IsfDescription
from realtime.isf.program import Value
from realtime.stage.post import POST_INPUTS
from realtime.stage.sound_inputs import hears, sound_event, sound_values
from realtime.stage.view import View

LAYERS = {"filter": "post", "transition": "transition", "generator": "source"}
"""What the targets of a kind of shader begin with."""


class PlayedInputs:
    """Reads views for shaders: `post.SHADER.INPUT` goes before the sound, and the sound before `post.INPUT`,
    which is for all shaders of a kind that have such an input."""

    def __init__(self) -> None:
        self._sound: dict[str, float] = {}
        self._rises = Rises()

    def begin(self) -> None:
        """A new frame."""
        self._sound = {}

    def of(self, description: IsfDescription, view: View) -> dict[str, Value]:
        """Values by the names of the inputs, but for images."""
        values: dict[str, Value] = {}
        for one in description.inputs:
            if one.type == "audio":
                values[one.name] = view.features.waveform
            elif one.type == "audioFFT":
                values[one.name] = view.features.spectrum
            elif (value := self._value(description, one, view)) is not None:
                values[one.name] = value
        return values

    def images(self, description: IsfDescription, view: View) -> dict[str, str]:
        """What the scene names for image inputs, by their names; "" where it names nothing."""
        layer, own = _prefixes(description)
        names = [one.name for one in description.inputs if one.type == "image"]
        return {name: view.images.get(own + name, view.images.get(layer + name, "")) for name in names}

    def _value(self, description: IsfDescription, one: Input, view: View) -> Value | None:
        layer, prefix = _prefixes(description)
        own = assembled(one, lambda name: _given(view.inputs, prefix + name))
        if one.type == "event":
            played = own if own is not None else _given(view.inputs, layer + one.name)
            rises = isinstance(played, float) and self._rises.at(description.name, one.name, played)
            return rises or (hears(one) and sound_event(one.name, view.features, view.time, view.dt))
        if own is not None:
            return own
        if hears(one):
            if not self._sound:  # read once for all shaders of a frame
                self._sound = sound_values(view.features, view.time)
            return self._sound[one.name]
        # What is called as the finish's own are is the finish's.
        if layer == "post." and one.name in POST_INPUTS:
            return None
        return assembled(one, lambda name: _given(view.inputs, layer + name))


def _prefixes(description: IsfDescription) -> tuple[str, str]:
    """What the names of targets begin with, for all shaders of its kind and for this one alone."""
    layer = f"{LAYERS[description.kind]}."
    return layer, f"{layer}{play_name(description.name)}."


def _given(inputs: Mapping[str, float], name: str) -> float | None:
    value = inputs.get(name)
    return value if value is not None and math.isfinite(value) else None
