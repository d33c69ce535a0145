"""What `new` asks a musician, in English or Korean."""

from __future__ import annotations

import locale
import os
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from realtime.author.answers import prompted
from realtime.author.art_styles import ART_STYLES, GROUPS, find_art_style
from realtime.author.brief import (
    CAMERAS,
    LINE_S,
    MOODS,
    REACTIVITIES,
    Choice,
    IdeaFields,
    no_room,
    story_line,
)
from realtime.author.new_setlist import Heard, own_title, plain_idea
from realtime.author.own_pictures import pictures_in
from realtime.did_you_mean import unknown
from realtime.errors import UserError
from realtime.isf.pictures import load_picture
from realtime.resources import SHADERS
from realtime.scenery.generators import Generators
from realtime.scenery.palettes import PALETTES
from realtime.setlist.blocklist import Blocklist

_WORDS_SHOWN = 8
_ASK = {
    "title": ("Title of the video", "영상 제목"),
    "story": (
        "What is to be seen? One sentence, or a line for each part, such as “1:05 the sea at night”; "
        "an empty line ends it",
        "무엇을 보여 줄까요? 한 문장, 또는 “1:05 밤바다”처럼 부분마다 한 줄씩. 빈 줄이면 끝납니다",
    ),
    "line": ("Story", "이야기"),
    "heard": ("From the music: {words}", "음악을 들어 보니: {words}"),
    "style": ("Art style (a name or its number; ? shows the list)", "그림체 (이름이나 번호, ?는 목록)"),
    "mood": ("Mood", "분위기"),
    "palette": ("Colours (empty: they follow words and mood)", "색 (비우면 말과 분위기를 따름)"),
    "camera": ("Camera", "카메라"),
    "reactivity": ("How strongly it follows the music", "음악에 얼마나 반응할까요"),
    "first_image": (
        "A picture that the film grows out of (a file; empty: none)",
        "영상이 시작될 그림 (파일, 비우면 없음)",
    ),
    "artist": (
        "Artist's name, to be written over the film with the title (empty: nothing is written)",
        "제목과 함께 영상에 쓸 아티스트 이름 (비우면 쓰지 않음)",
    ),
    "pictures": (
        "A folder with pictures and clips of your own, for scenes that suit (empty: none)",
        "장면에 쓸 내 그림, 사진, 영상이 든 폴더 (비우면 없음)",
    ),
    "style_image": (
        "A picture whose manner and colours the film takes (a file; empty: none)",
        "그림체와 색을 따를 그림 (파일, 비우면 없음)",
    ),
    "logo": ("A logo for the corner (a file; empty: none)", "구석에 넣을 로고 (파일, 비우면 없음)"),
}


# Lines of text longer than this are hard to read on any screen.
_WIDEST = 100
_PALETTES_KO = {
    "neon": "네온", "candy": "사탕", "dusk": "황혼", "ember": "잉걸불", "gold": "황금", "aurora": "오로라",
    "ice": "얼음", "paper": "종이", "ultra": "군청", "sakura": "벚꽃", "lagoon": "산호초", "acid": "형광",
    "jade": "비취", "blood": "핏빛", "night": "밤", "rose": "장미", "abyss": "심해", "day": "한낮",
    "meadow": "초원",
}  # fmt: skip


