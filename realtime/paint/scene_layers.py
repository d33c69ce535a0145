"""What lies before a painter: the sources of the subjects in sight, mixed, as the camera sees them.

Every painter has it from here, so a prompt shows the same to all of them, however they paint over it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import moderngl
import numpy as np

from realtime.camera import Pose, relative
from realtime.isf.uniforms import set_uniform
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.prompt import Mixture, PromptInterpreter
from realtime.paint.request_values import sane
from realtime.paint.understood import understand
from realtime.scenery.generators import Generators
from realtime.scenery.palettes import turned
from realtime.scenery.source_stage import Layer, SourceStage

log = logging.getLogger(__name__)

CROSSFADE_S = 1.5
# Between two looks at the files of the generators in sight, of the requests' own time.
_RELOAD_S = 1.0


@dataclass(frozen=True, slots=True)
class Laid:
    """colours: the mixed palette, float (4, 3); pan_limit: (3, 3), the mixed plane on the screen."""

    colours: np.ndarray
    pan_limit: np.ndarray


class Scenery:
    """The subjects in sight and their sources; in the painter's GL context, which must be current.

    size: (width, height) of the sources' pictures; units: half-heights of the screen in one of theirs;
    generators: None for those that are here; stand_in: as SourceStage has it.
    """

    def __init__(
        self,
        context: moderngl.Context,
        size: tuple[int, int],
        units: float = 1.0,
        generators: Generators | None = None,
        stand_in: bool = False,
    ) -> None:
        self.sources = SourceStage(context, size, generators, stand_in)
        self._prompts = PromptInterpreter(self.sources.generators)
        self._looked_at = 0.0
        self._units = np.diag([units, units, 1.0])
        self._now: Subject | None = None
        self._before: Subject | None = None
        self._changed_at = 0.0
        self._unseen = ""
        self._announced = {""}

    @property
    def note(self) -> str:
        """What is missing, for the operator: sources, and words of which nothing is painted; or ""."""
        return "; ".join(filter(None, (self.sources.note, self._unseen)))

    def turn_to(self, request: FrameRequest) -> bool:
        """Turn to the request's subject; True where it cuts the last one off."""
        subject, last = request.subject, self._now
        if abs(request.time - self._looked_at) >= _RELOAD_S:
            self._looked_at = request.time
            self.sources.reload_changed()
        if last is not None and subject == last:
            return False
        if self.sources.generators.refresh():
            self._prompts = PromptInterpreter(self.sources.generators)
        self._now = subject
        understood = understand(self._prompts, subject)
        if (line := understood.line()) not in self._announced:
            self._announced.add(line)
            log.info("%s", line)
        self._unseen = understood.line() if understood.unknown else ""
        if last is None or subject.cut:
            self._before = None
            return last is not None
        self._before, self._changed_at = last, request.time
        return False

    def move(self, step: np.ndarray, dt: float) -> None:
        """Follow a camera step (homography, half-heights of the screen) that took `dt` seconds."""
        self.sources.move(self._units @ step @ np.linalg.inv(self._units), dt)

    def meet(self, request: FrameRequest) -> None:
        """Begin the camera follow through every source in sight, as rendering them would."""
        for layer in self.mixture(request).layers:
            self.sources.meet(layer.source)

    def mixture(self, request: FrameRequest) -> Mixture:
        """All that is in sight, after `turn_to(request)`."""
        before, fade = self._before_now(request)
        return self._prompts.mixture(
            request.subject,
            before,
            fade,
            sane(request.prompt_mix, 0.0, 0.0, 1.0),
            sane(request.style_mix, 0.0, 0.0, 1.0),
            sane(request.inputs.get("mix", 0.5), 0.5, 0.0, 1.0),
            request.weights,
        )

    def pictures(self, request: FrameRequest) -> tuple[Layer, ...]:
        """Of all in sight only the pictures that subjects name; their shares sum to how much of the screen
        they have, 0..1."""
        time = _source_time(request)
        before, fade = self._before_now(request)
        return self._prompts.pictures(
            request.subject,
            before,
            fade,
            sane(request.prompt_mix, 0.0, 0.0, 1.0),
            lambda name: self.sources.has(name, time),
            request.weights,
        )

    def lay(
        self,
        layers: Sequence[Layer],
        request: FrameRequest,
        dt: float,
        add: Callable[[moderngl.Texture, float], None],
    ) -> Laid:
        """Render `layers`, one or more; each goes to `add(picture, share)`, its share of all so far."""
        inputs = _sane_inputs(request)
        hue = sane(inputs.get("hue", 0.0), 0.0, -1e3, 1e3)
        share, colours, pan_limit = 0.0, np.zeros((4, 3)), np.zeros((3, 3))
        for layer in layers:
            lit = replace(layer, colours=turned(layer.colours, hue))
            sound = request.spectrum, request.waveform
            picture = self.sources.render(lit, _source_time(request), dt, inputs, sound)
            share += layer.share
            add(picture, layer.share / share)
            colours += lit.colours * layer.share
            pan_limit += self.sources.pan_limit(layer.source) * layer.share
        return Laid(colours / share, pan_limit / share)

    def lay_nearness(
        self,
        layers: Sequence[Layer],
        request: FrameRequest,
        dt: float,
        add: Callable[[moderngl.Texture, float], None],
    ) -> tuple[float, np.ndarray] | None:
        """As `lay`, how near each place is, black far to white near: (share of the layers of which that is
        known, their pan limit); None where it is of none."""
        inputs, share, pan_limit = _sane_inputs(request), 0.0, np.zeros((3, 3))
        for layer in layers:
            picture = self.sources.render_nearness(layer, _source_time(request), dt, inputs)
            if picture is not None:
                share += layer.share
                add(picture, layer.share / share)
                pan_limit += self.sources.pan_limit(layer.source) * layer.share
        if share == 0.0:
            return None
        return share / sum(layer.share for layer in layers), pan_limit / share

    def _before_now(self, request: FrameRequest) -> tuple[Subject | None, float]:
        """The subject that the present one fades out of, and how far that has come, 0..1."""
        if request.time < self._changed_at:
            # The clock was set back (a song that loops): a fade must not wait until it comes round again.
            self._before, self._changed_at = None, request.time
        return self._before, sane((request.time - self._changed_at) / CROSSFADE_S, 1.0, 0.0, 1.0)

    def close(self) -> None:
        """Close what the sources hold open."""
        self.sources.close()


