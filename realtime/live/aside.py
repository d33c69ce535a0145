"""What a show has done beside its loop: typed texts are judged, the setlist is read again."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from realtime.isf.library import ShaderLibrary
from realtime.live.setlist_reader import READ_LIMIT_S, READ_PAUSE_S, Reading, setlist_reader
from realtime.live.side_process import InlineWork, SideProcess, SideWork
from realtime.live.typed_words import JUDGE_LIMIT_S, JUDGE_PAUSE_S, Judgement, Words, judge
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist


@dataclass(frozen=True, slots=True)
class Aside:
    """judging: takes texts that were typed; reading: takes the path of the setlist."""

    judging: SideWork[Words, Judgement]
    reading: SideWork[Path, Reading]


def open_aside(folders: tuple[Path, ...], live: bool, stack: ExitStack) -> Aside:
    """A process for each; on the virtual clock both are done at once. folders: of the shaders."""
    blocklist = partial(Blocklist.load, BLOCKLIST)
    make_judge = partial(judge, blocklist)
    make_reader = partial(setlist_reader, folders, blocklist)
    if not live:
        return Aside(InlineWork(make_judge), InlineWork(make_reader))
    judging = SideProcess("judge", make_judge, JUDGE_LIMIT_S, pause_s=JUDGE_PAUSE_S, at_once=True)
    stack.callback(judging.close)
    reading = SideProcess("setlist", make_reader, READ_LIMIT_S, pause_s=READ_PAUSE_S)
    stack.callback(reading.close)
    return Aside(judging, reading)


def adopt_shaders(library: ShaderLibrary, reading: Reading) -> None:
    """Know the shaders that were dropped in before the setlist was read again."""
    if reading.shaders is not None:
        library.adopt(reading.shaders)
