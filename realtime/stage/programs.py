"""ISF programs of the stage, by name: compiled once, fed with sound, never able to stop the show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import moderngl

from realtime.errors import UserError
from realtime.isf.library import LiveProgram, ShaderLibrary, file_stamp, watched_files
from realtime.isf.program import IsfProgram, Value
from realtime.stage.played_inputs import PlayedInputs
from realtime.stage.view import View


@dataclass(slots=True)
class _Run:
    """A program that is on without a break. began: the stage's first frame of it; drawn: its last one;
    since: audio-clock seconds at which the shader came on."""

    program: IsfProgram
    began: int
    drawn: int
    since: float


class StagePrograms:
    """Filters and transitions. errors: by shader name, why it cannot be used (file, line, message)."""

    def __init__(self, context: moderngl.Context, library: ShaderLibrary) -> None:
        self._context, self._library = context, library
        self._programs: dict[str, LiveProgram] = {}
        self._played = PlayedInputs()
        self._runs: dict[str, _Run] = {}
        self._frame = 0
        self._refused: dict[str, tuple[str, tuple[int, ...]]] = {}
        """Kind and stamp of files that could not be used: they are tried again once they change."""
        self.errors: dict[str, str] = {}

    def prepare(self, names: Iterable[str], kind: str) -> None:
        """Compile ahead, and draw once: drivers postpone the real work until then."""
        pixel = self._context.texture((1, 1), 4, bytes(4))
        for name in names:
            program = self._find(name, kind)
            if program is not None:
                images = dict.fromkeys(("inputImage", "startImage", "endImage"), pixel)
                program.program.render((8, 8), time=0.0, time_delta=0.0, frame_index=0, inputs=images)
                program.program.forget()
        self._context.finish()
        pixel.release()

    def begin(self) -> None:
        """A new frame of the stage: call it for each, whether programs are drawn in it or not."""
        self._frame += 1
        self._played.begin()

    def render(
        self,
        name: str,
        kind: str,
        size: tuple[int, int],
        view: View,
        given: Mapping[str, Value],
        image: Callable[[str], moderngl.Texture | None] = lambda text: None,
    ) -> moderngl.Texture | None:
        """The picture of shader `name`, or None when it cannot be used.

        given: its images and progress; image: the picture of a scene's text for a further image input. Where
        there is none, it is the first of `given`.
        """
        live = self._find(name, kind)
        if live is None:
            return None
        description = live.program.description
        inputs = self._played.of(description, view)
        for its_name, text in self._played.images(description, view).items():
            picture = image(text) if text and its_name not in given else None
            inputs[its_name] = picture or next(iter(given.values()), 0.0)
        inputs |= given
        run = self._run(name, live.program, view)
        index = run.drawn - run.began
        return live.program.render(
            size,
            time=max(view.time - run.since, 0.0),
            time_delta=view.dt if index else 0.0,
            frame_index=index,
            inputs=inputs,
        )

    def all_opaque(self, names: Iterable[str]) -> bool:
        """Whether of the programs in use those of `names` are sure to leave nothing transparent."""
        programs = (self._programs[name].program for name in names if name in self._programs)
        return all(program.opaque for program in programs)

    def _run(self, name: str, program: IsfProgram, view: View) -> _Run:
        """Its run up to this frame: from 0 again, and with nothing kept, after a break. An edited one goes on
        in time, with nothing kept."""
        run = self._runs.get(name)
        broken = run is None or not run.drawn <= self._frame <= run.drawn + 1
        if run is None or broken or run.program is not program:
            if run is not None and run.program is program:
                program.forget()
            since = run.since if run is not None and not broken else self._came_on(name, view)
            run = self._runs[name] = _Run(program, self._frame, self._frame, since)
        run.drawn = self._frame
        return run

    def _came_on(self, name: str, view: View) -> float:
        """Now; but a stage that begins in the middle of a film goes by what the view says."""
        return view.filters_since.get(name, view.time) if self._frame <= 1 else view.time

    def reload_changed(self) -> None:
        """Use files that were edited; those that do not compile are reported and not used."""
        for name, live in self._programs.items():
            live.reload_if_changed()
            self._note(name, live)
        for name, (kind, stamp) in list(self._refused.items()):
            if self._stamp(name, kind) != stamp:
                del self._refused[name]
                self.errors.pop(name, None)

    def _note(self, name: str, live: LiveProgram) -> None:
        faults = [live.error] if live.error is not None else live.program.lacks
        if faults:
            self.errors[name] = str(faults[0])
        else:
            self.errors.pop(name, None)

    def _find(self, name: str, kind: str) -> LiveProgram | None:
        if name not in self._programs:
            if name in self._refused:
                return None
            stamp = self._stamp(name, kind)
            try:
                self._programs[name] = LiveProgram(
                    self._context, self._library.path(name, kind), self._library.folders
                )
            except UserError as error:
                self.errors[name] = str(error)
                self._refused[name] = kind, stamp
                return None
            self._note(name, self._programs[name])
        return self._programs[name]

    def _stamp(self, name: str, kind: str) -> tuple[int, ...]:
        try:
            path = self._library.path(name, kind)
        except UserError:
            return ()
        return file_stamp(watched_files(path, self._library.folders))

    def release(self) -> None:
        for live in self._programs.values():
            live.release()
        self._programs.clear()