class Blend:
    """A picture that other pictures are mixed into.

    texture: the mixture; the very picture that was added last, where that replaced all others.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._mixed = context.texture(size, 4)
        self._mixed.repeat_x = self._mixed.repeat_y = False
        self.texture = self._mixed
        self._framebuffer = context.framebuffer([self._mixed])
        self._program = context.program(
            vertex_shader="""#version 330
                out vec2 at;
                void main() {
                    at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
                    gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
                }""",
            fragment_shader="""#version 330
                uniform sampler2D picture; uniform float share; in vec2 at; out vec4 color;
                void main() { color = vec4(texture(picture, at).rgb, share); }""",
        )
        self._array = context.vertex_array(self._program, [])

    def add(self, picture: moderngl.Texture, share: float) -> None:
        """Mix `picture` in; a share of 1 replaces what was there.

        It must stay as it is until the next one comes or the mixture was used.
        """
        if share >= 1.0:
            self.texture = picture
            return
        if self.texture is not self._mixed:
            self._draw(self.texture, 1.0)
            self.texture = self._mixed
        self._draw(picture, share)

    def _draw(self, picture: moderngl.Texture, share: float) -> None:
        self._framebuffer.use()
        picture.use(0)
        set_uniform(self._program, "share", share)
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._array.render(moderngl.TRIANGLE_STRIP, vertices=4)
        self._context.disable(moderngl.BLEND)


def sound_step(now: Pose, then: Pose) -> np.ndarray:
    """Camera homography between two poses; the identity where it would tear the picture apart."""
    try:
        with np.errstate(all="ignore"):
            step = relative(now, then)
    except np.linalg.LinAlgError:
        return np.eye(3)
    if not np.all(np.isfinite(step)) or abs(np.linalg.det(step)) < 1e-6:
        return np.eye(3)
    return step


def _sane_inputs(request: FrameRequest) -> dict[str, float]:
    return {name: sane(value, 0.0, -1e6, 1e6) for name, value in request.inputs.items()}


def _source_time(request: FrameRequest) -> float:
    return sane(request.source_time, 0.0, -1e9, 1e9)
