"""The comments in a setlist that `new` writes, in English and Korean."""

# ruff: noqa: E501 - texts in two languages read best side by side
from __future__ import annotations

_TEXT = {
    "head": (
        "The music video “{title}”. A plain text file: open it in any editor, change it, film it again.",
        "“{title}” 뮤직비디오의 설정 파일입니다. 메모장으로 열어 고치고 다시 찍으면 됩니다.",
    ),
    "song": (
        "The song: {minutes}, {tempo}, {sections} sections.",
        "노래: {minutes}, {tempo}, 구간 {sections}개.",
    ),
    "idea": (
        "Style: {style}. Mood: {mood}. Camera: {camera}. Reactivity: {reactivity}.",
        "그림체: {style}. 분위기: {mood}. 카메라: {camera}. 반응도: {reactivity}.",
    ),
    "why": ("From the music: {why}.", "음악을 들어 보니: {why}."),
    "board": ("Look at it first:", "먼저 그림 몇 장으로 보기:"),
    "film": ("Make the film:", "영상 만들기:"),
    "part": ("Only a part, as a try:", "한 부분만 찍어 보기:"),
    "check": ("Look for slips after a change:", "고친 뒤 틀린 곳 찾기:"),
    "all": (
        "What all scenes share: the brush where the sound is dark, and where it is bright.",
        "모든 장면에 해당하는 것: 소리가 어두울 때의 붓질, 그리고 밝을 때의 붓질.",
    ),
    "scenes": (
        "The scenes, in the order of the song. `#` begins a note like this one, which changes nothing.",
        "노래 순서대로 적은 장면들입니다. #로 시작하는 줄은 설명일 뿐, 영상에는 영향이 없습니다.",
    ),
    "prompt": (
        "prompt: what is seen. Change the words, and the picture changes. The last words are of mood and style.",
        "prompt: 무엇을 보여 줄지. 말을 바꾸면 그림이 바뀝니다(한국어도 됩니다). 끝의 영어는 분위기와 그림체입니다.",
    ),
    "palette": (
        "palette: the colours. Without this line the prompt chooses them.",
        "palette: 색. 이 줄을 지우면 prompt에 어울리는 색을 고릅니다.",
    ),
    "seed": (
        "seed: any other number gives another composition.",
        "seed: 숫자를 바꾸면 구도가 달라집니다.",
    ),
    "use": (
        "use: how the scene moves, by sets from the end of this file; the last is the camera, one of\n# {names}.",
        "use: 장면이 어떻게 움직일지. 파일 끝에 있는 묶음의 이름들이고, 마지막은 카메라입니다. 고를 수 있는 카메라:\n# {names}",
    ),
    "transition": (
        "transition: how the scene comes in: {names}, or \"cut\".",
        "transition: 장면이 바뀌는 방식. {names}, 또는 한 번에 바뀌는 \"cut\".",
    ),
    "after": (
        "after: how long the scene lasts: \"12.5 s\" or \"8 bars\".",
        "after: 장면의 길이. \"12.5 s\"는 12.5초, \"8 bars\"는 여덟 마디입니다.",
    ),
    "view": (
        "another view, in place of what the prompt names; without this line: {source}",
        "prompt와 다른 풍경을 잠시 보여 줍니다. 이 줄을 지우면 {source}",
    ),
    "own": (
        "what the prompt's words are painted as; without this line: {source}",
        "prompt의 말을 이것으로 그립니다. 이 줄을 지우면 {source}",
    ),
    "untold": (
        "what is seen; without this line it follows the prompt's words",
        "무엇이 보일지. 이 줄을 지우면 prompt의 말을 따릅니다",
    ),
    "last": ("to the end of the song", "노래가 끝날 때까지"),
    "routes": (
        "How sound moves the picture. Nothing here has to be changed.",
        "소리가 그림을 움직이는 방법입니다. 여기부터는 그대로 두어도 됩니다.",
    ),
    "range": (
        "Each line leads from a sound to something in the picture: range = [when it is silent, at its fullest].",
        "한 줄이 소리 하나를 그림의 한 성질에 잇습니다. range = [소리가 없을 때, 가장 클 때].",
    ),
    "study": (
        "Loudness repaints the picture, by the map of the 2023 study (reactivity {name}: r = {r}).",
        "소리가 클수록 그림을 더 많이 다시 그립니다. 2023년 연구의 식을 따릅니다(반응도 {name}: r = {r}).",
    ),
    "pulse": ("On the beat and on the bass drum.", "박자와 베이스 드럼에 맞춰."),
    "notes": ("Every note glows.", "음 하나하나가 빛납니다."),
    "air": ("Cymbals and voice.", "심벌과 목소리."),
    "energy": ("Over bars: faster and fuller with the music.", "여러 마디에 걸쳐: 음악과 함께 더 빠르고 풍성하게."),
    "drop": ("When it drops.", "드롭이 터질 때."),
    "camera": ("The camera: {camera}. And the other way round.", "카메라: {camera}. 그리고 그 반대 방향."),
    "travel": (
        "The same in a landscape, which is travelled along: to the right, and to the left.",
        "풍경에서는 옆으로 지나갑니다. 오른쪽으로, 그리고 왼쪽으로.",
    ),
    "more": (
        "Other cameras, for the last place in a scene's `use`.",
        "다른 카메라들. 장면의 use 맨 끝에 이 가운데 한 이름을 쓰면 됩니다.",
    ),
    "lettering": (
        "lettering: what is written over the film. Also: credits = [\"…\"], place = \"middle\", font = \"….ttf\".",
        "lettering: 영상 위에 쓰는 글. 더 쓸 수 있는 것: credits = [\"…\"], place = \"middle\", font = \"….ttf\".",
    ),
    "picture": (
        "a picture of your own; without this line the prompt's words choose",
        "내 그림. 이 줄을 지우면 prompt의 말을 따릅니다",
    ),
    "scene": ("{start} – {end}, {section}", "{start} – {end}, {section}"),
}  # fmt: skip
_SECTIONS_KO = {
    "intro": "인트로", "verse": "벌스", "build": "빌드업", "drop": "드롭", "chorus": "후렴", "break": "브레이크",
    "outro": "아웃트로", "silence": "정적", "whole": "전체",
}  # fmt: skip


def phrase(language: str, key: str, **values: object) -> str:
    """A text in that language."""
    return _TEXT[key][language == "ko"].format(**values)


def section_name(language: str, section: str) -> str:
    """What a musician calls that part of a song."""
    return _SECTIONS_KO.get(section, section) if language == "ko" else section
