"""Scenes → a setlist file, commented and made for editing by hand."""

# ruff: noqa: E501 - texts in two languages read best side by side
from __future__ import annotations

import json
import math
import re
import shlex
from pathlib import Path

from realtime.filming.idea import CAMERAS, MOODS, REACTIVITIES, Idea, clock
from realtime.filming.scene_plan import ScenePlan
from realtime.filming.styles_list import ART_STYLES
from realtime.keyframes.song import Song
from realtime.mapping.study import REACTIVITY, demo_strength

# How strongly beats and drums move the picture, beside the study's map of loudness.
_HITS = {"none": 0.0, "low": 0.4, "medium": 0.7, "high": 1.0}
_STUDY_FRAMES_PER_S = 10.0
_PLAIN_WORD = re.compile(r"[\w@%+=:,./-]+")
# The study's zoom fills the screen with motion; a film of minutes wants a share of it.
# Landscapes: endless to either side only.
_LANDSCAPES = ("horizon", "city", "forest")
# Half-heights a second that a landscape passes by, in silence and in full sound.
_TRAVEL = {
    "push_in": (0.02, 0.12),
    "pull_back": (0.02, 0.10),
    "drift": (0.04, 0.14),
    "orbit": (0.06, 0.22),
    "handheld": (0.04, 0.16),
    "spin_on_the_drop": (0.04, 0.18),
}
_ZOOM_SHARE = {"push_in": 0.30, "pull_back": -0.30, "spin_on_the_drop": 0.22, "handheld": 0.08, "orbit": 0.12}
_TEXT = {
    "head": (
        "A music video for “{title}”, made to be edited by hand.",
        "“{title}”의 뮤직비디오 설정입니다. 손으로 고치기 쉽게 만들었습니다.",
    ),
    "song": (
        "The song: {minutes}, {tempo}, {sections} sections.",
        "노래: {minutes}, {tempo}, 구간 {sections}개.",
    ),
    "idea": (
        "Style: {style}. Mood: {mood}. Camera: {camera}. Reactivity: {reactivity}.",
        "그림체: {style}. 분위기: {mood}. 카메라: {camera}. 반응도: {reactivity}.",
    ),
    "why": ("Style and mood follow from the music: {why}.", "그림체와 분위기는 음악에서: {why}."),
    "how1": (
        "Each scene has a prompt: change the words and the picture changes.",
        "장면마다 prompt가 있습니다. 말을 바꾸면 그림이 바뀝니다.",
    ),
    "how2": (
        "`after` is how long a scene lasts: \"8 bars\" or \"12.5 s\". `style`, `palette` and `source` may be",
        "`after`는 장면의 길이입니다: \"8 bars\"(마디) 또는 \"12.5 s\"(초). `style`, `palette`, `source`는",
    ),
    "how3": (
        "left out: they then follow the prompt. A route leads from sound to picture: range = [at rest, at full].",
        "지워도 됩니다. 그러면 prompt를 따릅니다. route는 소리에서 그림으로 이어집니다: range = [쉴 때, 최대일 때].",
    ),
    "film": ("Look at it:", "미리 보기:"),
    "make": ("Make the film:", "영상 만들기:"),
    "check": ("Check it after editing:", "고친 뒤 검사하기:"),
    "study": (
        "Loudness repaints the picture, by the map of the 2023 study (reactivity {name}: r = {r}).",
        "소리가 클수록 그림을 더 많이 다시 그립니다. 2023년 연구의 식입니다 (반응도 {name}: r = {r}).",
    ),
    "pulse": ("On the beat and on the bass drum.", "박자와 베이스 드럼에 맞춰."),
    "notes": ("Every note glows.", "음 하나하나가 빛납니다."),
    "air": ("Cymbals and voice.", "심벌과 목소리."),
    "energy": ("Over bars: faster and fuller with the music.", "여러 마디에 걸쳐: 음악과 함께 더 빠르고 풍성하게."),
    "drop": ("When it drops.", "드롭에서."),
    "camera": ("The camera: {camera}. And the other way round.", "카메라: {camera}. 그리고 그 반대 방향."),
    "travel": (
        "The same in a landscape, which is travelled along: to the right, and to the left.",
        "풍경에서는 옆으로 지나갑니다. 오른쪽으로, 그리고 왼쪽으로.",
    ),
    "scene": ("{start} – {end}, {section}", "{start} – {end}, {section}"),
}  # fmt: skip
_SECTIONS_KO = {
    "intro": "도입", "verse": "절", "build": "고조", "drop": "드롭", "chorus": "후렴", "break": "쉼",
    "outro": "마무리", "silence": "정적", "whole": "전체",
}  # fmt: skip


def setlist_text(
    song: Song, idea: Idea, scenes: tuple[ScenePlan, ...], name: str, struck: bool = False
) -> str:
    """The TOML text. name: of the file that it will be, for the commands in its head; struck: there are no
    drums, and each note is to glow by itself."""
    return "\n".join(
        [*_head(song, idea, name), *_routes(idea, struck), *_scenes(song, idea, scenes, struck), ""]
    )


