"""The storyboard: the song's sheet, and under it a small painting of every scene where it begins."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from realtime.audio.song_analyzer import SongAnalyzer
from realtime.author.brief import clock
from realtime.author.new_setlist import LISTEN_FPS, listen, plain_idea, write_setlist
from realtime.author.thumbnails import check_picture, paint_all
from realtime.errors import UserError
from realtime.fonts import broken, font, has_hangul
from realtime.isf.library import ShaderLibrary
from realtime.keyframes.plot import draw_song
from realtime.keyframes.setlist_values import SceneStart, play_setlist
from realtime.live.anacrusis import subject_of
from realtime.paint.prompt import PromptInterpreter
from realtime.paint.understood import understand
from realtime.render.song_file import song_file
from realtime.resources import own_shader_folders, shader_folders
from realtime.say import Say
from realtime.scenery.generators import Generators
from realtime.setlist.open_blocklist import open_blocklist
from realtime.vocabulary import input_limits, load_checked

_SIZE = (480, 272)
_COLUMNS = 4
_GAP, _CAPTION = 16, 134
_PAPER, _INK, _FAINT = "#0d0e14", "#f2f0ea", "#9aa0b0"
# Schedules to draw, the most telling first, where they move by so much at least.
_TELLING = {
    "strength": 0.02,
    "zoom": 0.02,
    "rotation": 0.5,
    "pan_x": 0.01,
    "yaw": 0.3,
    "source.glow": 0.05,
    "source.speed": 0.05,
    "style_mix": 0.05,
    "post.bloom": 0.05,
    "pan_y": 0.01,
    "tilt": 0.3,
}
_MOST_SCHEDULES = 5


def draw_storyboard(
    song: str,
    setlist_path: Path | None,
    output: Path,
    painter: str,
    shaders: Sequence[Path],
    say: Say,
) -> None:
    """Write the sheet as a PNG. Without a setlist, of the one that `new` would write. shaders: the user's
    shader folders. Raises UserError."""
    check_picture(output)
    library, blocklist = ShaderLibrary(shader_folders(shaders)), open_blocklist()
    path = song_file(song)
    say("listening to the song")
    listened = listen(song)
    heard = listened.song
    with tempfile.TemporaryDirectory() as folder:
        if setlist_path is None:
            setlist_path = Path(folder) / "setlist.toml"
            write_setlist(listened, plain_idea(listened), setlist_path, blocklist, library, say)
        setlist = load_checked(setlist_path, blocklist, library)
        played = play_setlist(
            path,
            setlist,
            LISTEN_FPS,
            input_limits(library),
            # The film's own ear: scenes are to begin here when they begin there.
            partial(SongAnalyzer, heard.beats),
        )
        schedules = _moving(played.values)
        sheet_path = Path(folder) / "song.png"
        draw_song(heard, {name: values[: heard.frames] for name, values in schedules.items()}, sheet_path)
        sheet = Image.open(sheet_path).convert("RGB")
    scenes = [start for start in played.scenes if start.frame < heard.frames]
    say(f"painting {len(scenes)} scenes")
    subjects = [subject_of(start.scene, number) for number, start in enumerate(scenes)]
    prompts = PromptInterpreter(Generators(library))
    descriptions = [understand(prompts, subject).line() for subject in subjects]
    paintings = list(paint_all(subjects, _SIZE, painter, own_shader_folders(shaders)))
    board = _below(sheet, scenes, descriptions, paintings)
    try:
        board.save(output)
    except (OSError, ValueError) as error:
        raise UserError(f"Cannot write the storyboard {output}: {error}.") from error


def _moving(values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What the film is moved by, a few schedules of it."""
    moved = [name for name, least in _TELLING.items() if name in values and np.ptp(values[name]) >= least]
    return {name: values[name] for name in moved[:_MOST_SCHEDULES]}


def _below(
    sheet: Image.Image, scenes: list[SceneStart], descriptions: list[str], paintings: list[np.ndarray]
) -> Image.Image:
    """The song's sheet with the scenes under it; descriptions: what is painted of each one's prompt."""
    columns = min(_COLUMNS, max(1, len(scenes)))
    width = (sheet.width - _GAP * (columns + 1)) // columns
    height = round(width * _SIZE[1] / _SIZE[0])
    rows = -(-len(scenes) // columns)
    board = Image.new("RGB", (sheet.width, sheet.height + rows * (height + _CAPTION) + 2 * _GAP), _PAPER)
    board.paste(sheet, (0, 0))
    draw = ImageDraw.Draw(board)
    for number, (start, pixels) in enumerate(zip(scenes, paintings, strict=True)):
        left = _GAP + number % columns * (width + _GAP)
        top = sheet.height + _GAP + number // columns * (height + _CAPTION)
        board.paste(Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS), (left, top))
        title = f"{number + 1}  {clock(start.frame / LISTEN_FPS)}  {start.scene.name}"
        draw.text((left, top + height + 8), _legible(title), _INK, font(21))
        written = broken(_legible(start.scene.prompt), font(15), width)[:2]
        seen = broken(_legible(descriptions[number]), font(15), width)[:2]
        for row, (line, ink) in enumerate([(one, _FAINT) for one in written] + [(one, _INK) for one in seen]):
            draw.text((left, top + height + 37 + 21 * row), line, ink, font(15))
    return board


def _legible(text: str) -> str:
    """What the font at hand can write."""
    return text if has_hangul() else "".join(letter if ord(letter) < 0x250 else "?" for letter in text)
