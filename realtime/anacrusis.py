"""The anacrusis: asks for frames early, so that they are on the wall on the beat.

A painted frame appears L seconds after it is asked for, and L is measured all the time. So
everything that goes into a request (modulation by the beat, camera, scene) is evaluated for
`now + L`, on predicted beats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from realtime.audio.features import Features
from realtime.camera import Pose
from realtime.desk import Values, played
from realtime.mapping.look import Look
from realtime.mapping.mapper import Limits, Mapper
from realtime.paint.frame import FrameRequest, PaintLoop, Subject
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene

# A painter this late is not led any further: the beat is not foreseeable for longer.
LONGEST_LEAD_S = 2.0
_SOURCE_LAYER = "source."


def subject_of(scene: Scene, generation: int) -> Subject:
    """What a painter is told about a scene."""
    return Subject(
        prompt=scene.prompt,
        negative=scene.negative,
        prompt_b=scene.prompt_b,
        style=scene.style,
        style_b=scene.style_b,
        palette=scene.palette,
        source=scene.source,
        seed=scene.seed,
        generation=generation,
        cut=scene.transition.beats == 0,
    )


class Anacrusis:
    """Keeps the painter supplied with requests for the time at which their frames will be seen.

    lead: False asks for `now` instead, which shows what the anacrusis is worth.
    """

    def __init__(
        self, loop: PaintLoop, scene: Scene, limits: Limits | None = None, lead: bool = True
    ) -> None:
        self.loop = loop
        self._mapper = Mapper(scene, limits)
        self._lead = lead
        self.scene = scene
        self._asked = 0
        self._source_time = 0.0
        self._source_time_at = 0.0
        self.subject = subject_of(scene, 0)
        self.look = Look()

    @property
    def latency(self) -> float:
        """Seconds that frames are asked for ahead of time."""
        return min(self.loop.latency, LONGEST_LEAD_S)

    def repaint(self, scene: Scene) -> None:
        """Another subject from the next request on."""
        if scene != self.scene:
            self.scene = scene
            self._mapper.set_scene(scene)
            self.subject = subject_of(scene, self.subject.generation + 1)

    def ask(
        self,
        now: float,
        features: Features,
        pose: Pose,
        playhead: Playhead,
        values: Values,
        dress: Callable[[Scene], Scene] = lambda scene: scene,
    ) -> FrameRequest | None:
        """Submit a request if the painter is free; gives it, else None.

        dress: changes a scene before it is painted (a prompt that the operator typed).
        """
        if not self.loop.ready:
            return None
        seen = now + self.latency if self._lead else now
        change = playhead.next_change(features.clock)
        upcoming = playhead.upcoming
        due = change is not None and upcoming is not None and seen >= change
        self.repaint(dress(upcoming if due and upcoming is not None else playhead.scene))
        self.look = look = played(self._mapper.look(features, seen), values)
        self._source_time += look.inputs["source.speed"] * max(seen - self._source_time_at, 0.0)
        self._source_time_at = seen
        self._asked += 1
        request = FrameRequest(
            id=self._asked,
            time=seen,
            subject=self.subject,
            pose=pose.moved(look.motion, seen - now),
            strength=look.strength,
            noise=look.noise,
            style_mix=look.style_mix,
            prompt_mix=look.prompt_mix,
            source_time=self._source_time,
            inputs=_source_inputs(look.inputs),
        )
        self.loop.submit(request)
        return request


def _source_inputs(inputs: Mapping[str, float]) -> dict[str, float]:
    return {
        name.removeprefix(_SOURCE_LAYER): value
        for name, value in inputs.items()
        if name.startswith(_SOURCE_LAYER)
    }


def with_prompt(scene: Scene, prompt: str | None, negative: str | None) -> Scene:
    """The scene with the operator's own words; a new prompt also chooses source, palette and style."""
    if prompt is not None:
        scene = replace(scene, prompt=prompt, prompt_b="", style=(), style_b=(), palette="", source="")
    return scene if negative is None else replace(scene, negative=negative)