def command_line(verb: str, song: str, setlist: str, first_image: Path | None = None) -> str:
    """What to type to have a setlist filmed, or its storyboard drawn."""
    parts = ["python", "live.py", verb, song, "--setlist", setlist]
    if first_image is not None:
        parts += ["--first-image", str(first_image)]
    # A name in Korean needs no quotes, whatever shlex thinks of it.
    return " ".join(part if _PLAIN_WORD.fullmatch(part) else shlex.quote(part) for part in parts)


def _say(idea: Idea, key: str, **values: object) -> str:
    return "# " + _TEXT[key][idea.language == "ko"].format(**values)


def _head(song: Song, idea: Idea, name: str) -> list[str]:
    korean = idea.language == "ko"

    def called(choice) -> str:
        return choice.ko if korean else choice.en

    tempo = f"{song.tempo:.0f} bpm" if song.tempo else ("박자 없음" if korean else "no steady beat")
    lines = [
        _say(idea, "head", title=idea.title),
        _say(idea, "song", minutes=clock(song.duration), tempo=tempo, sections=len(song.sections)),
        _say(
            idea,
            "idea",
            style=called(ART_STYLES[idea.style]),
            mood=called(MOODS[idea.mood]),
            camera=called(CAMERAS[idea.camera]),
            reactivity=called(REACTIVITIES[idea.reactivity]),
        ),
        *([_say(idea, "why", why=idea.why)] if idea.why else []),
        "#",
        *(_say(idea, key) for key in ("how1", "how2", "how3")),
        "#",
        f"{_say(idea, 'film')} {command_line('storyboard', song.path.name, name)}",
        f"{_say(idea, 'make')} {command_line('film', song.path.name, name, idea.first_image)}",
        f"{_say(idea, 'check')} python live.py check {name}",
    ]
    return [*lines, "", f"name = {_quoted(idea.title)}", "loop = false", ""]


def _routes(idea: Idea, struck: bool) -> list[str]:
    hit = _HITS[idea.reactivity]
    rest, full = (1.0 - float(demo_strength(x, idea.reactivity)) for x in (0.0, 1.0))
    called = REACTIVITIES[idea.reactivity].ko if idea.language == "ko" else idea.reactivity
    pace = MOODS[idea.mood].pace
    camera = CAMERAS[idea.camera].ko if idea.language == "ko" else CAMERAS[idea.camera].en
    return [
        "[defaults]",
        'use = ["loudness", "pulse", "air", "energy", "camera"]',
        "base = { noise = 0.02, source.glow = 0.15, post.bloom = 0.22 }",
        "",
        "[routes]",
        _say(idea, "study", name=called, r=REACTIVITY[idea.reactivity]),
        "loudness = [",
        "  { from = \"level\", to = \"strength\", curve = \"tangent\", bend = 1.0, "
        f"range = [{rest:.3f}, {full:.3f}], attack = 0.02, release = 0.30 }},",
        "]",
        _say(idea, "notes" if struck else "pulse"),
        "pulse = [",
        *(_notes(hit) if struck else _drums(hit)),
        "]",
        _say(idea, "air"),
        "air = [",
        _route("onset.treble", "post.sparkle", (0.0, 0.7 * hit), "power", exponent=2.0, release=0.05),
        _route("high_mid", "source.detail", (0.35, 0.70), attack=0.10, release=0.80),
        _route("brightness", "style_mix", (0.0, 1.0), "smoothstep", attack=1.5, release=3.0),
        "]",
        _say(idea, "energy"),
        "energy = [",
        _route("presence", "source.speed", (0.25 * pace, 0.95 * pace), "logarithmic", c=5.0, attack=1.5, release=4.0),
        _route("presence", "post.saturation", (0.92, 1.12), attack=2.0, release=4.0),
        _route("bass", "post.wave", (0.0, 0.45 * hit), "softplus", knee=0.4, attack=0.05, release=0.50),
        "]",
        _say(idea, "drop"),
        "lift = [",
        _route("build", "source.warp", (0.20, 0.70), "exponential", rate=3.0, attack=1.0, release=0.5),
        _route("drop", "post.flash", (0.0, 0.55 * max(hit, 0.3)), "power", exponent=5.0),
        _route("drop", "zoom", (0.0, 0.45 * max(hit, 0.3)), "power", exponent=2.0),
        "]",
        _say(idea, "camera", camera=camera),
        *(line for way in (1, -1) for line in (f"{_ROUTES_OF[False, way]} = [", *_camera(idea, way), "]")),
        _say(idea, "travel"),
        *(line for way in (1, -1) for line in (f"{_ROUTES_OF[True, way]} = [", *_travel(idea, way), "]")),
        "",
    ]  # fmt: skip


