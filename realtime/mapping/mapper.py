"""From sound to look: the routes of a scene, evaluated at one moment."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from copy import copy

from realtime.audio.features import Features
from realtime.camera import MOTIONS, Motion
from realtime.mapping.curves import Curve, make_curve
from realtime.mapping.envelope import follow
from realtime.mapping.look import Look
from realtime.mapping.route import Route, Routed
from realtime.mapping.signals import Moment, Moments, find_signal
from realtime.mapping.targets import TARGETS, WEIGHTS, Target, find_target
from realtime.smoothstep import smoothstep

# Of a shader input, by "layer.input": (low, high, value at rest), as its shader declares them.
Limits = Mapping[str, tuple[float, float, float]]
_UNLIMITED = (-1e6, 1e6, 0.0)

# While a scene fades in, values glide from the old one's to its own; where it cuts in, they are so at once.
_GLIDE_S = 1.0


class RouteState:
    """One route at work: source → envelope → curve → range."""

    __slots__ = ("_a", "_attack", "_curve", "_envelope", "_read", "_release", "_span", "_time", "route")

    def __init__(self, route: Route) -> None:
        self.route = route
        self._read = find_signal(route.source).read
        self._curve: Curve = make_curve(route.curve, route.options, route.range)
        self._a = route.range[0]
        self._span = route.range[1] - route.range[0]
        self._attack, self._release = route.attack, route.release
        self._envelope = 0.0
        self._time: float | None = None

    def travel(self, moment: Moment) -> float:
        """How far the route has moved its target from the value at rest; 0 with no sound."""
        level = self._read(moment)
        if self._time is None:
            self._envelope = level
        else:
            dt = moment.time - self._time
            self._envelope = follow(self._envelope, level, max(dt, 0.0), self._attack, self._release)
        self._time = moment.time
        return self._span * self._curve(self._envelope)

    @property
    def rest(self) -> float:
        return self._a

    @property
    def level(self) -> float:
        """Of the sound, after the envelope, at the last moment."""
        return self._envelope


class _Channel:
    """All routes that lead to one target."""

    __slots__ = ("high", "low", "name", "rest", "states")

    def __init__(self, name: str, target: Target | None, rest: float, limits: Limits) -> None:
        self.name = name
        self.states: list[RouteState] = []
        self.rest = rest
        if target is not None:
            self.low, self.high = target.low, target.high
        else:
            self.low, self.high, _ = limits.get(name, _UNLIMITED)

    def copy(self) -> _Channel:
        """Another of the same state, whose envelopes run on apart."""
        other = copy(self)
        other.states = [copy(state) for state in self.states]
        return other

    def value(self, moment: Moment, gain: float) -> float:
        value = self.rest
        for state in self.states:
            value += gain * state.travel(moment)
        return min(max(value, self.low), self.high)


def gliding_s(beats: float) -> float:
    """Seconds in which values glide to those of a scene that comes in over `beats`; 0 where it cuts in."""
    return _GLIDE_S if beats > 0.0 else 0.0


class Mapper:
    """Evaluates a scene's routes; one for the display, one for the painter, each with its own time.

    A target's value is its value at rest plus what each of its routes travels from its own rest:
    base + Σ (b − a)·curve(envelope). The rest is the scene's base where it gives one, else `a`
    of the first route; so a lone route [a, b] gives a at silence and b at full level, and
    further routes add to it. The sum is held within the target's limits.

    limits: of shader inputs, and more of them later on; one that is not among them is not held. foresees:
    looks are for moments ahead of what was heard, so hits and fast levels are taken from what is foreseen for
    them.
    """

    def __init__(self, scene: Routed, limits: Limits | None = None, foresees: bool = False) -> None:
        self._limits: Limits = {} if limits is None else limits
        self._moments = Moments(foresees)
        self._time: float | None = None
        self._scene = scene
        self._in_order: tuple[RouteState, ...] = ()
        self._channels = self._wire(scene, [])
        self._old: list[_Channel] = []
        self._glide_start = self._glide_s = 0.0

    @property
    def scene(self) -> Routed:
        return self._scene

    @property
    def levels(self) -> tuple[float, ...]:
        """Where each route of the scene stands on its curve now, 0..1."""
        return tuple(state.level for state in self._in_order)

    def set_scene(self, scene: Routed, glide_s: float = 0.0) -> None:
        """Go on with another scene. Envelopes of routes that both scenes have run on.

        glide_s: seconds over which values move from the old scene's to the new one's, from the
        next evaluation on; 0 changes at once.
        """
        states = [state for channel in self._channels.values() for state in channel.states]
        old, self._channels = self._channels, self._wire(scene, states)
        self._scene = scene
        self._old = list(old.values()) if glide_s > 0.0 and self._time is not None else []
        self._glide_start, self._glide_s = self._time or 0.0, glide_s

    def look(self, features: Features, time: float, gain: float = 1.0) -> Look:
        """The look at `time` (audio-clock seconds) from what was heard last; gain scales how far every
        route travels (0: all at rest)."""
        moment = self._moments.next(features, time)
        values = {name: channel.value(moment, gain) for name, channel in self._channels.items()}
        if self._old:
            self._mix_old(values, moment, gain)
        self._time = time

        def of(name: str) -> float:
            return values.pop(name, TARGETS[name].rest)

        strength, noise = of("strength"), of("noise")
        style_mix, prompt_mix = of("style_mix"), of("prompt_mix")
        motion = Motion(*map(of, MOTIONS))
        weights = {name: values.pop(name) for name in WEIGHTS if name in values}
        return Look(time, strength, noise, motion, style_mix, prompt_mix, weights, values)

    def motions_ahead(
        self, features: Features, start: float, step_s: float, gain: float = 1.0
    ) -> Iterator[Motion]:
        """The camera's motion in the middle of every step from `start` on, from what is foreseen; endless.

        Envelopes run on from where they stand; the mapper itself stays as it is.
        """
        channels = [channel.copy() for name, channel in self._channels.items() if name in MOTIONS]
        for number in itertools.count():
            moment = Moment(features, start + (number + 0.5) * step_s, foresees=True)
            values = {channel.name: channel.value(moment, gain) for channel in channels}
            yield Motion(*(values.get(name, TARGETS[name].rest) for name in MOTIONS))

    def _mix_old(self, values: dict[str, float], moment: Moment, gain: float) -> None:
        """Let the old scene's values glide into the new one's, along a smoothstep."""
        x = (moment.time - self._glide_start) / self._glide_s
        if x >= 1.0:
            self._old = []
            return
        x = smoothstep(max(x, 0.0))
        rests = {channel.name: channel.value(moment, gain) for channel in self._old}
        for name in rests.keys() | values.keys():
            rest = TARGETS[name].rest if name in TARGETS else self._limits.get(name, _UNLIMITED)[2]
            before, after = rests.get(name, rest), values.get(name, rest)
            values[name] = before + (after - before) * x

    def _wire(self, scene: Routed, running: list[RouteState]) -> dict[str, _Channel]:
        """Channels by target name; raises UserError for an unknown source, curve or target."""
        in_order = []
        channels = {
            name: _Channel(name, find_target(name), float(value), self._limits)
            for name, value in scene.base.items()
        }
        for route in scene.routes:
            state = next((s for s in running if s.route == route), None) or RouteState(route)
            channel = channels.get(route.target)
            if channel is None:
                channel = _Channel(route.target, find_target(route.target), state.rest, self._limits)
                channels[route.target] = channel
            channel.states.append(state)
            in_order.append(state)
        self._in_order = tuple(in_order)
        return channels
