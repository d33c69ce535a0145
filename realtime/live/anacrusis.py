"""The anacrusis: asks for frames early, so that they are on the wall on the beat.

A painted frame appears L seconds after it is asked for, and L is measured all the time. So
everything that goes into a request (modulation by the beat, camera, scene) is evaluated for
`now + L`, on predicted beats; a slow painter's frames are spaced so that one of them lands on each beat;
and a frame that comes early is held until its time. In a live show the painter does not rest for that:
where a beat is longer than a whole number of frames, it works ahead, by a frame at most.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.camera import Pose
from realtime.control.table import Values
from realtime.live.camera_path import CameraPath, widened
from realtime.live.display_time import DisplayTime
from realtime.live.operator_gains import OperatorGains
from realtime.mapping.look import Look
from realtime.mapping.mapper import Limits, Mapper
from realtime.paint.frame import Frame, FrameRequest, PaintLoop, Subject
from realtime.scenery.style_picture import is_picture
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene

# A painter this late is not led any further: beats cannot be predicted for longer.
LONGEST_LEAD_S = 2.0
_SOURCE_LAYER = "source."
# A frame on the beat comes in this fast at any rate of the painter; it is half in on the beat.
HIT_FADE_S = 0.04
_ON_BEAT_S = 0.02
# Frames of a painter faster than this lie close enough to every beat as they come.
_FAST_S = 0.03
# A painter whose frames take no longer than so many displayed ones has one for each.
_EACH_FRAME = 1.25
# The lead is no more than this many times what a frame usually takes: one slow frame does not delay all
# that follow.
_MOST_LEAD = 2.0
# Frames that are done early and wait for their time; with one more, the oldest is shown.
_MOST_HELD = 3
# A frame is seen until the next one has come in over it: so many times what painting takes, at most so long.
_SHOWN_FRAMES = 1.6
_LONGEST_SHOWN_S = 1.0
_MARGINS = 16
_SOURCE = "source."  # what targets of generators begin with
# How fast measured times follow: share of each new reading.
_FOLLOW = 0.2


def subject_of(scene: Scene, generation: int) -> Subject:
    """The part of a scene that a painter needs."""
    return Subject(
        prompt=scene.prompt,
        negative=scene.negative,
        prompt_b=scene.prompt_b,
        prompts=scene.prompts,
        image_prompt=scene.image_prompt,
        style=scene.style,
        style_b=scene.style_b,
        palette=scene.palette,
        source=scene.source,
        images=tuple((target, text) for target, text in scene.images.items() if target.startswith(_SOURCE)),
        seed=scene.seed,
        generation=generation,
        cut=scene.transition.beats == 0,
    )


def transition_beats(scene: Scene, values: Values) -> float:
    """Over how many beats a scene comes in: its own, or the operator's; 0 is a cut."""
    asked = values["transition.beats"]
    return scene.transition.beats if asked < 0 else asked


