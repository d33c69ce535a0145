"""The demo track's mixing desk: notes to a mastered stereo bar, one bar after the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from realtime.arrays import Doubles, Floats
from realtime.audio.demo.instruments import VOICES
from realtime.audio.demo.score import BARS, BEATS_PER_BAR, STEPS, TEMPO, Note, has_kick, notes

# Bars that the longest sound (a four-bar riser, its echoes, the hall) rings on.
TAIL_BARS = 6
# Sounds that stay in memory for the next time; all of them would take hundreds of megabytes.
_KEEP_BYTES = 40_000_000


@dataclass(frozen=True, slots=True)
class _Channel:
    """level; how much goes to reverb and echo; duck: how far the kick pushes it down, 0..1."""

    level: float
    reverb: float = 0.0
    echo: float = 0.0
    duck: float = 0.0


_NOT, _SOME, _MUCH = _DUCKS = (0.0, 0.35, 0.8)
_CHANNELS = {
    "kick": _Channel(0.6),
    "clap": _Channel(0.55, 0.16),
    "snare": _Channel(0.45, 0.2),
    "hat": _Channel(0.62, 0.03),
    "open hat": _Channel(0.6, 0.05, 0.0, _SOME),
    "shaker": _Channel(0.55, 0.04, 0.0, _SOME),
    "tom": _Channel(0.5, 0.2),
    "bass": _Channel(0.46, 0.0, 0.0, _MUCH),
    "pad": _Channel(0.95, 0.3, 0.0, _MUCH),
    "pluck": _Channel(0.62, 0.22, 0.34, _SOME),
    "lead": _Channel(0.72, 0.25, 0.28, _SOME),
    "bell": _Channel(0.5, 0.4, 0.35, _SOME),
    "crash": _Channel(0.6, 0.25, 0.0, _SOME),
    "boom": _Channel(0.6, 0.1),
    "riser": _Channel(0.9, 0.3, 0.0, _SOME),
}
_ECHOES = 7
_KNEE, _CEILING = 0.7, 0.97


def bar_start(bar: int, rate: int) -> int:
    """First sample of running bar `bar`."""
    return round(bar * BEATS_PER_BAR * 60.0 / TEMPO * rate)


class Mixer:
    """Gives bar after bar of the song, and of the song again; echoes ring over the bar lines."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._step_s = 60.0 / TEMPO / (STEPS / BEATS_PER_BAR)
        self._sounds: dict[tuple[str, float, int, float], Floats] = {}
        self._kept_bytes = 0
        length = bar_start(TAIL_BARS, rate)
        # Columns: dry left and right, to the reverb, to the echo.
        self._buses = {duck: np.zeros((length, 6), dtype=np.float32) for duck in _DUCKS}
        self._wet = np.zeros((length, 2), dtype=np.float32)
        self._reverb = _impulse(rate)
        self._fft = 2 ** int(np.ceil(np.log2(bar_start(1, rate) + len(self._reverb) + 1)))
        self._spectrum = np.fft.rfft(self._reverb, self._fft, axis=0)

    def bar(self, bar: int) -> Floats:
        """The next bar, float32 (n, 2), being bar `bar` of the song; beyond its end, what still rings."""
        start = bar_start(bar, self._rate)
        count = bar_start(bar + 1, self._rate) - start
        if bar < BARS:
            for note in notes(bar):
                self._play(note, round((bar * STEPS + note.step) * self._step_s * self._rate) - start)
        pump = self._pump(bar, count)
        mixed = np.zeros((count, 6), dtype=np.float32)
        for duck, bus in self._buses.items():
            mixed += _shift(bus, count) * (1.0 - duck * pump)[:, None]
        dry, reverb, echo = mixed[:, 0:2], mixed[:, 2:4], mixed[:, 4:6]
        self._echo(echo, reverb)
        ring = count + len(self._reverb) - 1
        hall = np.fft.irfft(np.fft.rfft(reverb, self._fft, axis=0) * self._spectrum, self._fft, axis=0)
        self._wet[:ring] += hall[:ring]
        return _limit(dry + _shift(self._wet, count) * (1.0 - 0.4 * pump)[:, None])

    def _play(self, note: Note, at: int) -> None:
        key = (note.voice, note.length, note.pitch, note.shape)
        sound = self._sounds.pop(key, None)
        if sound is None:
            played = VOICES[note.voice](note, self._step_s, self._rate)
            sound = (played[:, None] if played.ndim == 1 else played).astype(np.float32)
            self._kept_bytes += sound.nbytes
            while self._kept_bytes > _KEEP_BYTES and self._sounds:
                oldest = next(iter(self._sounds))
                self._kept_bytes -= self._sounds.pop(oldest).nbytes
        self._sounds[key] = sound  # last in line: the least used goes first
        channel = _CHANNELS[note.voice]
        angle = (note.pan + 1.0) * np.pi / 4.0
        loud = np.sqrt(2.0) * note.gain * channel.level
        sides = np.array([np.cos(angle) * loud, np.sin(angle) * loud], dtype=np.float32)
        placed = sound * sides
        room = self._buses[channel.duck][at : at + len(placed)]
        room[:, 0:2] += placed
        if channel.reverb:
            room[:, 2:4] += placed * np.float32(channel.reverb)
        if channel.echo:
            room[:, 4:6] += placed * np.float32(channel.echo)

    def _echo(self, sent: Floats, reverb: Floats) -> None:
        """Ping-pong echoes of three sixteenths, each softer; a little of them reverberates."""
        for k in range(1, _ECHOES + 1):
            at = round(3 * k * self._step_s * self._rate)
            turned = sent[:, ::-1] if k % 2 else sent
            self._wet[at : at + len(sent)] += turned * 0.62**k
        reverb += 0.3 * sent

    def _pump(self, bar: int, count: int) -> Floats:
        """How far the kick pushes the rest down, 0..1 (n,): at once, and back within half a beat."""
        t = (np.arange(count) / self._rate).astype(np.float32)
        beat_s = 60.0 / TEMPO
        amount = np.zeros(count, dtype=np.float32)
        for beat in range(BEATS_PER_BAR):
            since = t - beat * beat_s
            if bar < BARS and has_kick(bar, beat):
                shape = np.clip(since / 0.004, 0.0, 1.0) * np.exp(-((np.maximum(since, 0.0) / 0.19) ** 2))
                amount = np.maximum(amount, shape)
        return amount


