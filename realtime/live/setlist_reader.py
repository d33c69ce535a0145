"""Reading the setlist's file again during a show, and writing changed routes into it, in a process of its
own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from realtime.control.parameters import PARAMETERS, Parameter
from realtime.errors import UserError
from realtime.files import read_within, written_whole
from realtime.isf.library import ShaderLibrary
from realtime.isf.parse import IsfDescription
from realtime.live.shader_rows import rows_of_show
from realtime.mapping.mapper import Limits
from realtime.mapping.route import Place, Route
from realtime.setlist.explain import Violation
from realtime.setlist.load import READ_LIMIT_S, as_read, read_setlist, read_text
from realtime.setlist.open_blocklist import WatchedBlocklist
from realtime.setlist.rewrite import rewritten
from realtime.setlist.scene import Setlist
from realtime.vocabulary import input_limits, known_names

WORK_LIMIT_S = 60.0
"""A job that takes longer is given up. Every text of a large setlist is judged, which takes many seconds; the
file by itself (a share that hangs, a pipe that nobody writes to) is given up after READ_LIMIT_S."""
READ_PAUSE_S = 0.5
"""Rest between two readings, so that a flood of reloads does not take a processor from the picture."""

_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Saving:
    """Routes that are to be written into the setlist at `path`, by where they stand in it; to: the file
    that is written, which may be another one."""

    path: Path
    to: Path
    changed: Mapping[Place, Route]


@dataclass(frozen=True, slots=True)
class Shaders:
    """Those that are in the folders, and the limits of what routes play in them."""

    descriptions: Mapping[tuple[str, str], IsfDescription]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held. setlist: None unless it can be played; violations: all that is wrong; shaders: None
    where they are those of the last reading; rows: the operator's, with those of the setlist's shaders."""

    setlist: Setlist | None
    violations: tuple[Violation, ...] = ()
    shaders: Shaders | None = None
    rows: tuple[Parameter, ...] = PARAMETERS

    @property
    def reason(self) -> str:
        """Every violation, with what is written in the file: for the log."""
        return "\n".join(map(str, self.violations))

    @property
    def lines(self) -> str:
        """Where the violations are and the rules that were broken, without a word of the file: for a display
        that others can see."""
        found = [_place(one) for one in self.violations[:_MOST_LINES]]
        more = len(self.violations) - len(found)
        return ", ".join(found) + (f" and {more} more" if more > 0 else "")


def _place(one: Violation) -> str:
    if not one.line:
        return "the file cannot be read"
    return f'line {one.line} breaks the rule "{one.rule}"' if one.rule else f"line {one.line} is wrong"


def setlist_reader(
    folders: tuple[Path, ...], make_blocklist: Callable[[], WatchedBlocklist]
) -> Callable[[Path | Saving], Reading]:
    """A function that reads the setlist at a path, with the shaders that are in `folders` then, or saves one.

    Raises UserError where there is no blocklist.
    """
    return _Reader(ShaderLibrary(folders), make_blocklist()).work


class _Reader:
    """Sends the shaders along where they have changed: the display loop waits while they are unpacked."""

    def __init__(self, library: ShaderLibrary, blocklist: WatchedBlocklist) -> None:
        self._library, self._blocklist = library, blocklist
        self._sent = False

    def work(self, job: Path | Saving) -> Reading:
        return self._save(job) if isinstance(job, Saving) else self._read(job)

    def _read(self, path: Path) -> Reading:
        if self._library.scan_if_changed():
            self._sent = False
        setlist, violations = read_setlist(path, self._blocklist.current, known_names(self._library))
        if setlist is None or violations:
            return Reading(None, tuple(violations))
        sent, self._sent = self._sent, True
        shaders = None if sent else Shaders(self._library.descriptions, input_limits(self._library))
        return Reading(setlist, (), shaders, rows_of_show(self._library, setlist))

    def _save(self, saving: Saving) -> Reading:
        """Raises UserError where the file has changed, or cannot be read or written."""
        try:
            text = read_within(saving.path, READ_LIMIT_S).decode("utf-8")
            new = rewritten(text, saving.changed)
            names = known_names(self._library)
            setlist, violations = read_text(as_read(new), saving.to, self._blocklist.current, names)
            if violations:
                return Reading(None, tuple(violations))
            saving.to.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(saving.to) as part:
                part.write_bytes(new.encode("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"The setlist {saving.to} cannot be written: {error}") from error
        return Reading(setlist)
