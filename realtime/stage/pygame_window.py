"""A window on a screen, through SDL."""

from __future__ import annotations

import logging
import os
import string
import sys
import time
from collections.abc import Callable
from types import ModuleType

import moderngl

from realtime.control.keyboard import KEYS, LEARN_KEY, QUIT_KEY
from realtime.errors import UserError
from realtime.isf.quad import Copier
from realtime.isf.surface import Surface
from realtime.stage.desktop import Desktop
from realtime.stage.home_display import HomeDisplay
from realtime.stage.no_screen import NoScreen, ScreenLost

log = logging.getLogger(__name__)

_ASK_EVERY = 30
"""Frames after which the driver is asked for errors."""
_LOST = "GL_UNKNOWN_ERROR"
"""What moderngl calls GL_CONTEXT_LOST, which is given again and again."""
_OURS = frozenset((*(one.key for one in KEYS), LEARN_KEY, QUIT_KEY))


class PygameWindow:
    """A window on display number `display`; fullscreen takes that display's size, without a cursor.

    The picture keeps the size that it has at first: a window of another size shows it fitted in, black beside
    it. F11 and Alt+Enter turn full screen on and off. Closing the window counts as pressing `q`.
    Raises UserError when there is no screen, no such display or no OpenGL 3.3.
    """

    kind = "screen"

    def __init__(
        self, size: tuple[int, int], display: int, fullscreen: bool, title: str, home: int | None = None
    ) -> None:
        os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
        # A click on the operator's screen must not hide the audience's window.
        os.environ.setdefault("SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS", "0")
        import pygame

        self._pygame = pygame
        self._key_names = KeyNames(pygame)
        if _no_screen():
            raise UserError(
                "There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set. "
                "Start it on the desktop, or with --headless --record OUT.mp4."
            )
        try:
            pygame.display.init()
            self._open(size, display, fullscreen, title)
        except (pygame.error, moderngl.Error) as error:
            pygame.display.quit()
            raise NoScreen(f"No window could be opened: {error}.") from None
        self.closing = False
        self.size: tuple[int, int] = pygame.display.get_window_size()
        self.framebuffer = self._screen = self.context.detect_framebuffer()
        # SDL resizes the drawable after the context is made; GL's first viewport may be the old one.
        self.framebuffer.viewport = (0, 0, *self.size)
        self.aim: Callable[[moderngl.Framebuffer], object] = lambda framebuffer: None
        self._seen = self.size
        self._inside: Surface | None = None
        self._copier: Copier | None = None
        self._shown, self._in_doubt = 0, False
        self._home = _home(pygame, display if home is None else home) if fullscreen else None

    def _open(self, size: tuple[int, int], display: int, fullscreen: bool, title: str) -> None:
        pygame = self._pygame
        displays = pygame.display.get_desktop_sizes()
        if not 0 <= display < len(displays):
            pygame.display.quit()
            raise NoScreen(
                f"There is no display {display}; there are {len(displays)}, counted from 0.", bool(displays)
            )
        for attribute, value in (
            (pygame.GL_CONTEXT_MAJOR_VERSION, 3),
            (pygame.GL_CONTEXT_MINOR_VERSION, 3),
            (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE),
            (pygame.GL_CONTEXT_FORWARD_COMPATIBLE_FLAG, 1),
        ):
            pygame.display.gl_set_attribute(attribute, value)
        flags = pygame.OPENGL | pygame.DOUBLEBUF
        if not fullscreen:
            flags |= pygame.RESIZABLE
        else:
            # The screen's own size: no change of mode, so no blink and no rescaling.
            flags |= pygame.FULLSCREEN
            size = displays[display]
        try:
            pygame.display.set_mode(size, flags, display=display, vsync=1)
        except pygame.error:
            # Virtual screens and some drivers have no refresh to wait for.
            pygame.display.set_mode(size, flags, display=display)
        pygame.display.set_caption(title)
        pygame.mouse.set_visible(False)
        pygame.display.set_allow_screensaver(False)
        # Else an input method, such as Hangul, would swallow letter keys.
        pygame.key.stop_text_input()
        self.context = moderngl.create_context(require=330)

    def poll(self) -> list[str]:
        """Keys pressed since the last call, by pygame's names; see `KeyNames`."""
        pygame, keys = self._pygame, []
        if self._home is not None and self._home.look(time.monotonic()):
            self._fit()
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                keys.append(QUIT_KEY)
            elif event.type == pygame.WINDOWSIZECHANGED:
                self._fit()
            elif event.type == pygame.KEYDOWN:
                enter = event.key in (pygame.K_RETURN, pygame.K_KP_ENTER)
                if event.key == pygame.K_F11 or (enter and event.mod & pygame.KMOD_ALT):
                    pygame.display.toggle_fullscreen()
                    self._home = None  # from now on it is where the operator puts it
                    self._fit()
                else:
                    keys.append(self._key_names(event.key, event.scancode))
        return keys

    def _fit(self) -> None:
        """The window may have another size now: the picture is then drawn apart, in its own."""
        self._seen = self._pygame.display.get_window_size()
        if self._seen != self.size and self._inside is None:
            self._inside, self._copier = Surface(self.context, self.size), Copier(self.context)
        apart = self._inside if self._seen != self.size else None
        self._screen.viewport = (0, 0, *self._seen)
        target = apart.framebuffer if apart is not None else self._screen
        if target is not self.framebuffer:
            self.framebuffer = target
            self.aim(target)

    def present(self) -> None:
        """Swap: waits for the screen's refresh where the driver offers it. Raises ScreenLost."""
        if self._inside is not None and self._copier is not None and self.framebuffer is not self._screen:
            share = min(seen / own for seen, own in zip(self._seen, self.size, strict=True))
            wide, high = (max(round(own * share), 1) for own in self.size)
            self._screen.viewport = (0, 0, *self._seen)
            self._screen.clear()
            self._screen.viewport = ((self._seen[0] - wide) // 2, (self._seen[1] - high) // 2, wide, high)
            self._copier.copy(self._inside.texture, self._screen)
        self._pygame.display.flip()
        self._shown += 1
        if self._shown % _ASK_EVERY == 0:
            lost, self._in_doubt = self._in_doubt, self.context.error == _LOST
            if lost and self._in_doubt:
                raise ScreenLost("The graphics driver has taken the GL context away.")

    def close(self) -> None:
        for part in (self._inside, self._copier):
            if part is not None:
                part.release()
        self.context.release()
        self._pygame.display.quit()


class KeyNames:
    """Names of keys, as a Latin keyboard has them.

    A key goes by what is on it where that is a letter from a to z or a key of the program, else by its
    position: layouts of another script (Cyrillic, Greek, kana, Hangul, Hebrew) have no Latin letters, and not
    all of Latin script have comma and full stop without shift. Digits always go by position, as some layouts
    have them under shift; a keypad's keys are called by what is on them.
    """

    def __init__(self, pygame: ModuleType) -> None:
        self._pygame = pygame
        self._positions = {getattr(pygame, f"KSCAN_{one.upper()}"): one for one in string.ascii_lowercase}
        self._positions |= {pygame.KSCAN_COMMA: ",", pygame.KSCAN_PERIOD: "."}
        self._fixed = {getattr(pygame, f"KSCAN_{digit}"): digit for digit in string.digits}
        self._fixed |= {getattr(pygame, f"KSCAN_KP_{digit}"): digit for digit in string.digits}
        self._fixed |= {
            pygame.KSCAN_KP_ENTER: "space",
            pygame.KSCAN_KP_PLUS: "right",
            pygame.KSCAN_KP_MINUS: "left",
            pygame.KSCAN_KP_PERIOD: ".",
            pygame.KSCAN_KP_MULTIPLY: "*",
        }

    def __call__(self, key: int, scancode: int) -> str:
        """The name of the key with this SDL keycode at this position."""
        if scancode in self._fixed:
            return self._fixed[scancode]
        if 0 < key < 128:
            written = chr(key).lower()
            if written in string.ascii_lowercase or written in _OURS:
                return written
        return self._positions.get(scancode) or self._pygame.key.name(key)


def _home(pygame: ModuleType, display: int) -> HomeDisplay | None:
    """None where the system does not say where its displays are."""
    try:
        desktop = Desktop(pygame)
    except (OSError, AttributeError) as error:
        log.info("the window cannot be brought back to its display: %s", error)
        return None
    return HomeDisplay(display, desktop.name_of(display), desktop.displays, desktop.window, desktop.move)


def _no_screen() -> bool:
    """On Linux SDL would wait for, or invent, a screen: ask the environment first."""
    if not sys.platform.startswith("linux") or "SDL_VIDEODRIVER" in os.environ:
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
