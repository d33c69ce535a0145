"""Windows: off-screen, and a real one on a virtual screen with real key presses."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from realtime.control.keyboard import KEYS, LEARN_KEY, QUIT_KEY
from realtime.errors import UserError
from realtime.stage.key_names import KeyNames
from realtime.stage.window import open_window

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """DISPLAY of an Xvfb that this test started."""
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    if missing:
        message = f"{' and '.join(missing)} not installed: apt-get install xvfb xdotool"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x360x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait(10)


def environment(screen: str | None) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    return kept | ({"DISPLAY": screen} if screen else {})


def run(code: str, screen: str | None) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT,
        env=environment(screen),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


OPEN = """
import time
from realtime.stage.window import open_window
window = open_window("screen", (320, 180), fullscreen={fullscreen})
window.framebuffer.use()
window.context.clear(1.0, 0.0, 0.0)
window.present()
import pygame
print(*window.size, *window.framebuffer.size, pygame.display.get_wm_info()["window"], flush=True)
keys, end = [], time.monotonic() + 20
while time.monotonic() < end and "q" not in keys and not window.closing:
    keys += window.poll()
    window.context.clear(1.0, 0.0, 0.0)
    window.present()
    time.sleep(0.01)
print(*keys)
window.close()
"""


def test_keys_arrive_by_the_names_that_the_controls_know(screen) -> None:
    from realtime.control.keyboard import KEYS

    pressed = [key.key for key in KEYS if not key.key.isdigit()] + ["3", "q"]
    with run(OPEN.format(fullscreen=False), screen) as show:
        *size, window = show.stdout.readline().split()
        assert size == ["320", "180", "320", "180"]
        names = {"left": "Left", "right": "Right", "f5": "F5", ",": "comma", ".": "period"}
        subprocess.run(["xdotool", "windowfocus", window], env=environment(screen), timeout=20, check=True)
        subprocess.run(
            ["xdotool", "key", "--delay", "40", *(names.get(key, key) for key in pressed)],
            env=environment(screen),
            timeout=20,
            check=True,
        )
        out, err = show.communicate(timeout=40)
    assert out.split() == pressed, err


def test_a_keypads_keys_are_called_after_what_is_on_them(screen) -> None:
    # As X11 numbers positions: the keypad's 7, +, - and enter, and q.
    positions = ("79", "86", "82", "104", "24")
    with run(OPEN.format(fullscreen=False), screen) as show:
        *_, window = show.stdout.readline().split()
        subprocess.run(["xdotool", "windowfocus", window], env=environment(screen), timeout=20, check=True)
        subprocess.run(
            ["xdotool", "key", "--delay", "40", *positions], env=environment(screen), timeout=20, check=True
        )
        out, err = show.communicate(timeout=40)
    assert out.split() == ["7", "right", "left", "space", "q"], err


@pytest.mark.parametrize(
    ("letters", "what"),
    [("фиыйе", "Cyrillic"), ("αβσςτ", "Greek"), ("ちことたか", "kana"), ("ㅁㅠㄴㅂㅅ", "Hangul")],
)
def test_letters_of_another_script_go_by_position(letters, what) -> None:
    import pygame

    names = KeyNames(pygame)
    positions = [pygame.KSCAN_A, pygame.KSCAN_B, pygame.KSCAN_S, pygame.KSCAN_Q, pygame.KSCAN_T]
    found = [names(ord(one), position) for one, position in zip(letters, positions, strict=True)]
    assert found == list("absqt"), what


@pytest.mark.parametrize(
    ("key", "position", "name", "layout"),
    [
        (ord(";"), "Q", "q", "Greek"),
        (ord("/"), "Q", "q", "Hebrew"),
        (ord("'"), "W", "w", "Hebrew"),
        (ord(";"), "COMMA", ",", "AZERTY"),
        (ord(":"), "PERIOD", ".", "AZERTY"),
        (ord(","), "M", ",", "AZERTY"),
        (ord("p"), "R", "p", "Colemak, where another key has r"),
        (1 << 30 | 5, "B", "b", "none, as with some input methods"),
        (1 << 30 | 99, "KP_PERIOD", ".", "a keypad"),
        (1 << 30 | 85, "KP_MULTIPLY", "*", "a keypad"),
    ],
)
def test_keys_of_the_program_are_where_a_latin_keyboard_has_them(key, position, name, layout) -> None:
    import pygame

    assert KeyNames(pygame)(key, getattr(pygame, f"KSCAN_{position}")) == name, layout


def test_every_key_of_the_program_has_a_place_in_every_script(monkeypatch) -> None:
    """Also one that is added later: a layout that writes nothing of ours must not cost it."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    import pygame

    names = KeyNames(pygame)
    ours = {one.key for one in KEYS} | {LEARN_KEY, QUIT_KEY}
    by_place = {*names._positions.values(), *names._fixed.values()}
    pygame.display.init()
    try:
        by_code = {name for name in ours if names(pygame.key.key_code(name), 0) == name and len(name) > 1}
    finally:
        pygame.display.quit()
    assert ours <= by_place | by_code


