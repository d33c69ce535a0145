"""Keys of the show window: which key does what, without any window."""

from __future__ import annotations

from dataclasses import dataclass

from realtime.control.table import ParameterTable

QUIT_WITHIN_S = 1.5


@dataclass(frozen=True, slots=True)
class Key:
    """key: its name as pygame gives it (`space`, `b`, `1`), on a keypad that of what it says; name, value:
    what is written to the table (None toggles a switch or fires a trigger)."""

    key: str
    name: str
    value: int | None
    help: str

    @property
    def taught(self) -> str:
        """What `midi.learn` is given of it: "scene.go 3"."""
        return self.name if self.value is None else f"{self.name} {self.value}"


KEYS: tuple[Key, ...] = (
    Key("space", "scene.next", None, "next scene"),
    Key("right", "scene.next", None, "next scene"),
    Key("left", "scene.previous", None, "previous scene"),
    *(Key(str(number), "scene.go", number, f"scene {number}") for number in range(1, 10)),
    Key("c", "scene.cancel", None, "cancel a change of scene that waits"),
    Key("a", "show.auto", None, "scenes by themselves on, off"),
    Key("b", "blackout", None, "blackout on, off"),
    Key("f", "freeze", None, "freeze on, off"),
    Key("k", "test_card", None, "test card on, off"),
    Key("t", "tempo.tap", None, "tap the tempo"),
    Key("r", "tempo.resync", None, 'this is the "one"'),
    Key("l", "tempo.lock", None, "keep tempo and phase on, off"),
    Key(",", "tempo.half", None, "half the tempo"),
    Key(".", "tempo.double", None, "double the tempo"),
    Key("g", "tempo.range", None, "next range of tempos: 60–120, 90–180, all"),
    Key("e", "tempo.release", None, "let the ear lead again"),
    Key("f5", "scene.reload", None, "read the setlist again"),
    Key("x", "deck.cross", None, "crossfader to the other deck, over some beats"),
    Key("z", "deck.cut", None, "crossfader to the other deck at once"),
    Key("n", "deck.next", None, "next scene on deck B"),
    Key("p", "still", None, "keep this picture, as a PNG file"),
    Key("h", "hud", None, "head-up display on, off"),
)
LEARN_KEY = "m"
LEARN_HELP = "and another key: the next MIDI knob or pad learns what that key does (m again: none)"
LEARN = "midi.learn"
QUIT_KEY = "q"
QUIT_HELP = "twice: quit"
FULLSCREEN_KEYS = "F11 or Alt+Enter"
"""The window's own."""


class Keyboard:
    """Writes key presses to the parameter table; knows when the operator really wants to quit."""

    def __init__(self, table: ParameterTable) -> None:
        self._table = table
        self._bindings = {binding.key: binding for binding in KEYS}
        self._quit_pressed_at: float | None = None
        self._learning = False

    def press(self, key: str, now: float) -> bool:
        """One key press at `now` (seconds of any steady clock). True: end the show.

        Quitting takes `q` twice within QUIT_WITHIN_S, with no other key between.
        """
        if key == QUIT_KEY:
            sure = self.quit_asked(now)
            self._quit_pressed_at = now
            return sure
        self._quit_pressed_at = None
        binding = self._bindings.get(key)
        learning, self._learning = self._learning, key == LEARN_KEY and not self._learning
        if learning and (binding is not None or key == LEARN_KEY):
            self._table.set(LEARN, binding.taught if binding is not None else "", "keyboard")
        elif binding is not None:
            self._table.set(binding.name, binding.value, "keyboard")
        return False

    def quit_asked(self, now: float) -> bool:
        """True while one more `q` would end the show: the time to say so on the screen."""
        return self._quit_pressed_at is not None and 0.0 <= now - self._quit_pressed_at <= QUIT_WITHIN_S


def keys_markdown(decks: bool = True) -> str:
    """The table of keys as Markdown, for the README and docs/controls.md; decks: with those of two decks."""
    keys: dict[str, list[str]] = {}
    for binding in KEYS:
        if not binding.key.isdigit() and (decks or not binding.name.startswith("deck.")):
            keys.setdefault(binding.help, []).append(binding.key)
    rows = [(" or ".join(names), text) for text, names in keys.items()]
    rows += [("1 … 9", "scene of that number"), (LEARN_KEY, LEARN_HELP), (QUIT_KEY, QUIT_HELP)]
    rows.append((FULLSCREEN_KEYS, "full screen on, off"))
    return "\n".join(["| key | |", "| --- | --- |", *(f"| {key} | {text} |" for key, text in rows)]) + "\n"
