"""Where a show is drawn: the window, the stage in it, and how fast and how large it is drawn there."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from realtime.isf.library import ShaderLibrary
from realtime.isf.software_gl import is_software
from realtime.live.display_time import DisplayTime
from realtime.live.drawing_scale import DrawingScale
from realtime.options import ShowOptions
from realtime.output.rig_schema import RigModel
from realtime.output.show_window import open_show_window
from realtime.say import Say
from realtime.setlist.scene import Setlist, shaders_of
from realtime.stage.stage import Stage
from realtime.stage.window import Window

_USUAL_FPS = 60.0
# Where the processor draws the picture, what it draws is taken from the painter: cinema's rate.
_SOFTWARE_FPS = 24.0


@dataclass(frozen=True, slots=True)
class Canvas:
    """The window and the stage that draws into it. fps: displayed frames a second; display: when they are
    seen; drawing: finds the size that is drawn inside, where a processor draws."""

    window: Window
    stage: Stage
    fps: float
    display: DisplayTime
    drawing: DrawingScale | None


def open_canvas(
    options: ShowOptions,
    rig: RigModel,
    library: ShaderLibrary,
    setlist: Setlist,
    say: Say,
    stack: ExitStack,
) -> Canvas:
    """The window, the rate and size that suit who draws here, and the shaders that the setlist needs."""
    window = open_show_window(options, rig, say)
    stack.callback(window.close)
    software = options.realtime and is_software(window.context)
    fps = options.fps or (_SOFTWARE_FPS if software else _USUAL_FPS)
    drawing = DrawingScale(window.size[1], 1.0 / fps) if software and options.scale is None else None
    scale = options.scale or (drawing.scale if drawing is not None else 1.0)
    stage = Stage(
        window.context,
        window.framebuffer,
        library,
        scale=scale,
        waits=not options.realtime,
        seen=window.kind == "screen",
    )
    window.aim = stage.aim
    stack.callback(stage.release)
    stage.prepare(*shaders_of(setlist.scenes))
    for error in stage.errors.values():
        say(f"shader left out: {error}")
    return Canvas(window, stage, fps, DisplayTime(1.0 / fps, options.realtime), drawing)