def language_here() -> str:
    """ "ko" where the system speaks Korean, else "en"."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    spoken = spoken or (locale.getlocale()[0] or "")
    return "ko" if spoken.lower().startswith(("ko", "korean")) else "en"


def ask(known: IdeaFields, blocklist: Blocklist, language: str, heard: Heard) -> IdeaFields:
    """Answers by field of Idea; `known` are those given already, which are not asked for. Mood and style that
    suit what was `heard` are shown with the reason, and taken where the answer is empty."""
    korean = language == "ko"

    def question(key: str) -> str:
        return _ASK[key][korean]

    answers = known.copy()
    if "story" not in answers:
        _tell(question("story"))
        answers["story"] = tuple(_story(question("line"), blocklist, heard.song.duration, language))
    if "title" not in answers:
        title = own_title(heard)
        answers["title"] = prompted(question("title"), title) or title
    answers["language"] = language
    suggested = plain_idea(heard, **answers)
    if suggested.why:
        _tell(question("heard").format(words=suggested.why))
    if "mood" not in answers:
        answers["mood"] = _choice(question("mood"), MOODS, suggested.mood, korean)
    suited = plain_idea(heard, **answers)
    if "style" not in answers:
        answers["style"] = _style(question("style"), suited.style, korean)
    if (answers["mood"], answers["style"]) == (suited.mood, suited.style):
        answers["why"] = suggested.why if answers["mood"] == suggested.mood else suited.why
    if "palette" not in answers:
        answers["palette"] = _palette(question("palette"), korean)
    if "camera" not in answers:
        answers["camera"] = _choice(question("camera"), CAMERAS, suited.camera, korean)
    if "reactivity" not in answers:
        answers["reactivity"] = _choice(question("reactivity"), REACTIVITIES, suited.reactivity, korean)
    if "first_image" not in answers:
        answers["first_image"] = _picture(question("first_image"))
    if "artist" not in answers:
        answers["artist"] = prompted(question("artist"))
    if "pictures" not in answers:
        answers["pictures"] = _folder(question("pictures"))
    if "style_image" not in answers:
        answers["style_image"] = _picture(question("style_image"))
    if "logo" not in answers:
        answers["logo"] = _picture(question("logo"))
    return answers


def _story(
    question: str, blocklist: Blocklist, duration: float, language: str
) -> Iterator[tuple[float | None, str]]:
    while True:
        text = prompted(question)
        if not text:
            return
        try:
            time, words = story_line(text)
        except UserError as error:
            click.echo(str(error), err=True)
            continue
        # The time is not painted, and a number changes what a few words seem to say.
        verdict = blocklist.check(words)
        if not verdict.fit:
            click.echo(verdict.reason, err=True)
        elif time is not None and time > duration - LINE_S:
            click.echo(no_room(words, time, duration, language), err=True)
        else:
            yield time, words


def _style(question: str, suited: str, korean: bool) -> str:
    keys = list(ART_STYLES)
    default = ART_STYLES[suited].ko if korean else suited
    while True:
        answer = prompted(question, default)
        if answer == "?":
            for line in style_lines(korean):
                click.echo(line, err=True)
            continue
        if answer.isdecimal() and 1 <= int(answer) <= len(keys):
            return keys[int(answer) - 1]
        try:
            return find_art_style(answer).key
        except UserError as error:
            click.echo(str(error), err=True)


def _choice(question: str, table: Mapping[str, Choice], default: str, korean: bool) -> str:
    keys = list(table)
    names = [choice.ko if korean else choice.en for choice in table.values()]
    _tell(", ".join(f"{number} {name}" for number, name in enumerate(names, 1)), ", ")
    while True:
        answer = prompted(question, names[keys.index(default)])
        if (key := chosen(answer, table)) is not None:
            return key


def _palette(question: str, korean: bool) -> str:
    names = {_PALETTES_KO.get(key, key) if korean else key: key for key in PALETTES}
    _tell(", ".join(names), ", ")
    while True:
        answer = prompted(question).casefold()
        if not answer or answer in PALETTES:
            return answer
        if answer in names:
            return names[answer]
        _tell(unknown("palette", answer, names))


def _picture(question: str) -> Path | None:
    while True:
        answer = prompted(question).strip("\"'")
        if not answer:
            return None
        path = Path(answer).expanduser()
        try:
            load_picture(path)
            return path
        except UserError as error:
            click.echo(str(error), err=True)


def _folder(question: str) -> Path | None:
    while True:
        answer = prompted(question).strip("\"'")
        if not answer:
            return None
        folder = Path(answer).expanduser()
        try:
            pictures_in(folder)
            return folder
        except UserError as error:
            click.echo(str(error), err=True)


def _tell(text: str, between: str = " ") -> None:
    """`text` on the terminal, broken where `between` stands."""
    columns = min(shutil.get_terminal_size().columns, _WIDEST) - 1
    line, *parts = text.split(between)
    for part in parts:
        longer = line + between + part
        if _wide(longer) > columns:
            click.echo(line + between.rstrip(), err=True)
            longer = part
        line = longer
    click.echo(line, err=True)


def _wide(text: str) -> int:
    """Columns on a terminal: a Hangul syllable is two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def chosen(answer: str, table: Mapping[str, Choice]) -> str | None:
    """The key that a number, a key or a name in either language means."""
    answer = answer.strip().casefold()
    for number, (key, choice) in enumerate(table.items(), 1):
        if answer in (str(number), key, key.replace("_", " "), choice.en.casefold(), choice.ko):
            return key
    return None


def style_lines(korean: bool) -> list[str]:
    """The list of styles for people, grouped, with numbers."""
    lines: list[str] = []
    group = ""
    for number, style in enumerate(ART_STYLES.values(), 1):
        if style.group != group:
            group = style.group
            lines += ["", GROUPS[group][korean]]
        other = style.en if korean else style.ko
        lines.append(f"{number:4} {style.key:20} {style.ko if korean else style.en} · {other}")
    return lines[1:]


def generator_lines(generators: Generators, korean: bool) -> list[str]:
    """The list of generators for people: name, what it shows, its file where that is the user's own, some
    words that call for it; and at the end why files were left out."""
    heading = "Generators, chosen by the words of a prompt or by `source`"
    lines = ["", "제너레이터: 프롬프트의 낱말이나 `source`로 고릅니다" if korean else heading]
    for name in generators.names:
        one = generators.find(name)
        path = one.description.path
        where = "" if path.is_relative_to(SHADERS) else f"  [{path}]"
        lines.append(f"     {name:20} {one.description.description}{where}")
        words = [word for row in one.words for word in row.words if ("가" <= word[0] <= "힣") == korean]
        if words:
            more = " …" if len(words) > _WORDS_SHOWN else ""
            lines.append(f"     {'':20} {', '.join(words[:_WORDS_SHOWN])}{more}")
    return lines + [f"left out: {error}" for _, error in sorted(generators.errors.items())]


def output_of(song: str, output: Path | None) -> Path:
    """Where the setlist of a song goes."""
    return output or Path(Path(song).stem or "video").with_suffix(".toml")
