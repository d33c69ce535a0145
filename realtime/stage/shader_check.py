"""Do the shaders of a setlist work? Asked before the show, off-screen."""

from __future__ import annotations

from collections.abc import Iterable

from realtime.errors import UserError
from realtime.isf.library import ShaderLibrary
from realtime.scenery.source_name import parse_source
from realtime.setlist.scene import Scene, shaders_of
from realtime.stage.egl_window import EglWindow
from realtime.stage.programs import StagePrograms


def shader_faults(library: ShaderLibrary, scenes: Iterable[Scene]) -> list[str]:
    """Why shaders that `scenes` name cannot be used: file, line, message. Where there is no GL only their
    headers are read."""
    scenes = tuple(scenes)
    named = [parse_source(text) for scene in scenes for text in (scene.source, *scene.images.values())]
    pictures = {one.target for one in named if one.kind == "generator"}
    generators = {one.generator for one in named if one.generator in library.names("generator")}
    filters, transitions = shaders_of(scenes)
    used = {"filter": filters, "transition": transitions, "generator": generators | pictures}
    faults = {
        name: str(library.errors[name]) for names in used.values() for name in names & {*library.errors}
    }
    try:
        window = EglWindow((8, 8))
    except UserError:
        return list(faults.values())
    programs = StagePrograms(window.context, library)
    try:
        for kind, of_kind in used.items():
            programs.prepare(sorted(of_kind), kind)
        return list((faults | programs.errors).values())
    finally:
        programs.release()
        window.close()
