"""What the display loop needs of the parts of a show that it does not make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from realtime.live.show_state import ShowState
from realtime.paint.frame import Frame
from realtime.stage.preview import Picture
from realtime.stage.view import View


class ShowStage(Protocol):
    """What the loop needs of a stage; see `stage.stage.Stage`."""

    @property
    def errors(self) -> Mapping[str, str]: ...

    def show_frame(self, frame: Frame, fade_s: float | None = None, deck: int = 0) -> None: ...

    def render(self, view: View) -> None: ...

    def picture(self) -> np.ndarray: ...

    def preview(self, wanted: bool) -> Picture | None: ...

    def overlay(self, view: View) -> None: ...

    def reload_shaders(self) -> None: ...

    def rescale(self, scale: float) -> None: ...


class ShowWindow(Protocol):
    """What the loop needs of a window; see `stage.window.Window`."""

    kind: str
    size: tuple[int, int]
    closing: bool

    def poll(self) -> list[str]: ...

    def present(self) -> None: ...


class ShowPanel(Protocol):
    """What the loop tells to those who watch it from elsewhere; no method waits. See `panel.panel.Panel`."""

    def wants_state(self) -> bool: ...

    def wants_picture(self) -> bool: ...

    def tell(self, state: ShowState) -> None: ...

    def show(self, picture: Picture) -> None: ...
