"""A Deforum or Parseq animation as a frame log: its own camera, strengths, seeds, prompts, frame by frame."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

from realtime.camera import Pose
from realtime.errors import UserError
from realtime.keyframes.animation import Animation
from realtime.keyframes.imported import read_animation
from realtime.keyframes.motion import centred
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.treatment import Treatment
from realtime.render.dry_run import DryRun
from realtime.render.frame_log import FrameLogWriter, LoggedFrame
from realtime.setlist.blocklist import Blocklist
from realtime.stage.view import View

MOST_LETTERS = 100_000
"""Characters of all different prompts of a file: each is judged before the film begins."""
_MOST_NOISE = 0.5
_MOST_GUIDANCE = 3.0
# The scale that Deforum has by default, and people therefore count from: here the engine's own guidance.
_USUAL_CFG = 7.0
# The painters do these in ways of their own: reported where a file asks for something else than Deforum does
# when it is asked nothing. Name of the setting → (field of Animation, what is not worth telling).
_PAINTERS_OWN = {
    "steps": ("steps", 20),
    "sampler": ("sampler", ""),
    "noise_type": ("noise_type", "perlin"),
}
# A blur this wide is fog, and each pixel of its width costs time.
_WIDEST_KERNEL = 63
_CUT_UP_S = 2.0
# An animation is shown as it was painted.
_UNFINISHED = {"post.bloom": 0.0, "post.grain": 0.0, "post.vignette": 0.0}


def load_animation(deforum: Path | None, parseq: Path | None, blocklist: Blocklist) -> Animation:
    """The animation of one of the two files, or of both together, its prompts past the blocklist; what they
    keep out is not judged. Raises UserError."""
    animation = read_animation(deforum, parseq)
    file = parseq or deforum
    asked = animation.prompts.asked_for()
    if (letters := sum(map(len, asked))) > MOST_LETTERS:
        raise UserError(
            f"{file}: its different prompts have {letters} characters; at most {MOST_LETTERS} are read."
        )
    for text, frame in asked.items():
        verdict = blocklist.check(text)
        if not verdict.fit:
            raise UserError(f"{file}: the prompt at frame {frame} was refused: {verdict.reason}")
    return animation


def without_effect(animation: Animation, guided: bool) -> list[str]:
    """Names of everything in the file that changes nothing here: what is lost of the picture first, then what
    nothing is known of. guided: the engine has a guidance scale."""
    own = [name for name, (field, usual) in _PAINTERS_OWN.items() if getattr(animation, field) != usual]
    if animation.edges != "replicate":
        own.append("padding_mode" if animation.mode == "3D" else "border")
    if not guided and (animation.values["cfg_scale_schedule"] != _USUAL_CFG).any():
        own.append("cfg_scale_schedule")
    return [*animation.unsupported, *own, *animation.unknown]


def treatment_of(animation: Animation, frame: int) -> Treatment | None:
    """What is done to the picture before `frame` is painted over it. The first frame has none before it, and
    only names the colour space in which the film is held together."""
    coherence = animation.colour_coherence or ""
    if frame == 0:
        return Treatment(coherence) if coherence else None

    def value(name: str, least: float, most: float) -> float:
        return min(max(float(animation.values[f"{name}_schedule"][frame]), least), most)

    treatment = Treatment(
        coherence,
        contrast=value("contrast", 0.0, 255.0),
        amount=value("amount", 0.0, 100.0),
        kernel=int(value("kernel", 1.0, _WIDEST_KERNEL)),
        sigma=value("sigma", 0.0, 255.0),
        threshold=value("threshold", 0.0, 255.0),
    )
    changes = coherence or treatment.contrast != 1.0 or treatment.amount > 0.0
    return treatment if changes else None


def write_animation(
    animation: Animation, frame_log: FrameLogWriter, every_seed: bool, grows: bool, report: Callable[[], None]
) -> DryRun:
    """The whole animation into `frame_log`.

    With a cadence of N each Nth frame is painted, and the very last. A frame between is both its painted
    neighbours, moved to its camera and blended linearly by how near they are. every_seed: give the painter
    the seed of each frame; else one seed a prompt, for painters to which a seed is a composition. grows: the
    first frame is painted over a picture, by its strength; else it is all new.
    """
    poses = _Poses(animation)
    cadence, last = animation.cadence, animation.frames - 1
    before = due = 0
    asked = _Asked(animation, poses, every_seed, grows)
    for frame in range(animation.frames):
        requests: tuple[FrameRequest, ...] = ()
        if frame == 0:
            requests = (asked.request(0),)
        elif frame > due:
            before, due = due, min(due + cadence, last)
            requests = (asked.request(due),)
        view = View(
            time=frame / animation.fps,
            dt=1.0 / animation.fps if frame else 0.0,
            frame_index=frame,
            pose=poses.at(frame),
            inputs=_UNFINISHED,
            transition="",
            transition_beats=0.0,
            blend=(frame - before) / (due - before) if frame else 1.0,
        )
        frame_log.write(LoggedFrame(view, requests, requests[0].id if requests else None))
        report()
    seconds = animation.frames / animation.fps
    return DryRun(animation.frames, (), tuple(_CUT_UP_S * n for n in range(int(seconds / _CUT_UP_S) + 1)))


class _Poses:
    """Camera poses of all frames; a few at a time are in memory."""

    def __init__(self, animation: Animation) -> None:
        self._animation = animation
        self._known = {0: Pose()}
        self._newest = 0

    def at(self, frame: int) -> Pose:
        while self._newest < frame:
            pose = self._known[self._newest]
            self._newest += 1
            step = centred(self._animation.step(self._newest), self._animation.size)
            self._known[self._newest] = pose.stepped(step)
            self._known.pop(self._newest - 2 * self._animation.cadence - 2, None)
        return self._known[frame]


class _Asked:
    """What is asked of the painter, with running numbers."""

    def __init__(self, animation: Animation, poses: _Poses, every_seed: bool, grows: bool) -> None:
        self._animation, self._poses, self._every_seed = animation, poses, every_seed
        self._grows = grows
        self._id = self._generation = 0
        self._texts: tuple[str, ...] | None = None

    def request(self, frame: int) -> FrameRequest:
        animation = self._animation
        prompt = animation.prompt(frame)
        parts = sorted(prompt.parts, key=lambda part: -part[1])
        text, weight = parts[0]
        other, other_weight = parts[1] if len(parts) > 1 else ("", 0.0)
        # The order of two parts may change while they cross; the subject must not.
        pair = (text, other) if not other or text < other else (other, text)
        share = max(weight, 0.0) / max(weight + max(other_weight, 0.0), 1e-9)
        texts = (*pair, prompt.negative)
        if texts != self._texts:
            self._generation += self._texts is not None
            self._texts = texts
        clip = animation.clip
        seed = int(animation.seeds[frame]) if self._every_seed else zlib.crc32(pair[0].encode())
        self._id += 1
        return FrameRequest(
            id=self._id,
            time=frame / animation.fps,
            subject=Subject(
                prompt=pair[0],
                prompt_b=pair[1],
                negative=prompt.negative,
                source=f"video:{clip.path}" if clip else "",
                seed=seed % 2**32,
                generation=self._generation,
            ),
            pose=self._poses.at(frame),
            strength=animation.strength(frame) if frame or self._grows else 1.0,
            noise=min(max(float(animation.values["noise_schedule"][frame]), 0.0), _MOST_NOISE),
            prompt_mix=0.0 if not pair[1] else 1.0 - share if pair[0] == text else share,
            source_time=clip.time(frame) if clip else frame / animation.fps,
            guidance=_guidance(animation, frame),
            treatment=treatment_of(animation, frame),
        )


def _guidance(animation: Animation, frame: int) -> float:
    """Share of the engine's own guidance: engines of few steps want less of it than Deforum's numbers say."""
    share = float(animation.values["cfg_scale_schedule"][frame]) / _USUAL_CFG
    return min(max(share, 0.0), _MOST_GUIDANCE)
