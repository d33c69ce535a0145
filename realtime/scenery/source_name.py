"""What stands under `source`: a generator, a picture, or a picture over a generator.

"tunnel", "still:pictures/a.jpg", "video:clip.mp4", "webcam:0", "feedback" (the last painting),
"generator:city" (a generator as a picture), and with a generator below: "tunnel + video:clip.mp4".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from realtime.did_you_mean import unknown
from realtime.errors import UserError

FILES = {"still": "picture", "video": "video"}
"""Kinds that name a file, and what it is called in messages."""
SCENE_PICTURE = "scene"
"""For pictures of filters: the scene as it is before its filters."""
_SYSTEM = [
    (name,) for name in ("bin", "boot", "dev", "etc", "lib", "lib64", "proc", "sbin", "sys", "Windows")
]
FEEDBACK = "feedback"
"""The last painting."""
KINDS = (*FILES, "webcam", "generator", FEEDBACK)


@dataclass(frozen=True, slots=True)
class SourceName:
    """generator: name, "" = none given; kind: one of KINDS, "" = no picture; target: what it names."""

    generator: str = ""
    kind: str = ""
    target: str = ""

    @property
    def picture(self) -> str:
        """The picture's part of the text, "" where there is none."""
        return f"{self.kind}:{self.target}" if self.target else self.kind

    def __str__(self) -> str:
        return " + ".join(part for part in (self.generator, self.picture) if part)

    def within(self, folder: Path) -> SourceName:
        """The same with its file's path, if it has one, made absolute; relative ones start at `folder`."""
        if self.kind not in FILES:
            return self
        return replace(self, target=str((folder / Path(self.target).expanduser()).resolve()))

    @property
    def missing(self) -> str:
        """Why its file cannot be had, or ""."""
        if self.kind not in FILES:
            return ""
        if of_the_system(Path(self.target)):
            return (
                f"{self.target} is in a folder of the system; put the {FILES[self.kind]} beside the setlist"
            )
        return "" if Path(self.target).is_file() else f"there is no {FILES[self.kind]} file {self.target}"


def of_the_system(path: Path) -> bool:
    """True where the file lies in a folder that no show's pictures and songs lie in: a setlist from elsewhere
    cannot make the program read it."""
    return path.resolve().parts[1:2] in _SYSTEM


def parse_source(text: str) -> SourceName:
    """The parts of a source's text; names of generators and files are not looked up here.

    Raises UserError for an unknown kind, or one without what it should name.
    """
    text = text.strip()
    kind = text.partition(":")[0].strip()
    if kind in KINDS:
        return _picture(text, "")
    generator, plus, picture = (part.strip() for part in text.partition("+"))
    if plus:
        return _picture(picture, generator)
    return _picture(text, "") if ":" in text else SourceName(generator=text)


def _picture(text: str, generator: str) -> SourceName:
    kind, _, target = (part.strip() for part in text.partition(":"))
    if kind not in KINDS:
        raise UserError(unknown("kind of picture", kind, KINDS))
    if kind == FEEDBACK:
        if target:
            raise UserError('"feedback" is the last painting and takes no name after it')
    elif not target:
        what = FILES.get(kind, "generator" if kind == "generator" else "webcam's number")
        raise UserError(f'"{kind}:" must be followed by the {what}, like "{kind}:{_EXAMPLES[kind]}"')
    return SourceName(generator, kind, target)


_EXAMPLES = {"still": "pictures/a.jpg", "video": "clip.mp4", "webcam": "0", "generator": "tunnel"}