def _shift(buffer: Floats, count: int) -> Floats:
    """Take the first `count` rows out of a running buffer and move the rest up."""
    out = buffer[:count].copy()
    buffer[:-count] = buffer[count:]
    buffer[-count:] = 0.0
    return out


def _impulse(rate: int) -> Doubles:
    """A hall as decaying noise, darker as it fades, (n, 2)."""
    seconds = 2.4
    count = int(seconds * rate)
    t = np.arange(count) / rate
    noise = np.random.default_rng(122).standard_normal((count, 2))
    bins = np.fft.rfftfreq(count, 1 / rate)[:, None] + 1e-9
    spectrum = np.fft.rfft(noise, axis=0) / (1.0 + (180.0 / bins) ** 4)
    bright = np.fft.irfft(spectrum / (1.0 + (bins / 7000.0) ** 2), count, axis=0) * np.exp(-t / 0.22)[:, None]
    dark = np.fft.irfft(spectrum / (1.0 + (bins / 2500.0) ** 2), count, axis=0) * np.exp(-t / 0.55)[:, None]
    hall = (bright + dark) * np.clip((t - 0.012) / 0.01, 0.0, 1.0)[:, None]
    hall *= np.minimum((seconds - t) / 0.3, 1.0)[:, None]
    impulse: Doubles = hall / np.sqrt((hall**2).sum(axis=0)) * 0.9
    return impulse


def _limit(samples: Floats) -> Floats:
    """Leaves what is below the knee; bends louder peaks so that they stay under the ceiling."""
    room = _CEILING - _KNEE
    over = np.abs(samples) - _KNEE
    return np.where(over > 0.0, np.sign(samples) * (_KNEE + room * np.tanh(over / room)), samples)
