"""What a show has done beside its loop: texts are judged, the setlist is read again, snapshots are kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from realtime.control.snapshots import SnapshotStore
from realtime.control.table import ParameterTable
from realtime.ending import Ending
from realtime.guard.moderation_log import ModerationLog
from realtime.isf.library import ShaderLibrary
from realtime.live.setlist_reader import READ_PAUSE_S, WORK_LIMIT_S, Reading, Saving, setlist_reader
from realtime.live.side_process import InlineWork, SideProcess, SideWork
from realtime.live.typed_words import JUDGE_LIMIT_S, Words, judge
from realtime.options import ShowOptions
from realtime.output.screen.tuning import of_screen
from realtime.resources import log_file, snapshot_file
from realtime.setlist.blocklist import Verdict
from realtime.setlist.open_blocklist import WatchedBlocklist

# The first reload must not wait for a process, nor the first verdict for two that start beside each other.
_READER_STARTS_S = 6.0


@dataclass(frozen=True, slots=True)
class Aside:
    """judging: takes texts that were typed; reading: takes the path of the setlist, or what is to be
    written into it; snapshots: takes what is kept for the next show, None on the virtual clock."""

    judging: SideWork[Words, Verdict]
    reading: SideWork[Path | Saving, Reading]
    snapshots: SnapshotStore | None = None


def open_aside(
    options: ShowOptions, folders: tuple[Path, ...], table: ParameterTable, ending: Ending
) -> Aside:
    """A process for each of the first two; on the virtual clock both are done at once. folders: of the
    shaders."""
    blocklist = partial(WatchedBlocklist, options.setlist, options.venue)
    moderation = (
        ModerationLog(log_file("moderation.jsonl"), options.log_prompts) if options.realtime else None
    )
    make_judge = partial(judge, blocklist, moderation)
    make_reader = partial(setlist_reader, folders, blocklist)
    if not options.realtime:
        return Aside(InlineWork(make_judge), InlineWork(make_reader))
    judging = SideProcess("judge", make_judge, JUDGE_LIMIT_S, starts_in_s=0.0)
    ending.part("the judge").callback(judging.close)
    reading = SideProcess(
        "setlist", make_reader, WORK_LIMIT_S, starts_in_s=_READER_STARTS_S, pause_s=READ_PAUSE_S
    )
    ending.part("the reader").callback(reading.close)
    snapshots = SnapshotStore(snapshot_file(options.setlist), table)
    ending.part("the snapshots", writes=True).callback(snapshots.close)
    return Aside(judging, reading, snapshots)


def adopt_shaders(
    library: ShaderLibrary,
    limits: dict[str, tuple[float, float, float]],
    table: ParameterTable,
    reading: Reading,
) -> None:
    """Know the shaders that were dropped in before the setlist was read again: their limits, and the controls
    of those that it uses. The rows of screens are the rig's."""
    if reading.shaders is not None:
        library.adopt(reading.shaders.descriptions)
        limits.update(reading.shaders.limits)
    table.adopt(reading.rows, in_place_of=lambda row: not of_screen(row))
