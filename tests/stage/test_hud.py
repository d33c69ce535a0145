"""The head-up display loses no line silently, however slow the display and however long the text."""

from contextlib import closing

import numpy as np

from realtime.stage.egl_window import EglWindow
from realtime.stage.hud import Hud

SIZE = (640, 360)
PITCH, MARGIN = 17, 12  # pixels of a line, and beside the text, at this size


def _bright(window: EglWindow, row: int) -> int:
    """How many pixels of a row of text are lit."""
    height, width = SIZE[1], SIZE[0]
    pixels = np.frombuffer(window.framebuffer.read(components=3), np.uint8).reshape(height, width, 3)[::-1]
    top = MARGIN + row * PITCH
    return int((pixels[top : top + PITCH, :, 0] > 60).sum())


def test_on_a_slow_display_lines_that_change_do_not_keep_the_others_from_being_drawn():
    with closing(EglWindow(SIZE)) as window:
        hud = Hud(window.context, window.framebuffer)
        still = tuple(f"notice {n}" for n in range(6))
        for frame in range(12):
            window.framebuffer.clear()
            hud.draw((*(f"meter {n} {frame}" for n in range(4)), *still), frame / 10)
        assert all(_bright(window, row) for row in range(10))
        hud.release()


def test_where_there_is_no_room_for_all_lines_the_last_one_says_so():
    with closing(EglWindow(SIZE)) as window:
        hud = Hud(window.context, window.framebuffer)
        room = (SIZE[1] - 2 * MARGIN) // PITCH
        lit = []
        for count in (room, room + 1):
            for frame in range(2 * room):
                window.framebuffer.clear()
                hud.draw(tuple(f"line {n} of many more" for n in range(count)), frame / 60)
            lit.append([_bright(window, row) for row in range(room)])
        whole, cut = lit
        assert cut[:-1] == whole[:-1] and 0 < cut[-1] < whole[-1] / 3
        hud.release()