def test_a_latin_layout_goes_by_what_is_on_its_keys(monkeypatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    import pygame

    names = KeyNames(pygame)
    pygame.display.init()
    try:
        assert names(pygame.K_q, pygame.KSCAN_A) == "q", "AZERTY"
        assert names(pygame.K_AMPERSAND, pygame.KSCAN_1) == "1", "whose digits are under shift"
        assert names(pygame.K_F5, pygame.KSCAN_F5) == "f5"
    finally:
        pygame.display.quit()


def test_fullscreen_takes_the_whole_display_without_a_cursor(screen) -> None:
    code = OPEN.format(fullscreen=True).replace("+ 20", "+ 0.3") + "print(pygame.mouse.get_visible())"
    code = code.replace("window.close()", "") + "\nwindow.close()"
    with run(code, screen) as show:
        out, err = show.communicate(timeout=40)
    first, *_, visible = out.splitlines()
    assert first.split()[:4] == ["640", "360", "640", "360"], err
    assert visible == "False"


@pytest.mark.parametrize(
    ("with_screen", "display", "words"),
    [(False, "0", "There is no screen here"), (True, "7", "There is no display 7; there are: 0 ")],
)
def test_no_screen_is_one_clear_sentence(screen, with_screen, display, words) -> None:
    code = f"""
    from realtime.errors import UserError
    from realtime.stage.window import open_window
    try:
        open_window("screen", (320, 180), display="{display}")
    except UserError as error:
        print(error)
    """
    with run(code, screen if with_screen else None) as show:
        out, err = show.communicate(timeout=40)
    assert words in out, err


def test_an_off_screen_window_has_no_keys_and_never_closes_by_itself(window) -> None:
    window.present()
    assert window.poll() == [] and not window.closing
    assert (window.kind, window.framebuffer.size) == ("off-screen", window.size)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UserError, match="off-screen"):
        open_window("projector", (8, 8))


RESIZED = """
import time
import numpy as np
from realtime.stage.window import open_window
window = open_window("screen", (320, 180), fullscreen=False)
targets = [window.framebuffer]
window.aim = targets.append
import pygame
print(pygame.display.get_wm_info()["window"], flush=True)
keys, end = [], time.monotonic() + 20
while time.monotonic() < end and keys.count("q") < 2:
    keys += window.poll()
    targets[-1].use()
    window.context.clear(1.0, 0.0, 0.0)
    if keys and keys[-1] in "abcd":
        window.present()
        width, height = pygame.display.get_window_size()
        shown = np.frombuffer(window._screen.read(viewport=(0, 0, width, height)), np.uint8)
        red = shown.reshape(height, width, 3)[..., 0] == 255
        seen = int(red.any(1).sum()), int(red.any(0).sum())
        print(keys.pop(), width, height, *targets[-1].size, *seen, flush=True)
    if keys.count("q") == 1:  # as when its close button is pressed
        pygame.event.post(pygame.event.Event(pygame.QUIT))
    window.present()
    time.sleep(0.01)
print(*keys)
window.close()
"""


