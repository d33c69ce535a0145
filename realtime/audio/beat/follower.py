"""The beat from novelty frames: tracker, running clock, bar, and the operator's hand over them."""

from __future__ import annotations

import math

from realtime.arrays import Doubles, Floats
from realtime.audio.beat.bar_features import BarFeatures
from realtime.audio.beat.clock import Beat, BeatClock
from realtime.audio.beat.downbeat import Downbeat
from realtime.audio.beat.kicks import KICK_LAG_FRAMES, Kicks
from realtime.audio.beat.live_clock import CLAIM_FROM, REMEMBERED_BEATS, LiveClock
from realtime.audio.beat.net_observation import ACTIVATION_DELAY_S, log_odds, log_odds_of_one
from realtime.audio.beat.octave_judge import OctaveJudge
from realtime.audio.beat.offbeat_correction import OffbeatCorrection
from realtime.audio.beat.stepped_net import Activation
from realtime.audio.beat.tap_tempo import External, TapTempo
from realtime.audio.beat.tracker import BeatTracker
from realtime.audio.feature.novelty import FRAMES_PER_SECOND

ANALYSIS_DELAY_S = 0.03
"""From a hit to the middle of the novelty it causes."""
FRAME_S = 1.0 / FRAMES_PER_SECOND
HOLD_BEATS = 8.0
"""For how many beats the operator's choice stands before the ear may differ."""
SILENT_HOLD_BARS = 9.0
"""For how many bars it stands where nothing is heard that could differ."""
BEATS_PER_UNKNOWN_BAR = 4
"""What clocks give that know nothing of bars (MIDI's): a length that is surely heard may differ."""
STEADY_FOR_BAR_BEATS = 2.0
"""Tempo and phase have been still for so long before a beat counts for the bar."""
ENOUGH_EVIDENCE, LESS_WHILE_STEADY, STEADY_BEATS = 0.092, 0.02, 48.0
"""Of the tracker's evidence: what marks music, not speech, for a beat that has just jumped, and how much less
will do with every natural logarithm of the beats for which it has been still, up to so many."""
ENOUGH_WITH_NETWORK, LESS_WITH_NETWORK = 0.19, 0.022
"""The same where networks add to the evidence."""
SURETY_SLOPE = 80.0
OCTAVE_DOUBT = 0.25
"""Power of how sure the octave is in the confidence: half and double are in step with the music, too."""
CONFIDENCE_RISE, CONFIDENCE_FALL = 0.05, 0.008
"""A frame."""
STEADY_KICK = 1.5
"""A kick of a steady row is so much likelier on a beat than half-way (natural logarithm)."""
QUIET_LEAK_S, QUIET_CLAIM_S = 0.2, 0.5
QUIET_LEAK = 0.02
ONSET_NOVELTY = 0.1
STILL_BEATS, STILL_HELD_BEATS = 1.5, 32.0
"""Where nothing has set in for so many beats, as over a chord that is held, the clock goes on as it was at
the last onset, for so many: to the filter a beat that nothing marks is one that comes later."""
LONGEST_GAP_S = 20.0
SONG_ENDS_S = 8.0
AFTER_PAUSE_TRUST = 0.5
TURN_TRUST = 0.9
"""How far another octave is believed in that the last beats speak for."""
JUDGED_LEAN = 0.05
"""A beat at another octave than the one that was judged to be the beat's is so much less likely."""
SETTLED_BEATS, JUDGED_OCTAVES = 48.0, 0.2
"""A tempo that was followed for so long, or is so near to the one that was judged to be the beat's, is left
only for one that is surely better: music seldom changes its level, passages often seem to."""
KEPT_LEAN, KEPT_BEATS, KEPT_FROM, KEPT_OCTAVES = 0.3, 16.0, 0.75, 0.1
"""The same for a tempo that was followed so steadily, at this confidence: a song keeps its tempo where it
thins out. A tempo that has moved on by so many octaves is the one that is kept."""


