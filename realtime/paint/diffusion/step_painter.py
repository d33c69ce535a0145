"""The painter around a frame step, with its state from frame to frame; any runner can run the step."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from realtime.camera import Pose, relative
from realtime.mapping.targets import TARGETS
from realtime.paint.diffusion.image_files import picture_key
from realtime.paint.diffusion.noise import WanderingNoise
from realtime.paint.diffusion.palette import SlowPalette
from realtime.paint.diffusion.picture_layer import FRESH_STRENGTH, PictureLayer
from realtime.paint.diffusion.prompt_mix import PromptMix
from realtime.paint.diffusion.prompts import PromptBook
from realtime.paint.diffusion.schedule import LiveSchedule, Schedule
from realtime.paint.diffusion.step_spec import (
    GRAIN,
    GUIDANCE,
    PALETTE_MIX,
    RAW_MEAN,
    SOURCE_MIX,
    UNSHARP,
    StepSpec,
)
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.prompt_shares import prompt_shares
from realtime.paint.request_values import sane
from realtime.paint.run.spec import BadFrame
from realtime.scenery.style_picture import picture_path
from realtime.smoothstep import smoothstep

log = logging.getLogger(__name__)

# Where there is nothing to begin with, the first frame is all new: below this strength the seed's colours
# would show through.
_CLOUDS_STRENGTH = 0.95
_BASE_REFRESH = 0.15
_BEATS_PER_S = 2.0  # the grid of a request without a beat


class Runner(Protocol):
    """Runs the step: `session.Session`, or torch."""

    provider: str
    note: str

    def write(self, name: str, value: np.ndarray) -> None: ...
    def run(self) -> dict[str, np.ndarray]: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class StepModel:
    """What a painter needs to know about the model. guidance: scale, where there is any."""

    spec: StepSpec
    schedule: Schedule
    guidance: float = 1.0


class StepPainter:
    """A `Painter` on a frame step.

    The previous frame, its pose, noise, palette and prompt glide are its state; seeds and prompts move
    on request.beat. request.inputs may have `mix` (0..1, share of the source layer). A negative prompt
    is used where the model has classifier-free guidance; elsewhere it has no effect and costs nothing.
    shaders: the user's shader folders, None for the one in the settings folder; palette, noise: what holds
    the picture together from frame to frame; pictures: the embeddings of subjects' `image_prompt`, where the
    model takes one.
    """

    def __init__(
        self,
        model: StepModel,
        runner: Runner,
        prompts: PromptBook,
        name: str,
        glide_beats: float = 4.0,
        shaders: Sequence[Path] | None = None,
        palette: Callable[[], SlowPalette] = SlowPalette,
        noise: Callable[[tuple[int, int], int], WanderingNoise] = WanderingNoise,
        pictures: PromptBook | None = None,
    ):
        self.name = name
        self.size = (model.spec.width, model.spec.height)
        self.steps = model.spec.steps
        self.dropped = 0
        self.prompts = prompts
        self._model = model
        self._runner = runner
        self._layer = PictureLayer(shaders)
        self._schedule = LiveSchedule(model.schedule, model.spec.steps)
        self._noise = noise(model.spec.latent, model.spec.steps)
        self._new_palette = palette
        self._palette = palette()
        self._mix = PromptMix(prompts, glide_beats)
        self._pictures = pictures
        self._picture_mix = None if pictures is None else PromptMix(pictures, glide_beats)
        self._lacking = ""
        self._amounts = np.zeros(5, np.float32)
        self._subject: Subject | None = None
        self._pose = Pose()
        self._time: float | None = None
        self._good: np.ndarray | None = None
        self._written: dict[str, np.ndarray] = {}
        self._fresh = True
        self._lora_weights: list[float] = []

    @property
    def note(self) -> str:
        """For the operator: what it runs on, and what went wrong."""
        dropped = f"{self.dropped} frames were not finite" if self.dropped else ""
        return "; ".join(
            part for part in (self._runner.note, dropped, self._lacking, self._layer.note) if part
        )

    def adopt(self, pixels: np.ndarray, pose: Pose) -> None:
        """Go on from another engine's frame, uint8 (H, W, 4) of any size: the switch shows no jump."""
        self._runner.write("frame", _resized(pixels, self.size)[None])
        self._pose = pose
        self._fresh = False

    def take_over(self, pixels: np.ndarray, pose: Pose, subject: Subject) -> None:
        """Go on in the middle of a subject, from the frame of it that another engine of the model painted."""
        self.adopt(pixels, pose)
        if self._subject is None or self._subject.seed != subject.seed:
            self._noise.reset(subject.seed)
        self._subject, self._time = subject, None
        self._palette = self._new_palette()

    def carried(self) -> np.ndarray | None:
        """float32 (H, W, 3), sRGB: the last frame, which the next one grows out of; None before the first."""
        if self._good is None or self._fresh:
            return None
        return self._good[0, ..., :3].astype(np.float32) / np.float32(255.0)

    def carry(self, picture: np.ndarray) -> None:
        """Go on from `picture`, as from what `carried` gave."""
        frame = np.full((1, *picture.shape[:2], 4), 255, np.uint8)
        frame[0, ..., :3] = np.rint(picture * np.float32(255.0))
        self._runner.write("frame", frame)

    def follow(self, request: FrameRequest) -> None:
        """Take the camera along as painting this would, and paint nothing."""
        self._layer.move(request, self.size)

    def paint(self, request: FrameRequest) -> np.ndarray:
        """uint8 (H, W, 4); raises BadFrame when the network's picture is not finite."""
        beat = request.time * _BEATS_PER_S if request.beat is None else request.beat
        self._layer.move(request, self.size)
        fresh = self._turn_to(request)
        least = self._begin(request) if fresh else 0.0
        self._write_picture_inputs(request, fresh)
        self._runner.write("noise", self._noise.at(request.pose, beat, self._refresh(request)))
        timestep, alpha = self._schedule.at(max(request.strength, least))
        self._runner.write("timestep", timestep)
        self._runner.write("alpha", alpha)
        self._write_prompts(request, beat)
        self._write_loras(request)
        self._write_guide(request)
        self._write_image(request, beat)
        found = self._runner.run()
        dt = 0.0 if self._time is None else request.time - self._time
        self._time, self._pose = request.time, request.pose
        if not np.isfinite(found["statistics"][RAW_MEAN]):
            self._drop(request)
        if self._good is None:
            self._good = np.empty_like(found["picture"])
        np.copyto(self._good, found["picture"])
        self._fresh = False
        self._palette.update(found["statistics"], dt)
        return self._good[0]

    def _drop(self, request: FrameRequest) -> None:
        """Drop a picture that is not finite: the next frame grows out of the last good one."""
        self.dropped += 1
        if self._good is not None:
            self._runner.write("frame", self._good)
        else:
            self._fresh = True
        self._palette.restart()
        raise BadFrame(f"frame {request.id} was not finite ({self.dropped} so far)")

    def _turn_to(self, request: FrameRequest) -> bool:
        """Turn to a new subject; True when the picture starts afresh."""
        subject = request.subject
        old, self._subject = self._subject, subject
        started = self._fresh
        if old is None or (subject.cut and subject.seed != old.seed):
            self._noise.reset(subject.seed)
        elif subject.seed != old.seed:
            self._noise.turn_to(subject.seed)
        if old is not None and subject.generation != old.generation:
            self._palette.restart()
            if subject.cut:
                started = True
        return started

    def _begin(self, request: FrameRequest) -> float:
        """Put a picture to paint on in the last frame's place; returns the least strength for it."""
        self._pose = request.pose
        picture = self._layer.fresh(request, self.size)
        if picture is None:
            self._palette.restart()
            self._runner.write("frame", _clouds(self.size, request.subject.seed)[None])
            return _CLOUDS_STRENGTH
        # As if nothing had been painted before: the parts of a film, painted apart, join at its cuts.
        self._noise.reset(request.subject.seed)
        self._palette, self._time = self._new_palette(), None
        self._runner.write("frame", picture[None])
        return FRESH_STRENGTH

    def _write_picture_inputs(self, request: FrameRequest, fresh: bool) -> None:
        self._runner.write("homography", relative(self._pose, request.pose))
        amounts = self._amounts
        amounts[SOURCE_MIX] = 0.0
        mix = min(request.inputs.get("mix", 0.0), 1.0)
        over = self._layer.over(request, self.size) if mix > 0.0 else None
        if over is not None:
            amounts[SOURCE_MIX] = mix * over[1]
            self._runner.write("source", over[0][None])
        amounts[PALETTE_MIX] = 0.0 if fresh else self._palette.match
        amounts[UNSHARP] = self._palette.unsharp
        amounts[GRAIN] = min(max(request.noise, 0.0), 1.0)
        guidance = self._model.guidance * request.guidance
        # Below 1 the mean leans to the negative prompt: what is to be kept out would be painted.
        amounts[GUIDANCE] = max(guidance, 1.0) if self._model.spec.guidance == "free" else guidance
        self._runner.write("amounts", amounts)
        self._runner.write("palette", self._palette.target)

    def _refresh(self, request: FrameRequest) -> float:
        return min(_BASE_REFRESH + 2.0 * max(request.noise, 0.0), 1.0)

    def _write_prompts(self, request: FrameRequest, beat: float) -> None:
        subject = request.subject
        shares = prompt_shares(subject, request.prompt_mix, request.weights)
        self._write_changed("prompt", self._mix.at(shares, beat, subject.cut))
        if self._model.spec.guidance == "free":
            negative = self.prompts.get(subject.negative)
            if negative is None and "negative" not in self._written:
                negative = self.prompts.get_now("")
            if negative is not None:
                self._write_changed("negative", negative)

    def _write_loras(self, request: FrameRequest) -> None:
        numbers = range(1, self._model.spec.loras + 1)
        weights = [weight_of(request, f"lora_{number}") for number in numbers]
        if weights != self._lora_weights:
            self._runner.write("loras", np.array(weights, np.float32))
            self._lora_weights = weights

    def _write_guide(self, request: FrameRequest) -> None:
        if not self._model.spec.guide:
            return
        weight = weight_of(request, "guide")
        shown = self._guiding(request) if weight > 0.0 else None
        if shown is not None:
            self._runner.write("guide", shown[0][None])
        share = 0.0 if shown is None else shown[1]
        self._runner.write("guide_weight", np.array([share * weight], np.float32))

    def _guiding(self, request: FrameRequest) -> tuple[np.ndarray, float] | None:
        """(picture, share 0..1): what a guide is shown, and how far it can count; None for a subject without
        a picture of its own ("feedback"), which has no forms to keep to."""
        if self._model.spec.guide == "depth":
            return self._layer.nearness(request)
        picture = self._layer.fresh(request, self.size)
        return None if picture is None else (picture, 1.0)

    def _write_image(self, request: FrameRequest, beat: float) -> None:
        if self._pictures is None or self._picture_mix is None:
            return
        picture, weight = request.subject.image_prompt, weight_of(request, "image_prompt")
        page = None
        if picture and weight > 0.0:
            try:
                key = picture_key(str(picture_path(picture)))
                # Until it is encoded there is none: nothing waits for it, but films.
                if self._pictures.get(key) is not None:
                    page = self._picture_mix.at([(key, 1.0)], beat, request.subject.cut)
                self._lacking = ""
            except OSError as error:
                self._lacking = f"the picture {picture} cannot be read ({error.strerror or error})"
        if page is not None:
            self._write_changed("image", page)
        self._runner.write("image_weight", np.array([0.0 if page is None else weight], np.float32))

    def _write_changed(self, name: str, value: np.ndarray) -> None:
        """Embeddings change seldom: one is copied to the GPU only when it changes."""
        if self._written.get(name) is not value:
            self._runner.write(name, value)
            self._written[name] = value

    def close(self) -> None:
        self.prompts.close()
        if self._pictures is not None:
            self._pictures.close()
        self._runner.close()
        self._layer.close()