def _drums(hit: float) -> list[str]:
    return [
        _route("beat", "strength", (0.0, 0.18 * hit), "power", exponent=2.0),
        _route("onset.bass", "source.glow", (0.15, 0.15 + 0.60 * hit), release=0.20),
        _route("beat", "source.punch", (0.0, 0.80 * hit), "power", exponent=2.0),
        _route("onset.bass", "post.bloom", (0.22, 0.22 + 0.45 * hit), release=0.20),
        _route("beat", "zoom", (0.0, 0.22 * hit), "power", exponent=2.0),
    ]


def _notes(hit: float) -> list[str]:
    """Who plays alone plays freely: light follows the notes, and fades as their sound does."""
    return [
        _route("onset", "post.bloom", (0.12, 0.12 + 0.85 * hit), release=0.40),
        _route("onset", "source.glow", (0.05, 0.05 + 0.60 * hit), release=0.30),
        _route("onset", "zoom", (0.0, 0.12 * hit), release=0.25),
    ]


# By whether it is a landscape, and which way the camera goes.
_ROUTES_OF = {
    (False, 1): "camera",
    (False, -1): "camera_back",
    (True, 1): "travel",
    (True, -1): "travel_back",
}


def _travel(idea: Idea, way: int) -> list[str]:
    """The camera move in a landscape; turns and tilts swing there, for they cannot go on."""
    pace = MOODS[idea.mood].pace
    lines = _zoom(idea)
    if idea.camera == "still":
        return _moves("still", way)
    rest, full = (way * pace * speed for speed in _TRAVEL[idea.camera])
    lines.append(_route("presence", "pan_x", (rest, full), attack=1.5, release=3.0))
    swings = {
        "pull_back": [_route("phrase.sine", "tilt", (-0.6, 0.6))],
        "orbit": [_route("bar.sine", "rotation", (-2.5, 2.5)), _route("bar.sine", "yaw", (-1.5, 1.5))],
        "handheld": _moves("handheld", way)[1:],
        "spin_on_the_drop": _moves("spin_on_the_drop", way),
    }
    return lines + swings.get(idea.camera, [_route("phrase.sine", "yaw", (-0.6 * way, 0.6 * way))])


def _camera(idea: Idea, way: int) -> list[str]:
    return _zoom(idea) + _moves(idea.camera, way)


def _zoom(idea: Idea) -> list[str]:
    r = REACTIVITY[idea.reactivity]
    zoom = _STUDY_FRAMES_PER_S * math.log(1.0 + r * 0.04 * math.tan(1.0)) * _ZOOM_SHARE.get(idea.camera, 0.0)
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


def _scenes(song: Song, idea: Idea, scenes: tuple[ScenePlan, ...], struck: bool) -> list[str]:
    lines = ["[[song]]", f"name = {_quoted(idea.title)}"]
    for number, scene in enumerate(scenes):
        section = _SECTIONS_KO.get(scene.section, scene.section) if idea.language == "ko" else scene.section
        start, end = clock(scene.start), clock(scene.end)
        lines += [
            "",
            _say(idea, "scene", start=start, end=end, section=section),
            "[[song.scene]]",
            f"name = {_quoted(_scene_name(idea, scene))}",
            f"prompt = {_quoted(scene.prompt)}",
            f"source = {_quoted(scene.source)}",
            f"palette = {_quoted(scene.palette)}",
            f"style = {_weights(scene.styles)}",
            f"style_b = {_weights(scene.styles_b)}",
            f"seed = {scene.seed}",
        ]
        lines.append(f"use = {json.dumps(_uses(scene, number, struck))}")
        shader, beats = scene.transition
        lines.append(
            f'transition = {{ shader = "{shader}", beats = {beats:g} }}' if beats else 'transition = "cut"'
        )
        lines.append(_after(idea, scene) if number + 1 < len(scenes) else 'after = "operator"')
    return lines  # fmt: skip


def _uses(scene: ScenePlan, number: int, struck: bool) -> list[str]:
    """The route sets of a scene: every other one moves the other way."""
    camera = _ROUTES_OF[scene.source in _LANDSCAPES, -1 if number % 2 else 1]
    if scene.quiet and not struck:
        return ["loudness", "air", "energy", camera]
    lift = ["lift"] if scene.strong or scene.section == "build" else []
    return ["loudness", "pulse", "air", "energy", *lift, camera]


def _scene_name(idea: Idea, scene: ScenePlan) -> str:
    if idea.language != "ko":
        return scene.name
    return scene.name.replace(scene.section, _SECTIONS_KO.get(scene.section, scene.section), 1)


def _after(idea: Idea, scene: ScenePlan) -> str:
    # Seconds end exactly where the music changes; bars would have to be counted through every break.
    bars = f"{scene.bars}마디" if idea.language == "ko" else f"{scene.bars} bar" + "s" * (scene.bars != 1)
    return f'after = "{scene.end - scene.start:.3f} s"' + (f"  # {bars}" if scene.bars else "")


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


def _weights(styles: tuple[tuple[str, float], ...]) -> str:
    return "{ " + ", ".join(f"{name} = {weight:.2f}" for name, weight in styles) + " }"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
