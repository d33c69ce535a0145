"""Where the camera will be: the pose of now, moved by the motion that is foreseen.

A painted frame is seen L seconds after it is asked for, and for as long as the next one takes. What the
camera does meanwhile is integrated step by step from the routes' foreseen values, as the display integrates
it from what is heard; so a frame fits where it is shown. A motion held at its value of one moment would
carry the peak of a beat over the whole lead.
"""

from __future__ import annotations

import math

import numpy as np

from realtime.audio.features import Features
from realtime.camera import Pose, relative
from realtime.live.operator_gains import OperatorGains, Values
from realtime.mapping.look import Look
from realtime.mapping.mapper import Mapper

_STEP_S = 1.0 / 30.0
_LONGEST_S = 3.0
_SAMPLES = 7
# No frame is painted with more room around it than this, as a factor on its sides.
MOST_MARGIN = 1.45
_GAINS = OperatorGains()


class CameraPath:
    """The camera from `now` on: `pose` is of the frame drawn at `now`, which is seen `display_latency`
    later."""

    def __init__(
        self,
        mapper: Mapper,
        features: Features,
        pose: Pose,
        now: float,
        values: Values,
        display_latency: float = 0.0,
    ) -> None:
        self._mapper, self._features, self._values = mapper, features, values
        self._start, self._latency = now, display_latency
        self._poses = [pose]
        self._motions = mapper.motions_ahead(features, now + display_latency, _STEP_S, values["react.gain"])

    def at(self, seen: float) -> Pose:
        """The pose of the frame that is seen at `seen` (audio-clock seconds)."""
        steps = min(max(seen - self._latency - self._start, 0.0), _LONGEST_S) / _STEP_S
        whole = math.floor(steps)
        while len(self._poses) <= whole + 1:
            motion = _GAINS.played(Look(motion=next(self._motions)), self._values).motion
            self._poses.append(self._poses[-1].moved(motion, _STEP_S))
        return between(self._poses[whole], self._poses[whole + 1], steps - whole)

    def margin(self, pose: Pose, first: float, last: float, aspect: float, painted: float) -> float:
        """How much larger than the picture a frame painted at `pose` must be, to fill it from `first` to
        `last` (seconds): a factor on its sides, at least 1. aspect: of the picture, which the frame, whose
        own is `painted`, covers; what of it lies beside the picture is room already."""
        cover = min(1.0, painted / aspect)
        right, top = aspect * cover, cover
        corners = np.array([[right, -right, right, -right], [top, top, -top, -top], [1, 1, 1, 1]], float)
        reach = 1.0
        for seen in np.linspace(first, last, _SAMPLES):
            x, y, w = relative(pose, self.at(float(seen))) @ corners
            if np.all(w > 1e-3):
                reach = max(reach, float(np.max(np.abs(x / w))) / painted, float(np.max(np.abs(y / w))))
        return min(reach, MOST_MARGIN)


def between(before: Pose, after: Pose, share: float) -> Pose:
    """A pose `share` of the way from one to the next; the two are a short step apart."""
    if share <= 0.0 or before.generation != after.generation:
        return before if share < 0.5 else after
    matrix = before.matrix + (after.matrix - before.matrix) * share
    return Pose(matrix / matrix[2, 2], before.generation, before.bridge)


def widened(pose: Pose, margin: float) -> Pose:
    """The pose of a picture that shows `margin` times as much to each side."""
    return pose if margin <= 1.0 else pose.stepped(np.diag([1.0 / margin, 1.0 / margin, 1.0]))
