"""What has come faster than it can be carried out, its senders taking turns."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from typing import Any

from realtime.control.datagrams import Datagram, Replaceable, head

MOST_OF_ONE = 512
"""So many datagrams of one sender may wait; beside them the newest of each value."""
MOST_SENDERS = 64


class Backlog:
    """Datagrams that wait, in the order in which each sender sent them; who sends more waits longer.

    replaceable: of datagrams that it tells of only the newest is kept, see `datagrams.taker`.
    """

    def __init__(self, replaceable: Replaceable) -> None:
        self._replaceable = replaceable
        self._senders: OrderedDict[tuple[Any, ...], OrderedDict[bytes | int, Datagram]] = OrderedDict()
        self._numbers = itertools.count()

    def __bool__(self) -> bool:
        return bool(self._senders)

    def room(self, address: tuple[Any, ...]) -> int:
        """How many more may wait that no later one makes void."""
        if address not in self._senders:
            return MOST_OF_ONE if len(self._senders) < MOST_SENDERS else 0
        return max(MOST_OF_ONE - len(self._senders[address]), 0)

    def add(self, one: Datagram) -> bool:
        """Let it wait. False: more senders wait than are known, and it is dropped."""
        packet, address, _ = one
        if address not in self._senders and len(self._senders) >= MOST_SENDERS:
            return False
        queue = self._senders.setdefault(address, OrderedDict())
        begins = head(packet)
        key: bytes | int = begins if self._replaceable(begins) else next(self._numbers)
        queue.pop(key, None)
        queue[key] = one
        return True

    def next(self) -> Datagram:
        """The oldest one of the sender whose turn it is. Raises KeyError where nothing waits."""
        address, queue = self._senders.popitem(last=False)
        _, one = queue.popitem(last=False)
        if queue:
            self._senders[address] = queue
        return one