def weight_of(request: FrameRequest, name: str) -> float:
    """A request's weight of that name, within its limits; at rest where it has none."""
    row = TARGETS[name]
    return sane(request.weights.get(name, row.rest), row.rest, row.low, row.high)


def _clouds(size: tuple[int, int], seed: int) -> np.ndarray:
    """Soft coloured clouds to paint on when there is nothing yet: uint8 (H, W, 4)."""
    width, height = size
    random = np.random.default_rng([seed & 0xFFFFFFFF, 0x6D])
    low = random.uniform(0.15, 0.85, (5, 5, 3))
    y, x = np.linspace(0, 4, height), np.linspace(0, 4, width)
    rows, columns = _weights(y), _weights(x)
    picture = np.einsum("ya,abc,xb->yxc", rows, low, columns)
    opaque = np.full((height, width, 4), 255, np.uint8)
    opaque[..., :3] = np.rint(255 * np.clip(picture, 0, 1))
    return opaque


def _weights(at: np.ndarray) -> np.ndarray:
    """Smooth interpolation weights (n, 5) of positions 0..4."""
    distance = np.abs(at[:, None] - np.arange(5)[None, :])
    return smoothstep(np.clip(1.0 - distance, 0.0, 1.0))


def _resized(pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Nearest pixels: only a seed for the next repaint."""
    height, width = pixels.shape[:2]
    rows = (np.arange(size[1]) * height) // size[1]
    columns = (np.arange(size[0]) * width) // size[0]
    return np.ascontiguousarray(pixels[rows][:, columns])
