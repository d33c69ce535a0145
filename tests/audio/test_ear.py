"""The ear's thread: every block, in order, whatever a listener or the sound does."""

import itertools
import time

import numpy as np
import pytest

from realtime.audio.analyzer import Analyzer
from realtime.audio.demo.demo import DemoSource
from realtime.audio.ear import LiveEar, VirtualEar
from realtime.audio.io.block import Block
from realtime.audio.io.playback import PacedSource
from realtime.audio.known_sound import ForeseeingEar


def wait_until(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    assert condition()


class Bursts:
    """A live source that gives nothing for a while, then much at once, as a card of a busy machine does."""

    name, rate, live, fault = "bursts", 44100, True, None

    def __init__(self, blocks=64, together=8):
        self.left, self._together, self._given, self._last = blocks, together, 0, 0.0

    def read(self):
        if not self.left:
            return None
        if self._given % self._together == 0:
            if time.monotonic() < self._last + 0.03:
                return None
            self._last = time.monotonic()
        block = Block(np.zeros((256, 2), np.float32), self._given * 256 / self.rate, self.rate)
        self._given += 1
        self.left -= 1
        return block

    @property
    def ended(self):
        return not self.left

    def close(self):
        self.left = 0


def test_live_ear_hears_every_block_once_and_in_order():
    source = PacedSource(DemoSource(), "none")
    heard = []
    ear = LiveEar(source, Analyzer(), (lambda block, features: heard.append((block, features)),))
    wait_until(lambda: len(heard) >= 60)
    ear.close()
    blocks = [block for block, _ in heard]
    assert blocks[0].time == 0.0
    assert all(abs(after.time - before.end) < 1e-6 for before, after in itertools.pairwise(blocks))
    assert all(abs(features.time - block.end) < 1e-6 for block, features in heard)
    assert ear.features is heard[-1][1]
    assert source.clock.now() >= blocks[-1].end, "nothing is heard before it sounds"


def test_live_ear_catches_up_after_sound_that_comes_late_and_at_once():
    heard = []
    ear = LiveEar(Bursts(), Analyzer(), (lambda block, _: heard.append(block.time),))
    wait_until(lambda: ear.ended and len(heard) == 64)
    ear.close()
    assert heard == sorted(heard)


def test_listener_that_fails_is_dropped_and_the_ear_goes_on(caplog):
    def fails(block, features):
        raise ValueError("no room on the disk")

    heard = []
    ear = LiveEar(Bursts(), Analyzer(), (fails, lambda block, _: heard.append(block)))
    wait_until(lambda: len(heard) == 64)
    ear.close()
    assert caplog.text.count("dropped") == 1


@pytest.mark.parametrize("ear", [VirtualEar, ForeseeingEar])
def test_an_ear_on_the_virtual_clock_knows_what_its_source_lost(ear):
    source = DemoSource(block=4096)
    source.losses = {"parts of the file that cannot be decoded": 2}
    heard = ear(source, Analyzer(44100, 4096))
    heard.advance(0.5)
    assert heard.losses == {"parts of the file that cannot be decoded": 2}
    heard.close()
