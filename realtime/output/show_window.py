"""The show's own window: the first screen of its rig, or as its options say."""

from __future__ import annotations

from realtime.options import ShowOptions
from realtime.output.rig_schema import RigModel
from realtime.say import Say
from realtime.stage.window import Window, open_window, wait_for_screen


def open_show_window(options: ShowOptions, rig: RigModel, say: Say) -> Window:
    """Off-screen without a screen, and on the virtual clock. Raises UserError."""
    size = rig.size or options.size
    if options.headless or not options.realtime:
        return open_window("off-screen", size)
    if rig.screen:
        first = rig.screen[0]
        window = wait_for_screen(
            first.window or options.size, first.display, first.window is None, say, first.map(), rig.size
        )
    else:
        window = wait_for_screen(size, options.display, not options.window, say, picture=rig.size)
    say(f"screen: {window.size[0]}×{window.size[1]}")
    return window