class Anacrusis:
    """Keeps the painter supplied with requests for the time at which their frames will be seen.

    display: when displayed frames are seen; lead: False asks for `now` and shows what comes at once instead,
    which shows what the anacrusis is worth; asked_every_s: between two calls of `ask` that do not let the
    painter work ahead; aspect: of the picture.
    """

    def __init__(
        self,
        loop: PaintLoop,
        scene: Scene,
        limits: Limits | None = None,
        display: DisplayTime | None = None,
        lead: bool = True,
        asked_every_s: float = 0.01,
        aspect: float = 16 / 9,
    ) -> None:
        self.loop = loop
        self.gains = OperatorGains()
        self._mapper = Mapper(scene, limits, foresees=True)
        self._display = display or DisplayTime()
        self._lead = lead
        self._aspect = self._painted_aspect = aspect
        self._margins: deque[float] = deque([1.0], maxlen=_MARGINS)
        self._asked_every_s = asked_every_s
        self.scene = scene
        self._asked = 0
        self._last_seen: float | None = None
        self._source_time = 0.0
        self._source_time_at = 0.0
        self._on_beat: deque[int] = deque(maxlen=16)
        self._held: deque[Frame] = deque()
        self._asked_at: deque[tuple[int, float]] = deque(maxlen=16)
        self._usual_latency: float | None = None
        self._busy_s: float | None = None
        self._begun: float | None = None
        self.subject = subject_of(scene, 0)
        self.look = Look()

    @property
    def latency(self) -> float:
        """Seconds that frames are asked for ahead of time."""
        usual = self._usual_latency
        most = LONGEST_LEAD_S if usual is None else min(_MOST_LEAD * usual, LONGEST_LEAD_S)
        return min(self.loop.latency, most)

    @property
    def _keeps_up(self) -> bool:
        """A painter with a frame for every displayed one, which would only be seen later for a fade."""
        return (self._busy_s or self.loop.latency) < max(_FAST_S, _EACH_FRAME * self._display.interval_s)

    @property
    def _fade_s(self) -> float:
        """Seconds in which a frame on the beat comes in."""
        return 0.0 if self._keeps_up else HIT_FADE_S

    @property
    def _rise_s(self) -> float:
        """Seconds from taking a frame on show to seeing half of it."""
        fade = self._fade_s
        # The first displayed frame of a fade has as much of it as one displayed frame lasts.
        return self._display.latency_s + max(0.5 * fade - self._display.interval_s, 0.0)

    def due(self, now: float) -> tuple[Frame, float | None] | None:
        """(frame, seconds to fade in over or None for as usual) that is to be shown from now on, if any."""
        frame = self.loop.newest(now)
        if frame is not None:
            self._held.append(frame)
            self._painted_aspect = frame.pixels.shape[1] / frame.pixels.shape[0]
            self._usual_latency = next(
                (_followed(self._usual_latency, now - at) for id, at in self._asked_at if id == frame.id),
                self._usual_latency,
            )
        shown = None
        while self._held:
            # The displayed frame that is nearest to the right moment, before or after.
            taken_from = self._held[0].time - self._rise_s - self._display.interval_s / 2
            if self._lead and now < taken_from - 1e-9 and len(self._held) <= _MOST_HELD:
                break
            shown = self._held.popleft()
        if shown is None:
            return None
        return shown, self._fade_s if self._keeps_up or shown.id in self._on_beat else None

    def rest(self) -> None:
        """Nothing is asked for meanwhile: what the next frame waits is not the painter's time."""
        self._begun = None

    def repaint(self, scene: Scene, values: Values) -> None:
        """Paint another subject from the next request on, or the same one where only routes and values of
        its scene were edited."""
        if scene != self.scene:
            edited = scene.name == self.scene.name
            self.scene = scene
            self._mapper.set_scene(scene)
            subject = subject_of(scene, self.subject.generation + 1)
            subject = replace(subject, cut=transition_beats(scene, values) == 0.0)
            if (
                edited
                and replace(subject, generation=self.subject.generation, cut=self.subject.cut) == self.subject
            ):
                return
            self.subject = subject

    def ask(
        self,
        now: float,
        features: Features,
        camera: CameraPath,
        playhead: Playhead,
        values: Values,
        override: Callable[[Scene, bool], Scene] = lambda scene, upcoming: scene,
        ahead_s: float = 0.0,
    ) -> FrameRequest | None:
        """Submit a request if the painter is free, and return it; else None.

        override: changes a scene before it is painted (a prompt that the operator typed); True for the one
        that is upcoming. ahead_s: above 0, the painter never rests: it gets a request when it will be free
        within so many seconds, and may work ahead by up to a frame.
        """
        free_in = self.loop.free_in
        if free_in > ahead_s:
            return None
        begins = now + free_in
        if self._begun is not None:
            self._busy_s = _followed(self._busy_s, begins - self._begun)
            self._begun = None
        seen = self._landing(begins, features.clock, ahead_s > 0.0) if self._lead else begins
        if seen is None:
            return None
        change = playhead.next_change(features.clock)
        upcoming = playhead.upcoming
        # A frame on the beat of the change is the next scene's first, not the last one's last.
        due = change is not None and upcoming is not None and seen >= change - _ON_BEAT_S
        following = upcoming if due and upcoming is not None else None
        scene = override(playhead.scene, False) if following is None else override(following, True)
        self.repaint(scene, values)
        self.look = look = self.gains.played(self._mapper.look(features, seen, values["react.gain"]), values)
        self._source_time += look.inputs.get("source.speed", 1.0) * max(seen - self._source_time_at, 0.0)
        self._source_time_at = seen
        self._asked += 1
        self._begun = begins
        self._asked_at.append((self._asked, begins))
        self._last_seen = seen
        if self._lead and _distance_to_beat(features.clock, seen) <= _ON_BEAT_S:
            self._on_beat.append(self._asked)
        request = FrameRequest(
            id=self._asked,
            time=seen,
            subject=self.subject,
            pose=self._pose(camera, seen),
            strength=look.strength,
            noise=look.noise,
            style_mix=look.style_mix,
            prompt_mix=look.prompt_mix,
            weights=look.weights,
            source_time=self._source_time,
            beat=features.clock.position(seen) if features.clock.trusted else None,
            inputs=_source_inputs(look.inputs),
            spectrum=features.spectrum,
            waveform=features.waveform,
        )
        self.loop.submit(request)
        return request

    def _pose(self, camera: CameraPath, seen: float) -> Pose:
        """From where a frame is painted that comes on show at `seen`: the middle of the way that the camera
        takes until the next one has replaced it, with room at the sides for both ends."""
        shown_s = min(_SHOWN_FRAMES * (self._busy_s or self.latency), _LONGEST_SHOWN_S)
        first, last = seen - self._rise_s, seen + shown_s
        pose = camera.at((first + last) / 2.0)
        self._margins.append(camera.margin(pose, first, last, self._aspect, self._painted_aspect))
        # A margin that came and went with each beat would be one more movement of the camera.
        return widened(pose, max(self._margins))

    def _landing(self, begins: float, clock: BeatClock, ahead: bool) -> float | None:
        """When a frame that is begun at `begins` should be seen: on the next beat, or an even step on the
        way there. None: ask later, or the painter would be ahead, by more than a frame where it may be; where
        it may not, the last call before the right moment asks."""
        # A frame that is done is taken by the next displayed one: half a step later, on average.
        earliest = begins + self.latency + self._display.interval_s / 2 + self._rise_s
        interval, last = self._busy_s or self.latency, self._last_seen
        if not clock.trusted or interval < _FAST_S or last is None:
            return earliest
        if last > earliest + LONGEST_LEAD_S:  # the clock was set back
            return earliest
        beats = clock.beats_between(
            max(earliest - _ON_BEAT_S, last), earliest + 2.0 * interval + clock.period
        )
        beat = next((time for time, _ in beats if time > last + interval / 2.0), None)
        if beat is None or beat <= earliest:
            return earliest
        more = math.floor((beat - earliest) / interval + 0.05)
        target = last + (beat - last) / (more + 1)
        most = interval if ahead else self._asked_every_s
        return None if target > earliest + most else max(target, earliest)


def _followed(value: float | None, reading: float) -> float:
    return reading if value is None else value + (reading - value) * _FOLLOW


def _distance_to_beat(clock: BeatClock, time: float) -> float:
    """Seconds to the nearest trusted beat, before or after; infinite where none is trusted."""
    if not clock.trusted:
        return math.inf
    phase = clock.phase(time)
    return min(phase, 1.0 - phase) * clock.period


def _source_inputs(inputs: Mapping[str, float]) -> dict[str, float]:
    return {
        name.removeprefix(_SOURCE_LAYER): value
        for name, value in inputs.items()
        if name.startswith(_SOURCE_LAYER)
    }


def with_prompt(scene: Scene, prompt: str | None, negative: str | None) -> Scene:
    """The scene with the operator's own words; a new prompt also chooses source, palette and style, but for
    a style that is a picture: that is the artist's own."""
    if prompt is not None:
        style = tuple(pair for pair in scene.style if is_picture(pair[0]))
        own = replace(scene, prompt=prompt, prompt_b="", prompts=(), style=style, style_b=())
        scene = replace(own, palette="", source="")
    return scene if negative is None else replace(scene, negative=negative)