def test_a_window_of_another_size_shows_the_picture_fitted_in(screen) -> None:
    def does(*words: str) -> None:
        subprocess.run(["xdotool", *words], env=environment(screen), timeout=20, check=True)

    with run(RESIZED, screen) as show:
        window = show.stdout.readline().strip()
        does("windowfocus", window)
        messages = []
        for order, key in (
            ((), "a"),
            (("windowsize", "--sync", window, "320", "360"), "b"),
            (("key", "F11"), "c"),
            (("key", "alt+Return"), "d"),
        ):
            if order:
                does(*order)
            time.sleep(0.5)
            does("windowfocus", window)
            does("key", key)
            messages.append(show.stdout.readline().split())
        does("key", "q")
        out, err = show.communicate(timeout=40)
    # Its own size; upright, with black above and below; the whole screen; back again.
    assert messages[0] == ["a", "320", "180", "320", "180", "180", "320"], err
    assert messages[1] == ["b", "320", "360", "320", "180", "180", "320"], err
    # Without a window manager the server does not obey, but the window has asked.
    assert messages[2][:5] == ["c", "640", "360", "320", "180"], err
    assert messages[3][1:] == messages[1][1:], err
    # Closing it is the second `q`.
    assert out.split()[-2:] == ["q", "q"], err


MAPPED = """
import numpy as np
from realtime.stage.screen_map import ScreenMap
from realtime.stage.window import open_window
window = open_window("screen", (320, 180), fullscreen=False)
targets = [window.framebuffer]
window.aim = targets.append
targets[-1].use()
window.context.clear(1.0, 0.0, 0.0)
window.follow(ScreenMap(corners=((0.5, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0))))
shown = []
window._pygame.display.flip = lambda: shown.append(window._screen.read())
window.present()
red = np.frombuffer(shown[0], np.uint8).reshape(180, 320, 3)[..., 0]
print(int(red[:, :150].max()), int(red[:, 170:].min()), len(targets))
window.close()
"""


def test_a_map_that_comes_while_a_frame_is_drawn_keeps_that_frame(screen) -> None:
    with run(MAPPED, screen) as show:
        out, err = show.communicate(timeout=60)
    assert out.split() == ["0", "255", "2"], err


def test_when_the_x_server_is_gone_there_is_a_last_moment_to_close_things(tmp_path) -> None:
    read, write = os.pipe()
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb not installed: apt-get install xvfb")
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "320x180x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        screen = f":{pipe.readline().strip()}"
    code = f"""
    import time
    from pathlib import Path
    from realtime.stage.window import open_window
    from realtime.stage.x_server import before_the_end
    window = open_window("screen", (160, 90), fullscreen=False)
    before_the_end(lambda: Path({str(tmp_path / "closed")!r}).write_text("in time"))
    print("open", flush=True)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        window.poll()
        window.present()
    """
    with run(code, screen) as show:
        while "open" not in (line := show.stdout.readline()) and line:
            pass
        server.kill()
        server.wait(10)
        _, err = show.communicate(timeout=40)
    assert show.returncode == 3, err
    assert (tmp_path / "closed").read_text() == "in time"


def test_a_graphics_card_that_was_reset_ends_the_show_as_a_lost_screen(screen) -> None:
    """As the driver of a card does, which answers every question for errors with GL_CONTEXT_LOST."""
    code = """
    import time
    import moderngl
    from realtime.stage.no_screen import ScreenLost
    from realtime.stage.window import open_window
    window = open_window("screen", (160, 90), fullscreen=False)
    window.present()
    moderngl.Context.error = property(lambda context: "GL_UNKNOWN_ERROR")
    end = time.monotonic() + 30
    try:
        while time.monotonic() < end:
            window.present()
            time.sleep(0.01)
    except ScreenLost as lost:
        print(lost)
    """
    with run(code, screen) as show:
        out, err = show.communicate(timeout=60)
    assert "taken the GL context away" in out, err
