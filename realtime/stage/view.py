"""What the stage gets from the show once per displayed frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from realtime.audio.features import Features
from realtime.camera import Pose
from realtime.lettering.lettering import Lettering
from realtime.scenery.layers import LayerAbove


@dataclass(frozen=True, slots=True)
class View:
    """One displayed frame.

    time: audio-clock seconds when it is seen; dt: since the last one; frame_index: running number;
    pose: the camera then. inputs: `Look.inputs`, of which the stage takes "post.*" (see post.py).
    features: newest state of the ear. filters: ISF filters by name, in order, before the finish;
    filters_since: audio-clock seconds at which each came on. images: what image inputs of shaders show, by
    "layer.shader.input", as a scene has it.
    transition, transition_beats: how frames of a newer generation come in: an ISF transition's name
    over so many beats (0 beats: a cut); "" = no transition, they grow out of the last frame.
    blend: the newest painted frame's share of the picture, the one before it has the rest; None: the
    stage's own fade. second: of deck B, None without one; fade: its share of the picture, 0..1; mix: one of
    `scenery.mixes.MIXES`, or another transition. layers: those above the picture, from the lowest, their
    words without placeholders; "layer.*" of inputs move them. solo: number in `scenery.layers.SOLOS`. card:
    words of the test card, or "". lettering: what is written over the picture, lettering_time: seconds of its
    song. master 0..1, blackout, freeze: the operator's hand. hud: lines to overlay, empty = none.
    """

    time: float = 0.0
    dt: float = 1 / 60
    frame_index: int = 0
    pose: Pose = field(default_factory=Pose)
    inputs: Mapping[str, float] = field(default_factory=dict)
    features: Features = field(default_factory=Features)
    filters: tuple[str, ...] = ()
    filters_since: Mapping[str, float] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)
    transition: str = "dissolve"
    transition_beats: float = 4.0
    blend: float | None = None
    second: View | None = None
    fade: float = 0.0
    mix: str = "fade"
    layers: tuple[LayerAbove, ...] = ()
    solo: int = 0
    card: str = ""
    master: float = 1.0
    blackout: bool = False
    freeze: bool = False
    hud: tuple[str, ...] = ()
    lettering: Lettering = Lettering()
    lettering_time: float = 0.0
