"""What goes to the painter and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np

from realtime.camera import Pose
from realtime.paint.treatment import Treatment


@dataclass(frozen=True, slots=True)
class Subject:
    """What to paint; changes with the scene or the prompt, not with the frame.

    prompt, negative: text that has passed the blocklist; prompt_b: second prompt for `prompt_mix`; prompts:
    further ones, each with a weight of its own (`realtime.paint.prompt_shares`); image_prompt: a
    picture beside the words ("picture:PATH"), for models that take one.
    style, style_b: (style name, weight) pairs of the embedded painter, empty = chosen from the prompt;
    palette, source: names, empty = chosen from the prompt; images: (target, picture) of the image inputs of
    generators, as a scene has them. seed: of all randomness.
    generation: grows with every change; frames of an older one are stale. cut: True when the
    new subject starts afresh instead of growing out of the last frame.
    """

    prompt: str = ""
    negative: str = ""
    prompt_b: str = ""
    prompts: tuple[str, ...] = ()
    image_prompt: str = ""
    style: tuple[tuple[str, float], ...] = ()
    style_b: tuple[tuple[str, float], ...] = ()
    palette: str = ""
    source: str = ""
    images: tuple[tuple[str, str], ...] = ()
    seed: int = 0
    generation: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class FrameRequest:
    """One frame to be painted.

    id: running number; time: audio-clock seconds at which it should be visible; pose: the camera
    then; strength, noise, style_mix, prompt_mix, weights, inputs: as in `Look` (inputs without the
    "source." prefix); source_time: the source layer's own time in seconds (runs faster with energy);
    beat: running number of the beat at `time`, with fraction, None where no beat is trusted.
    guidance: share of the engine's own guidance, where it has any; treatment: what is done to the last
    picture before this one is painted over it, by whoever drives the painter (`carried`, `carry`). Only
    films of imported animations ask for either. spectrum, waveform: as in `Features`, what was heard last,
    for sources that draw sound; None: silence.
    """

    id: int
    time: float
    subject: Subject
    pose: Pose = field(default_factory=Pose)
    strength: float = 0.5
    noise: float = 0.02
    style_mix: float = 0.0
    prompt_mix: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)
    source_time: float = 0.0
    beat: float | None = None
    inputs: Mapping[str, float] = field(default_factory=dict)
    guidance: float = 1.0
    treatment: Treatment | None = None
    spectrum: np.ndarray | None = field(default=None, compare=False)
    waveform: np.ndarray | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Frame:
    """A painted frame.

    pixels: uint8 (H, W, 4) RGBA, sRGB, row 0 at the top; id, time, pose, generation: of its request;
    paint_s: seconds that painting took; engine: which painter made it.
    """

    pixels: np.ndarray
    id: int
    time: float
    pose: Pose
    generation: int
    paint_s: float
    engine: str


class Painter(Protocol):
    """An engine that paints; lives in the painter process (or in line, for films and tests).

    The previous frame, its pose and the random state are the painter's own: the same requests
    in the same order give the same bytes.
    """

    name: str
    size: tuple[int, int]  # (width, height) of the frames it gives

    @property
    def note(self) -> str:
        """For the operator: what it runs on, what it lacks, or ""."""
        ...

    def paint(self, request: FrameRequest) -> np.ndarray:
        """uint8 (H, W, 4) RGBA, sRGB, row 0 at the top; valid until the next call."""
        ...

    def close(self) -> None: ...


@runtime_checkable
class FeedbackPainter(Painter, Protocol):
    """A painter that grows each frame out of the last; checked with `isinstance`."""

    def adopt(self, pixels: np.ndarray, pose: Pose) -> None:
        """Go on from another engine's frame, uint8 (H, W, 4), seen at `pose`. Raises ValueError for a size
        that it cannot take."""
        ...

    def carried(self) -> np.ndarray | None:
        """float32 (H, W, 3), sRGB, row 0 at the top: what the next frame grows out of; None before the
        first."""
        ...

    def carry(self, picture: np.ndarray) -> None:
        """Go on from `picture`, a changed `carried()`, seen from the same camera."""
        ...


@runtime_checkable
class TravellingPainter(Painter, Protocol):
    """A painter whose pictures depend on where the camera has been; checked with `isinstance`."""

    def follow(self, request: FrameRequest) -> None:
        """Be where painting this would have left the camera, and paint nothing: a film that begins in the
        middle is then at the same place in every source's world."""
        ...


class PaintLoop(Protocol):
    """A show's side of a painter: it never waits. In a process (live) or in line (virtual clock)."""

    def submit(self, request: FrameRequest) -> None:
        """Ask for a frame; replaces a request that has not been begun."""
        ...

    def newest(self, now: float) -> Frame | None:
        """The newest finished frame that has not been returned yet, or None."""
        ...

    @property
    def ready(self) -> bool:
        """True when a request submitted now would be begun at once."""
        ...

    @property
    def free_in(self) -> float:
        """Seconds, as foreseen, until a request submitted now would be begun: 0 when ready; infinite while
        another one waits, or where it is not known."""
        ...

    @property
    def latency(self) -> float:
        """L: p95 of request → finished frame, seconds, measured."""
        ...

    @property
    def status(self) -> str:
        """One line for the operator: engine, restarts, why."""
        ...

    def restart(self) -> None:
        """Replace what paints by a new one of its kind, soon; the last frame stays valid."""
        ...

    def close(self) -> None: ...
