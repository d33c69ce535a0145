"""Values sent back: every controller shows what is, and none is sent what it has just sent itself."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from realtime.control.osc_dispatch import value_message
from realtime.control.osc_message import Message
from realtime.control.parameters import Value
from realtime.control.table import ParameterTable, Values
from realtime.control.turned import Grip, Turned

log = logging.getLogger(__name__)

SENT_EVERY_S = 1.0 / 30.0
MOST_MACHINES, MOST_ON_ONE = 8, 4
_SAME = 1e-6


class Receiver(Protocol):
    """A program that is sent values. machine: the address of where it runs; name: for the table and the
    log."""

    @property
    def machine(self) -> str: ...

    @property
    def name(self) -> str: ...

    def tell(self, messages: Sequence[Message]) -> None: ...


class Heard:
    """`receiver` as one that has sent something: see `osc_dispatch.Speaker`. feedback: None where values
    are not sent back."""

    def __init__(self, receiver: Receiver, feedback: OscFeedback | None) -> None:
        self._receiver, self._feedback = receiver, feedback
        self.name = receiver.name

    def answer(self, messages: Sequence[Message]) -> None:
        if self._feedback is not None:
            self._feedback.answer(self._receiver, messages)
        else:
            self._receiver.tell(messages)

    def spoke(self, name: str, shown: Value | None) -> None:
        if self._feedback is not None:
            self._feedback.spoke(self._receiver, name, shown)


@dataclass
class _Peer:
    """One receiver, and the values that it knows of; None: it cannot know that one."""

    receiver: Receiver
    known: dict[str, Value | None] = field(default_factory=dict)


class OscFeedback:
    """Tells every change of a value, the newest 30 times a second at most, to whoever has sent something,
    and to `targets`, from a thread of its own.

    Of those who have sent something the last eight machines are sent to, with the last four programs on each.
    Nobody is sent a value that they know: that they were sent before, or have set themselves. turned: shared
    with other surfaces of the same show.
    """

    def __init__(
        self, table: ParameterTable, targets: Iterable[Receiver] = (), turned: Turned | None = None
    ) -> None:
        self._table, self._turned = table, turned or Turned()
        self._lock = threading.Lock()
        values = table.snapshot()
        self._targets = [_Peer(target, dict(values)) for target in targets]
        self._speakers: OrderedDict[str, OrderedDict[str, _Peer]] = OrderedDict()
        self._held: frozenset[Grip] = frozenset()
        self._seen, self._spoken = values, False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="osc-feedback", daemon=True)
        self._thread.start()

    def spoke(self, receiver: Receiver, name: str, shown: Value | None) -> None:
        """`receiver` has written the control `name`, which it must take to have the value `shown` now
        (None: it cannot know). Callable from any thread."""
        with self._lock:
            peer = self._heard(receiver)
            peer.known[name] = shown
            self._spoken = True
            if shown is not None:
                self._turned.note(receiver.machine, name)

    def answer(self, receiver: Receiver, messages: Sequence[Message]) -> None:
        """Answer `receiver`, and the targets on its machine: it may listen there only."""
        with self._lock:
            self._heard(receiver)
            near = [peer.receiver for peer in self._targets if peer.receiver.machine == receiver.machine]
        for one in (receiver, *near):
            if one is receiver or one.name != receiver.name:
                one.tell(messages)

    def leave(self, receiver: Receiver) -> None:
        """A connection has ended."""
        with self._lock:
            self._speakers.get(receiver.machine, OrderedDict()).pop(receiver.name, None)

    def close(self) -> None:
        """Tell no more; safe to call twice."""
        self._stop.set()
        self._thread.join()

    def _heard(self, receiver: Receiver) -> _Peer:
        for peer in self._targets:
            if peer.receiver.name == receiver.name:
                return peer  # it sends from where it listens
        machine = self._speakers.setdefault(receiver.machine, OrderedDict())
        self._speakers.move_to_end(receiver.machine)
        if receiver.name not in machine:
            machine[receiver.name] = _Peer(receiver, dict(self._table.snapshot()))
        machine.move_to_end(receiver.name)
        if len(machine) > MOST_ON_ONE:
            machine.popitem(last=False)
        if len(self._speakers) > MOST_MACHINES:
            self._speakers.popitem(last=False)
        return machine[receiver.name]

    def _run(self) -> None:
        while not self._stop.wait(SENT_EVERY_S):
            try:
                for receiver, messages in self._news():
                    receiver.tell(messages)
            except Exception:  # of any kind: the next change may be sent well
                log.exception("OSC: values could not be sent back")

    def _news(self) -> list[tuple[Receiver, list[Message]]]:
        values = self._table.snapshot()
        with self._lock:
            before, self._held = self._held, self._turned.held()
            if values is self._seen and before == self._held and not self._spoken:
                return []
            self._seen, self._spoken = values, False
            speakers = [peer for machine in self._speakers.values() for peer in machine.values()]
            news = [(peer.receiver, self._unknown(peer, values)) for peer in (*self._targets, *speakers)]
        return [(receiver, messages) for receiver, messages in news if messages]

    def _unknown(self, peer: _Peer, values: Values) -> list[Message]:
        messages, rows = [], self._table.parameters
        for name, value in values.items():
            if (row := rows.get(name)) is None:
                continue  # of a shader that has gone
            known = peer.known.get(name)
            if known is value or (known is not None and abs(known - value) <= _SAME * max(abs(value), 1.0)):
                continue
            if (peer.receiver.machine, name) in self._held:
                continue
            peer.known[name] = value
            messages.append(value_message(row, value))
        return messages
