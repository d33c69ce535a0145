"""What all who watch the panel have in common: the newest state, picture and values, handed on."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable

from realtime.control.midi.state import MidiState
from realtime.control.table import ParameterTable, Values
from realtime.live.show_state import ShowState
from realtime.mapping.route import Route
from realtime.panel import messages
from realtime.panel.client import Client
from realtime.panel.osc_socket import OscListener
from realtime.panel.oscquery import changed, tree_changes
from realtime.panel.picture import jpeg
from realtime.panel.tiles import Tiles, Work, key_of
from realtime.setlist.scene import Scene
from realtime.stage.preview import Picture

log = logging.getLogger(__name__)

TICK_S = 1.0 / 30.0
MOST_CLIENTS = 100
STATES_PER_S = 15.0
_ALIVE_S = 1.0
_ANSWER_S = 3.0
_LOOK_S = 0.02
_REST_S = 1.0
# A scene's tile shows it as it was a while after it came, and is renewed while it plays.
_THUMB_AFTER_S, _THUMB_EVERY_S = 3.0, 20.0


class Hub:
    """Lives in the panel's loop; `tell`, `show` and the two `wants_` are the display loop's, and only look at
    or set one thing each. open_work: as of `Tiles`."""

    def __init__(self, table: ParameterTable, open_work: Callable[[], Work] | None = None) -> None:
        self._table = table
        self._tiles = Tiles(open_work)
        self.clients: set[Client] = set()
        self.listeners: set[OscListener] = set()
        self._watched = asyncio.Event()
        self._state: ShowState | None = None
        self._picture: Picture | None = None
        self._state_due = self._picture_due = 0.0
        self._looks = 0.0
        self._announced: ShowState | None = None
        self._state_asked = self._picture_asked = False
        self._newest_picture: Picture | None = None
        self._rows = table.parameters
        self._values: Values = table.snapshot()
        self._scenes: tuple[Scene, ...] = ()
        self._midi: MidiState | None = None
        self._routes: tuple[Route, ...] = ()
        self._ruled = 0
        self._alive_due = 0.0
        self._thumb_scene, self._thumb_due = -1, 0.0

    # The display loop's

    def wants_state(self) -> bool:
        if self._state is None or self._state_asked:
            return True
        return bool(self.clients) and time.monotonic() >= self._state_due

    def wants_picture(self) -> bool:
        return self._picture_asked or (self._looks > 0.0 and time.monotonic() >= self._picture_due)

    def tell(self, state: ShowState) -> None:
        self._state_due = time.monotonic() + 0.9 / STATES_PER_S
        self._state = state
        self._state_asked = False

    def show(self, picture: Picture) -> None:
        self._picture = self._newest_picture = picture
        self._picture_asked = False

    # The panel's loop

    async def fresh_state(self) -> ShowState | None:
        """The state of the next displayed frame; None where none comes: the display loop hangs."""
        before, self._state_asked = self._state, True
        return self._state if await _within(_ANSWER_S, lambda: self._state is not before) else None

    async def fresh_picture(self) -> Picture | None:
        """The next displayed picture, small; None where none comes."""
        before, self._picture_asked = self._newest_picture, True
        came = await _within(_ANSWER_S, lambda: self._newest_picture is not before)
        return self._newest_picture if came else None

    @property
    def scene_count(self) -> int | None:
        """How many scenes there are; None before the first frame."""
        return len(self._state.place.scenes) if self._state is not None else None

    def join(self, client: Client) -> None:
        """A page has opened: tell it all."""
        client.newest("hello", json.dumps(messages.hello(client.role, self._table.parameters.values())))
        client.values(self._table.snapshot())
        if self._scenes and client.role == "operator":
            client.newest("scenes", json.dumps(messages.scenes(self._scenes)))
            if self._midi is not None:
                client.newest("midi", json.dumps(messages.midi(self._midi)))
            client.newest("routes", json.dumps(messages.routes(self._routes)))
            self._show_thumbs(client)
        self.clients.add(client)
        self._watched.set()

    def _show_thumbs(self, client: Client) -> None:
        for number, scene in enumerate(self._scenes):
            if (thumb := self._tiles.get(scene)) is not None:
                client.thumb(number, thumb)

    def leave(self, client: Client) -> None:
        self.clients.discard(client)

    def close(self) -> None:
        """Let everybody go."""
        self._tiles.close()
        for client in self.clients:
            client.drop()
        for listener in self.listeners:
            listener.drop()

    def listen(self, listener: OscListener) -> None:
        self.listeners.add(listener)
        self._watched.set()

    def unlisten(self, listener: OscListener) -> None:
        self.listeners.discard(listener)

    async def run(self) -> None:
        """Hand on what is new, for ever; sleeps while nobody is there."""
        while True:
            if not self.clients and not self.listeners:
                self._watched.clear()
                self._looks = 0.0
                await self._watched.wait()
            try:
                await self._tick(time.monotonic())
                await asyncio.sleep(TICK_S)
            except Exception:  # of any kind: the next tick may be fine, and the show needs its hands
                log.exception("panel: a state could not be handed on")
                await asyncio.sleep(_REST_S)

    async def _tick(self, now: float) -> None:
        self._looks = max((client.look for client in self.clients), default=0.0)
        self._hand_on_rows()
        self._hand_on_values()
        state = self._state
        if state is not None and state is not self._announced:
            self._announced = state
            self._hand_on_state(state)
        if now >= self._alive_due:
            self._alive_due = now + _ALIVE_S
            for client in self.clients:
                client.newest("alive", '{"alive": true}')
        # Not before the show's own painter is there: a busy machine needs all it has to start it.
        watched = self._paints and any(client.role == "operator" for client in self.clients)
        if watched and (painted := self._tiles.new(self._scenes)) is not None:
            self._show_tile(painted)
        picture, self._picture = self._picture, None
        if picture is not None and self._looks:
            self._picture_due = now + 0.8 / self._looks
            await self._hand_on_picture(picture, now)

    def _hand_on_rows(self) -> None:
        """A reload has brought controls, or taken them away."""
        rows = self._table.parameters
        if rows is self._rows:
            return
        changes = tree_changes(self._rows, rows)
        self._rows = rows
        for client in self.clients:
            client.newest("hello", json.dumps(messages.hello(client.role, rows.values())))
        for listener in self.listeners:
            listener.tree_changed(changes)

    def _hand_on_values(self) -> None:
        values = self._table.snapshot()
        if values is self._values:
            return
        news = changed(self._values, values)
        self._values = values
        for client in self.clients:
            client.values(news)
        for listener in self.listeners:
            listener.values(news)

    def _hand_on_state(self, state: ShowState) -> None:
        if state.place.scenes is not self._scenes:
            before, self._scenes = messages.scenes(self._scenes), state.place.scenes
            # A curve that is drawn makes other scenes of them that look the same.
            if (tiles := messages.scenes(self._scenes)) != before:
                self._tell("operator", "scenes", tiles)
                for client in self.clients:
                    self._show_thumbs(client)
        if state.midi is not None and state.midi is not self._midi:
            self._midi = state.midi
            self._tell("operator", "midi", messages.midi(self._midi))
        routes = state.place.scenes[state.place.index].routes
        if routes is not self._routes:
            self._routes = routes
            self._tell("operator", "routes", messages.routes(routes))
        if any(client.role == "operator" for client in self.clients):
            self._tell("operator", "state", messages.operator_state(state))
        if any(client.role == "guard" for client in self.clients):
            self._tell("guard", "state", messages.guard_state(state))
        for ruling in state.rulings:
            if ruling.count > self._ruled:
                self._ruled = ruling.count
                for client in self.clients:
                    if client.name == ruling.typed.sender:
                        client.ruling(messages.ruling(ruling))

    def _tell(self, role: str, kind: str, message: messages.Message) -> None:
        text = json.dumps(message)
        for client in self.clients:
            if client.role == role:
                client.newest(kind, text)

    @property
    def _paints(self) -> bool:
        return self._announced is not None and self._announced.rates.painted > 0.0

    async def _hand_on_picture(self, picture: Picture, now: float) -> None:
        # Beside the loop: it takes milliseconds.
        file = await asyncio.to_thread(jpeg, picture)
        for client in self.clients:
            client.picture(file, now)
        scene = self._due_thumb(now)
        if scene is not None:
            self._tiles.keep(self._scenes[scene], await asyncio.to_thread(jpeg, picture, thumb=True))
            self._show_tile(self._scenes[scene])

    def _show_tile(self, shown: Scene) -> None:
        file = self._tiles.get(shown)
        for number, scene in enumerate(self._scenes):
            if file is not None and key_of(scene) == key_of(shown):
                for client in self.clients:
                    client.thumb(number, file)

    def _due_thumb(self, now: float) -> int | None:
        """Number of the scene whose picture is due for its tile."""
        if self._announced is None:
            return None
        values, place = self._announced.values, self._announced.place
        if place.index != self._thumb_scene:
            self._thumb_scene, self._thumb_due = place.index, now + _THUMB_AFTER_S
        dark = values["blackout"] or values["freeze"] or values["master"] < 1.0
        if dark or not self._paints or now < self._thumb_due:
            return None
        self._thumb_due = now + _THUMB_EVERY_S
        return place.index


async def _within(seconds: float, true: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() >= end:
            return False
        await asyncio.sleep(_LOOK_S)
    return True
