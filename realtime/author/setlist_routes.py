"""The route sets of a setlist that `new` writes: how sound moves its picture, and its cameras."""

# ruff: noqa: E501 - a route reads best in a line
from __future__ import annotations

import math

from realtime.author.brief import CAMERAS, MOODS, REACTIVITIES, Idea
from realtime.author.scene_plan import ScenePlan
from realtime.author.setlist_strings import phrase
from realtime.mapping.study import REACTIVITY, demo_strength

# How strongly beats and drums move the picture, beside the study's map of loudness.
_HITS = {"none": 0.0, "low": 0.4, "medium": 0.7, "high": 1.0}
_STUDY_FRAMES_PER_S = 10.0
# The study's zoom fills the screen with motion; a film of minutes wants a share of it.
_ZOOM_SHARE = {"push_in": 0.30, "pull_back": -0.30, "spin_on_the_drop": 0.22, "handheld": 0.08, "orbit": 0.12}
# Half-heights a second that a landscape passes by, in silence and in full sound.
_TRAVEL = {
    "push_in": (0.02, 0.12),
    "pull_back": (0.02, 0.10),
    "drift": (0.04, 0.14),
    "orbit": (0.06, 0.22),
    "handheld": (0.04, 0.16),
    "spin_on_the_drop": (0.04, 0.18),
}


def uses(idea: Idea, scene: ScenePlan, back: bool, struck: bool) -> list[str]:
    """The names of a scene's route sets, the camera last; back: it moves the other way."""
    # The camera travels along a landscape, and moves freely elsewhere.
    move = "travel" if scene.landscape else idea.camera
    camera = f"{move}_back" if back else move
    if scene.quiet and not struck:
        return ["loudness", "air", "energy", camera]
    lift = ["lift"] if scene.strong or scene.section == "build" else []
    return ["loudness", "pulse", "air", "energy", *lift, camera]


def camera_names(idea: Idea) -> list[str]:
    """All cameras that a setlist of `idea` has."""
    return [*CAMERAS, f"{idea.camera}_back", "travel", "travel_back"]


def routes_text(idea: Idea, struck: bool) -> list[str]:
    """The lines of [routes]; struck: there are no drums, and each note is to glow by itself."""
    korean = idea.language == "ko"
    hit = _HITS[idea.reactivity]
    rest, full = (1.0 - float(demo_strength(x, idea.reactivity)) for x in (0.0, 1.0))
    called = REACTIVITIES[idea.reactivity].ko if korean else idea.reactivity
    camera = CAMERAS[idea.camera].ko if korean else CAMERAS[idea.camera].en
    pace = MOODS[idea.mood].pace

    def note(key: str, **values: object) -> str:
        return "# " + phrase(idea.language, key, **values)

    return [
        "[routes]",
        note("study", name=called, r=REACTIVITY[idea.reactivity]),
        *_set(
            "loudness",
            [_route("level", "strength", (rest, full), "tangent", bend=1.0, attack=0.02, release=0.30)],
        ),
        note("notes" if struck else "pulse"),
        *_set("pulse", _notes(hit) if struck else _drums(hit)),
        note("air"),
        *_set(
            "air",
            [
                _route("onset.treble", "post.sparkle", (0.0, 0.7 * hit), "power", exponent=2.0, release=0.05),
                _route("high_mid", "source.detail", (0.35, 0.70), attack=0.10, release=0.80),
                _route("brightness", "style_mix", (0.0, 1.0), "smoothstep", attack=1.5, release=3.0),
            ],
        ),
        note("energy"),
        *_set(
            "energy",
            [
                _route("presence", "source.speed", (0.25 * pace, 0.95 * pace), "logarithmic", c=5.0, attack=1.5, release=4.0),
                _route("presence", "post.saturation", (0.92, 1.12), attack=2.0, release=4.0),
                _route("presence", "source.approach", (0.0, 0.7), attack=2.0, release=4.0),
                _route("bar.sine", "source.sway", (0.1, 0.1 + 0.7 * hit)),
                _route("phrase.sine", "source.drift", (0.0, 0.3)),
                _route("bass", "post.wave", (0.0, 0.45 * hit), "softplus", knee=0.4, attack=0.05, release=0.50),
            ],
        ),
        note("drop"),
        *_set(
            "lift",
            [
                _route("build", "source.warp", (0.20, 0.70), "exponential", rate=3.0, attack=1.0, release=0.5),
                _route("drop", "post.flash", (0.0, 0.55 * max(hit, 0.3)), "power", exponent=5.0),
                _route("drop", "zoom", (0.0, 0.45 * max(hit, 0.3)), "power", exponent=2.0),
            ],
        ),
        note("camera", camera=camera),
        *_set(idea.camera, _camera(idea, idea.camera, 1)),
        *_set(f"{idea.camera}_back", _camera(idea, idea.camera, -1)),
        note("travel"),
        *_set("travel", _travel(idea, 1)),
        *_set("travel_back", _travel(idea, -1)),
        note("more"),
        *(line for move in CAMERAS if move != idea.camera for line in _set(move, _camera(idea, move, 1))),
    ]  # fmt: skip


def _set(name: str, routes: list[str]) -> list[str]:
    return [f"{name} = [", *routes, "]"]


