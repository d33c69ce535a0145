"""A window on a screen, through SDL."""

from __future__ import annotations

import ctypes
import logging
import os
import sys
import time
from collections.abc import Callable

import moderngl

from realtime.control.keyboard import QUIT_KEY
from realtime.errors import UserError
from realtime.isf.quad import Copier
from realtime.isf.surface import Surface
from realtime.stage.desktop import Desktop
from realtime.stage.displays import Display, counted, find_display, list_displays, sdl
from realtime.stage.home_display import HomeDisplay
from realtime.stage.key_names import KeyNames
from realtime.stage.no_screen import NoScreen, ScreenLost
from realtime.stage.screen_map import UNMAPPED, ScreenMap, picture_size
from realtime.stage.screen_mapper import ScreenMapper

log = logging.getLogger(__name__)

_ASK_EVERY_S = 1.0
"""Seconds after which the driver is asked for errors, however few frames there are."""
# SDL's numbers (SDL_video.h), which pygame has no names for: without this a driver may say nothing of a card
# that was reset, and show the last frame for ever.
_RESET_NOTIFICATION, _LOSE_CONTEXT = 25, 1
_LOST = "GL_UNKNOWN_ERROR"
"""What moderngl calls GL_CONTEXT_LOST, which is given again and again."""


class PygameWindow:
    """A window on the display `display`, a number or a name, or several; fullscreen takes its size, without a
    cursor, and goes back to it when that was unplugged and comes again.

    mapping: how the screen shows the picture; picture: its size, None for what suits screen and mapping;
    home: the display where the window belongs, where that was not there and another one was taken. The
    picture keeps the size that it has at first: a window of another size shows it fitted in, black beside it,
    or where there is a mapping by that. F11 and Alt+Enter turn full screen on and off. Closing the window
    counts as pressing `q`.
    Raises UserError when there is no screen, no such display or no OpenGL 3.3.
    """

    kind = "screen"

    def __init__(
        self,
        size: tuple[int, int],
        display: str,
        fullscreen: bool,
        title: str,
        mapping: ScreenMap = UNMAPPED,
        picture: tuple[int, int] | None = None,
        home: str | None = None,
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
            found = self._open(size, display, fullscreen, title)
        except (pygame.error, moderngl.Error) as error:
            pygame.display.quit()
            raise NoScreen(f"No window could be opened: {error}.") from None
        self.closing = False
        self._seen: tuple[int, int] = pygame.display.get_window_size()
        self._screen = self.context.detect_framebuffer()
        # SDL resizes the drawable after the context is made; GL's first viewport may be the old one.
        self._screen.viewport = (0, 0, *self._seen)
        self.size: tuple[int, int] = picture or picture_size(self._seen, mapping)
        self.framebuffer = self._screen
        self.aim: Callable[[moderngl.Framebuffer], object] = lambda framebuffer: None
        self._inside: Surface | None = None
        self._copier: Copier | None = None
        self._mapper: ScreenMapper | None = None
        self.follow(mapping)
        self._ask_at, self._in_doubt = time.monotonic() + _ASK_EVERY_S, False
        self._home = _home(found, home) if fullscreen else None

    def _open(self, size: tuple[int, int], display: str, fullscreen: bool, title: str) -> Display:
        pygame = self._pygame
        displays = list_displays()
        found = find_display(displays, display)
        if found is None:
            pygame.display.quit()
            raise NoScreen(f"There is no display {display}; there are: {counted(displays)}.", bool(displays))
        for attribute, value in (
            (pygame.GL_CONTEXT_MAJOR_VERSION, 3),
            (pygame.GL_CONTEXT_MINOR_VERSION, 3),
            (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE),
            (pygame.GL_CONTEXT_FORWARD_COMPATIBLE_FLAG, 1),
            (_RESET_NOTIFICATION, _LOSE_CONTEXT),
        ):
            pygame.display.gl_set_attribute(attribute, value)
        flags = pygame.OPENGL | pygame.DOUBLEBUF
        number = None if found.spans else _number_of(found)
        if not fullscreen:
            flags |= pygame.RESIZABLE
        else:
            # The screen's own size: no change of mode, so no blink and no rescaling.
            flags |= pygame.NOFRAME if number is None else pygame.FULLSCREEN
            size = found.width, found.height
        try:
            pygame.display.set_mode(size, flags, display=number or 0, vsync=1)
        except pygame.error:
            # Virtual screens and some drivers have no refresh to wait for.
            pygame.display.set_mode(size, flags, display=number or 0)
        pygame.display.set_caption(title)
        pygame.mouse.set_visible(False)
        pygame.display.set_allow_screensaver(False)
        # Else an input method, such as Hangul, would swallow letter keys.
        pygame.key.stop_text_input()
        self.context = moderngl.create_context(require=330)
        if fullscreen and number is None:
            _fill(found)
        return found

    def follow(self, mapping: ScreenMap) -> None:
        """Show the picture by this map from now on."""
        if self._mapper is not None:
            self._mapper.follow(mapping)
        elif not mapping.plain or self.size != self._seen:
            self._mapper = None if mapping.plain else ScreenMapper(self.context, mapping)
            self._fit()

    @property
    def fault(self) -> str:
        """What is wrong with the mapping, or ""."""
        return self._mapper.fault if self._mapper is not None else ""

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
        before, self._seen = self._seen, self._pygame.display.get_window_size()
        is_apart = self._seen != self.size or self._mapper is not None
        if is_apart and self._inside is None:
            self._inside, self._copier = Surface(self.context, self.size), Copier(self.context)
        self._screen.viewport = (0, 0, *self._seen)
        inside = self._inside if is_apart else None
        target = inside.framebuffer if inside is not None else self._screen
        if target is not self.framebuffer:
            if inside is not None and before == self.size:
                # What was drawn for this frame already: else it would be black.
                self.context.copy_framebuffer(inside.framebuffer, self._screen)
            self.framebuffer = target
            self.aim(target)

    def present(self) -> None:
        """Swap: waits for the screen's refresh where the driver offers it. Raises ScreenLost."""
        if self._inside is not None and self._copier is not None and self.framebuffer is not self._screen:
            self._screen.viewport = (0, 0, *self._seen)
            if self._mapper is not None:
                self._mapper.draw(self._inside.texture, self._screen)
            else:
                share = min(seen / own for seen, own in zip(self._seen, self.size, strict=True))
                wide, high = (max(round(own * share), 1) for own in self.size)
                self._screen.clear()
                self._screen.viewport = ((self._seen[0] - wide) // 2, (self._seen[1] - high) // 2, wide, high)
                self._copier.copy(self._inside.texture, self._screen)
        self._pygame.display.flip()
        if (now := time.monotonic()) >= self._ask_at:
            self._ask_at = now + _ASK_EVERY_S
            lost, self._in_doubt = self._in_doubt, self.context.error == _LOST
            if lost and self._in_doubt:
                raise ScreenLost("The graphics driver has taken the GL context away.")

    def close(self) -> None:
        for part in (self._inside, self._copier, self._mapper):
            if part is not None:
                part.release()
        self.context.release()
        self._pygame.display.quit()


def _number_of(display: Display) -> int | None:
    """SDL's number of the display at that place; None where it knows none there."""
    library = sdl()
    if library is None:
        return None
    for number in range(library.SDL_GetNumVideoDisplays()):
        place = (ctypes.c_int * 4)()
        library.SDL_GetDisplayBounds(number, place)
        if tuple(place[:2]) == (display.x, display.y):
            return number
    return None


def _fill(display: Display) -> None:
    """Have the window fill a display that SDL does not know yet, or several."""
    library = sdl()
    if library is not None:
        library.SDL_GL_GetCurrentWindow.restype = ctypes.c_void_p
        window = ctypes.c_void_p(library.SDL_GL_GetCurrentWindow())
        library.SDL_SetWindowPosition(window, display.x, display.y)
        library.SDL_SetWindowSize(window, display.width, display.height)


def _home(found: Display, wanted: str | None) -> HomeDisplay | None:
    """found: where the window was opened; wanted: the display where it belongs, if that is another one. None
    where the system does not say where its displays are."""
    try:
        desktop = Desktop()
    except (OSError, AttributeError) as error:
        log.info("the window cannot be brought back to its display: %s", error)
        return None
    name = found.name if wanted is None else ""
    return HomeDisplay(wanted or found.name, name, desktop.displays, desktop.window, desktop.move)


def _no_screen() -> bool:
    """On Linux SDL would wait for, or invent, a screen: ask the environment first."""
    if not sys.platform.startswith("linux") or "SDL_VIDEODRIVER" in os.environ:
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