class BeatFollower:
    """Step it once per novelty frame; all times in audio-clock seconds."""

    def __init__(self) -> None:
        self.tracker = BeatTracker()
        self.state = LiveClock()
        self.confidence = 0.0
        self._bar_features = BarFeatures()
        self._downbeat = Downbeat()
        self._kicks = Kicks()
        self._offbeat = OffbeatCorrection()
        self._octave = OctaveJudge()
        self._judged_beat = 0
        self._hears_network = False
        self._judged_tempo: float | None = None
        """bpm of the octave that was judged best, which the tracker leans to."""
        self._kept_tempo: float | None = None
        """bpm of a tempo that has long been followed; the tracker leans to it where it does not lean yet."""
        self._taps = TapTempo()
        self._external: External | None = None
        self._ruled = False
        self._locked = False
        self._range = self._allowed = (40.0, 220.0)
        self._octave_tapped = self._octave_ordered = False
        self._phase_given = False
        self._held_until = self._held_in_silence_until = -math.inf
        self._quiet_s = 0.0
        self._confidence_before = 0.0
        """As it was when the sound last stopped."""
        self._still = False
        self._onset = (-math.inf, 0.0, 0.5)
        """Time of the last frame in which something set in; position and period of the clock then."""
        self._now = 0.0

    @property
    def clock(self) -> BeatClock:
        return self.state.clock()

    def step(
        self,
        time: float,
        novelty: Doubles,
        chroma: Floats,
        low: float,
        quiet_s: float,
        announced: float,
        activation: Activation | None = None,
    ) -> list[Beat]:
        """One frame that ends at `time`. low: power of the bass; quiet_s: for how long nothing was heard;
        announced: the audio time at which the caller announces; activation: by the network, where it said
        something. Gives the beats that are announced now."""
        self._now = time
        for_a_beat = log_odds(activation.beat) if activation is not None else 0.0
        if quiet_s > QUIET_LEAK_S:
            if self._quiet_s <= QUIET_LEAK_S:
                self._confidence_before = self.confidence
            self._still = False
            self.tracker.step(None, leak=QUIET_LEAK)
        elif self._is_still(time, novelty):
            self.tracker.step(None)
        else:
            if self._quiet_s > QUIET_CLAIM_S:
                self._expect_the_beat(self._quiet_s)
            self.tracker.step(novelty, activation=for_a_beat)
        self._hear_kick(time, low)
        self._quiet_s = quiet_s
        if quiet_s > SONG_ENDS_S:
            self._forget_the_hand()
        self._update_confidence(quiet_s)
        heard = time - ANALYSIS_DELAY_S
        phase = self._offbeat.phase(self.tracker.phase, self.tracker.interval)
        self.state.steady_s += FRAME_S
        ruled = self._ruled
        external = self._external_ruling(time)
        self._ruled = external is not None
        if external is not None:
            self._follow_external(external, time)
        elif ruled:
            # Beat and bar go on as the other clock had them.
            self._phase_given = True
            self._downbeat.set_one(self.state.downbeat_number - self.state.slips, self.state.beats_per_bar)
        elif not self._locked and time >= self._held_until and quiet_s < QUIET_CLAIM_S and not self._still:
            self._judge_octave(time, activation, chroma)
            steady_s = self.state.steady_s
            self.state.follow(heard, phase, self.tracker.interval * FRAME_S, FRAME_S)
            if self.state.steady_s < steady_s:
                self._octave.forget()
            self._keep_tempo()
            if not self._phase_given:
                frames = self.state.period * FRAMES_PER_SECOND
                self._offbeat.hear(self.state.position(heard), frames, novelty, chroma, low, for_a_beat)
        if quiet_s < QUIET_CLAIM_S:
            self._hear_bar(heard, novelty, chroma, activation)
        return self.announce(time, announced)

    def pass_gap(self, seconds: float) -> None:
        """Sound was lost for so long: the clock goes on."""
        for _ in range(int(min(seconds, LONGEST_GAP_S) * FRAMES_PER_SECOND)):
            self.tracker.step(None)
            self._offbeat.phase(self.tracker.phase, self.tracker.interval)

    def shift(self, seconds: float) -> None:
        """The audio clock was set forward by this much (back if negative)."""
        self.state.shift(seconds)
        self._held_until += seconds
        self._held_in_silence_until += seconds
        self._onset = (self._onset[0] + seconds, *self._onset[1:])
        self._external = None

    def announce(self, now: float, announced: float) -> list[Beat]:
        """Beats that fall within the next moment and were not announced yet."""
        silent = self._quiet_s >= QUIET_CLAIM_S
        held_until = self._held_in_silence_until if silent else self._held_until
        given = self._external_ruling(now) is not None or now < held_until or self._locked
        confidence = max(self.confidence, 0.8) if given else self.confidence
        return self.state.announce(now, announced, confidence, given or self._quiet_s < QUIET_CLAIM_S)

    def tap(self, time: float) -> None:
        tapped = self._taps.tap(time)
        if tapped is not None:
            beat, period = tapped
            self._choose_octave(60.0 / period)
            # Until the song ends in silence; what was ordered before holds no longer.
            self._octave_tapped, self._octave_ordered = True, False
            self.state.set(beat - self.state.nudge, 0.0, period)
            self._hold(time)

    def resync(self, time: float) -> None:
        self.state.set_one(time - self.state.nudge)
        self._downbeat.set_one(self.state.downbeat_number - self.state.slips)
        self._hold(time)

    def scale_tempo(self, factor: float) -> None:
        """Multiply the tempo; the ear then stays in that octave until another is chosen."""
        tempo = 60.0 / self.state.period * factor
        if 30.0 <= tempo <= 300.0:
            self._choose_octave(tempo)
            self._octave_tapped, self._octave_ordered = False, True
            self.state.set(self.state.anchor, 0.0, 60.0 / tempo)
            self._hold()

    def set_range(self, low: float, high: float) -> None:
        self._range = (low, high)
        self._octave_tapped = self._octave_ordered = False
        self._allow(low, high)
        tempo = 60.0 / self.state.period
        while tempo > high * 1.015 and tempo > 30.0:
            tempo *= 0.5
        while tempo < low * 0.985 and tempo < 300.0:
            tempo *= 2.0
        self.state.set(self.state.anchor, 0.0, 60.0 / tempo)
        self._focus()

    def lock(self, on: bool) -> None:
        self._locked = on
        if not on:
            self._focus()

    def nudge(self, seconds: float) -> None:
        self.state.nudge += seconds

    def external(self, position: External) -> None:
        self._external = position

    def release(self) -> None:
        """The ear leads again from now on."""
        self._taps = TapTempo()
        self._held_until = self._held_in_silence_until = -math.inf
        if self._octave_ordered:
            self._octave_ordered = False
            self._allow(*self._range)
        self._forget_the_hand()

    def _choose_octave(self, tempo: float) -> None:
        """The ear stays within half an octave of this tempo."""
        self._allow(tempo / 1.45, tempo * 1.45)

    def _allow(self, low: float, high: float) -> None:
        self._allowed = (low, high)
        self._judged_tempo = self._kept_tempo = None
        self.tracker.allow(low, high)

    def _forget_the_hand(self) -> None:
        """The song has ended."""
        self._phase_given = False
        if self._judged_tempo is not None or self._kept_tempo is not None:
            self._judged_tempo = self._kept_tempo = None
            self.tracker.lean_no_more()
        if self._octave_tapped:
            self._octave_tapped = False
            self._allow(*self._range)

    def _hold(self, since: float = -math.inf) -> None:
        """Clock and tracker both start from here; the hand is trusted for some beats before the ear. since:
        when it was raised."""
        self._focus()
        self._phase_given = True
        self._held_until = self._now + HOLD_BEATS * self.state.period
        bar = self.state.beats_per_bar * self.state.period
        self._held_in_silence_until = max(self._now, since) + SILENT_HOLD_BARS * bar

    def _focus(self, trust: float = 0.95) -> None:
        """Set the tracker to what the clock does."""
        phase = self.state.position(self._now - ANALYSIS_DELAY_S) % 1.0
        self.tracker.focus(self.state.period * FRAMES_PER_SECOND, phase, trust=trust)
        self._offbeat.settle()

    def _expect_the_beat(self, pause_s: float) -> None:
        """Sound is back after a pause: most likely the beat goes on where the clock has it."""
        if self._confidence_before >= CLAIM_FROM and pause_s < REMEMBERED_BEATS * self.state.period + 1.0:
            self._focus(AFTER_PAUSE_TRUST)

    def _is_still(self, time: float, novelty: Doubles) -> bool:
        """Has nothing set in for long? Then the clock goes on as it was; the tracker is set to it later."""
        state = self.state
        since, position, period = self._onset
        if float(novelty.max()) > ONSET_NOVELTY:
            if self._still:
                self._focus(AFTER_PAUSE_TRUST)
            self._still = False
            self._onset = (time, state.position(time), state.period)
        else:
            beats = (time - since) / period
            still = STILL_BEATS < beats < STILL_HELD_BEATS and (self._still or self.confidence >= CLAIM_FROM)
            given = self._ruled or self._locked or time < self._held_until
            if still and not self._still and not given:
                state.set(time, (position + beats) % 1.0, period)
            self._still = still
        return self._still

    def _external_ruling(self, now: float) -> External | None:
        """The other clock's newest message, while it is fresh enough to be followed."""
        external = self._external
        return external if external is not None and external.fresh(now) else None

    def _follow_external(self, external: External, now: float) -> None:
        position = external.position(now)
        state = self.state
        state.set(now, position % 1.0, external.period)
        heard = self._downbeat.sure_length()
        bars_unknown = external.beats_per_bar == BEATS_PER_UNKNOWN_BAR
        if bars_unknown and heard is not None and heard != BEATS_PER_UNKNOWN_BAR:
            state.beats_per_bar = heard
            state.downbeat_number = self._downbeat.downbeat_number + state.slips
        else:
            state.beats_per_bar = external.beats_per_bar
            state.downbeat_number = round(state.position(now) - position % external.beats_per_bar)
        self._focus()

    def _judge_octave(self, time: float, activation: Activation | None, chroma: Floats) -> None:
        """At every beat: turn the tracker to another level of the music where that is plainly the beat."""
        if activation is not None:
            self._hears_network = True
            position = self.state.position(time - ACTIVATION_DELAY_S) - self.state.slips
            self._octave.hear(position, activation, chroma)
            beat = math.floor(position)
            if beat != self._judged_beat:
                self._judged_beat = beat
                turn = self._octave.judge(60.0 / self.state.period, *self._allowed, self._is_settled())
                if turn is not None:
                    ratio, phase = turn
                    now = self.state.position(time - ANALYSIS_DELAY_S) - self.state.slips
                    self.tracker.focus(self.tracker.interval / ratio, now * ratio + phase, trust=TURN_TRUST)
                    self._judged_tempo = 60.0 / self.state.period * ratio
                    self.tracker.lean(self._judged_tempo, JUDGED_LEAN)
                    self._offbeat.settle()

    def _is_settled(self) -> bool:
        """Was the tempo judged to be the beat's, or has it been followed for long?"""
        tempo, judged = 60.0 / self.state.period, self._judged_tempo
        if judged is not None and abs(math.log2(tempo / judged)) < JUDGED_OCTAVES:
            return True
        return self.state.steady_s > SETTLED_BEATS * self.state.period

    def _keep_tempo(self) -> None:
        """Lean to the tempo that has been followed for long."""
        state = self.state
        if self._judged_tempo is not None or self.confidence < KEPT_FROM:
            return
        if state.steady_s < KEPT_BEATS * state.period:
            return
        tempo = 60.0 / state.period
        if self._kept_tempo is None or abs(math.log2(tempo / self._kept_tempo)) > KEPT_OCTAVES:
            self._kept_tempo = tempo
            self.tracker.lean(tempo, KEPT_LEAN)

    def _hear_kick(self, time: float, low: float) -> None:
        if self._kicks(low):
            fell = time - KICK_LAG_FRAMES * FRAME_S - ANALYSIS_DELAY_S
            self._octave.hear_kick(self.state.position(fell) - self.state.slips)
            steadiness = self._kicks.steadiness(self.tracker.interval)
            if steadiness > 0.0:
                self.tracker.favour_beat(KICK_LAG_FRAMES, STEADY_KICK * steadiness)

    def _hear_bar(
        self, heard: float, novelty: Doubles, chroma: Floats, activation: Activation | None
    ) -> None:
        state = self.state
        one = log_odds_of_one(activation.downbeat) if activation is not None else None
        gathered = self._bar_features(state.position(heard) - state.slips, novelty, chroma, one)
        steady = state.steady_s > STEADY_FOR_BAR_BEATS * state.period
        if gathered is not None:
            self._octave.hear_beat(*gathered)
        if gathered is None or not (state.claiming and steady):
            return
        jumped = state.steady_s < (STEADY_FOR_BAR_BEATS + 1.5) * state.period
        self._downbeat.step(*gathered, 60.0 / state.period, jumped=jumped)
        if self._external_ruling(self._now) is None:
            state.beats_per_bar = self._downbeat.beats_per_bar
            state.downbeat_number = self._downbeat.downbeat_number + state.slips

    def _update_confidence(self, quiet_s: float) -> None:
        # Speech runs in step for a beat or two, music for long; who believes early must hear more for it.
        steady = min(self.state.steady_s / self.state.period, STEADY_BEATS)
        most, less = (
            (ENOUGH_WITH_NETWORK, LESS_WITH_NETWORK)
            if self._hears_network
            else (ENOUGH_EVIDENCE, LESS_WHILE_STEADY)
        )
        enough = most - less * math.log1p(steady)
        surety = 1.0 / (1.0 + math.exp(SURETY_SLOPE * (enough - self.tracker.evidence)))
        target = (
            math.sqrt(min(self.tracker.mass, 1.0)) * surety * self._octave.sure**OCTAVE_DOUBT
            if quiet_s < QUIET_LEAK_S
            else 0.0
        )
        share = CONFIDENCE_RISE if target > self.confidence else CONFIDENCE_FALL
        self.confidence += share * (target - self.confidence)