def _drums(hit: float) -> list[str]:
    return [
        _route("beat", "strength", (0.0, 0.18 * hit), "power", exponent=2.0),
        _route("beat", "post.shadows", (0.0, 0.80 * hit), release=0.12),
        _route("onset.bass", "source.glow", (0.15, 0.15 + 0.60 * hit), release=0.20),
        _route("beat", "source.punch", (0.0, 0.80 * hit), "power", exponent=2.0),
        _route("beat", "source.hop", (0.0, 0.80 * hit), "power", exponent=1.5),
        _route("onset.bass", "post.bloom", (0.22, 0.22 + 0.45 * hit), release=0.20),
        _route("beat", "zoom", (0.0, 0.22 * hit), "power", exponent=2.0),
    ]


def _notes(hit: float) -> list[str]:
    """Who plays alone plays freely: light follows the notes, and fades as their sound does."""
    return [
        _route("onset", "post.bloom", (0.12, 0.12 + 0.85 * hit), release=0.40),
        _route("onset", "source.glow", (0.05, 0.05 + 0.60 * hit), release=0.30),
        _route("onset", "source.hop", (0.0, 0.40 * hit), release=0.40),
        _route("onset", "zoom", (0.0, 0.12 * hit), release=0.25),
    ]


def _travel(idea: Idea, way: int) -> list[str]:
    """The camera move in a landscape; turns and tilts swing there, for they cannot go on."""
    pace = MOODS[idea.mood].pace
    if idea.camera == "still":
        return _moves("still", way)
    rest, full = (way * pace * speed for speed in _TRAVEL[idea.camera])
    along = _route("presence", "pan_x", (rest, full), attack=1.5, release=3.0)
    swings = {
        "pull_back": [_route("phrase.sine", "tilt", (-0.6, 0.6))],
        "orbit": [_route("bar.sine", "rotation", (-2.5, 2.5)), _route("bar.sine", "yaw", (-1.5, 1.5))],
        "handheld": _moves("handheld", way)[1:],
        "spin_on_the_drop": _moves("spin_on_the_drop", way),
    }
    swing = swings.get(idea.camera, [_route("phrase.sine", "yaw", (-0.6 * way, 0.6 * way))])
    return [*_zoom(idea, idea.camera), along, *swing]


def _camera(idea: Idea, move: str, way: int) -> list[str]:
    return _zoom(idea, move) + _moves(move, way)


def _zoom(idea: Idea, move: str) -> list[str]:
    r = REACTIVITY[idea.reactivity]
    zoom = _STUDY_FRAMES_PER_S * math.log(1.0 + r * 0.04 * math.tan(1.0)) * _ZOOM_SHARE.get(move, 0.0)
    if not zoom:
        return []
    slow = {"attack": 0.15, "release": 0.80}
    return [_route("level", "zoom", (0.12 * zoom, zoom), "tangent", bend=1.0, **slow)]


def _moves(camera: str, way: int) -> list[str]:
    """All but the zoom; way: 1, or −1 for the other way round."""
    moves = {
        "push_in": [
            _route("phrase.sine", "yaw", (-0.6 * way, 0.6 * way)),
            _route("presence", "rotation", (0.3 * way, 1.5 * way), attack=2.0, release=3.0),
        ],
        "pull_back": [_route("phrase.sine", "tilt", (-0.6, 0.6))],
        "drift": [
            _route("presence", "pan_x", (0.02 * way, 0.08 * way), attack=1.5, release=3.0),
            _route("phrase.sine", "pan_x", (-0.04, 0.04)),
            _route("breath", "pan_y", (-0.03, 0.03)),
            _route("phrase.sine", "yaw", (1.2, -1.2)),
        ],
        "orbit": [
            _route("presence", "rotation", (1.5 * way, 7.0 * way), attack=2.0, release=3.0),
            _route("bar", "rotation", (0.0, 6.0 * way), "power", exponent=2.0),
            _route("bar.sine", "yaw", (-1.5, 1.5)),
        ],
        "handheld": [
            _route("wander", "pan_x", (-0.10 * way, 0.10 * way)),
            _route("beat.random", "pan_y", (-0.05, 0.05), attack=0.25, release=0.25),
            _route("beat.random", "rotation", (-2.5, 2.5), "smoothstep", attack=0.2, release=0.2),
        ],
        "spin_on_the_drop": [
            _route("drop", "rotation", (0.0, 55.0 * way), release=1.0),
            _route("bar.sine", "rotation", (-2.0 * way, 2.0 * way)),
        ],
        "still": [_route("breath", "pan_y", (-0.006, 0.006))],
    }
    return moves[camera]


def _route(
    source: str, target: str, span: tuple[float, float], curve: str = "", attack=0.0, release=0.0, **options
) -> str:
    parts = [f'from = "{source}"', f'to = "{target}"']
    if curve:
        parts.append(f'curve = "{curve}"')
    parts += [f"{name} = {value}" for name, value in options.items()]
    parts.append(f"range = [{span[0]:.3g}, {span[1]:.3g}]")
    parts += [f"{name} = {value:.2f}" for name, value in (("attack", attack), ("release", release)) if value]
    return f"  {{ {', '.join(parts)} }},"
