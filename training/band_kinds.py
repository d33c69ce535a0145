"""Kinds of bands that a sampler plays: how fast, in which metre, what the drums do, who else plays how.

Drum patterns are a bar each, a letter a step: x a hit, o a soft one, anything else a rest. One of a kind's
grooves is drawn for a piece.
"""

from __future__ import annotations

from dataclasses import dataclass

KICK, RIM, SNARE, CLAP, HAT, PEDAL, OPEN, RIDE, CRASH = 36, 37, 38, 39, 42, 44, 46, 51, 49
LOW_TOM, TOM, SHAKER, CONGA, LOW_CONGA, TAMBOURINE, COWBELL = 45, 47, 70, 63, 64, 54, 56
Groove = dict[int, str]

E_BASS, A_BASS, S_BASS = (33, 34, 35), (32,), (38, 39, 87)
PIANO, E_PIANO, ORGAN, NYLON, STEEL = (0, 1, 2), (4, 5), (16, 17, 18), (24,), (25,)
CLEAN, DRIVEN, STRINGS, PADS, SYNTH = (
    (26, 27, 28),
    (29, 30),
    (48, 49, 40, 42),
    (88, 89, 90, 91, 94),
    (62, 63, 81),
)
BELLS, PLUCKED = (8, 9, 11, 12, 14), (46, 45, 107, 15)
LEADS, WINDS, VOICES = (80, 81, 83, 84), (56, 60, 64, 65, 66, 68, 71, 73), (52, 53, 54, 85)


@dataclass(frozen=True)
class Kind:
    """tempo: bpm, lowest and highest; beats: of a bar; steps: of a beat,
        in the drums' patterns; grooves: what
    the drums may play, none for none; swing: where the second half of each beat falls, 0.5 is straight, as
    lowest and highest; swung: part of a beat whose second half is meant; bass, chords: how they may be played
    (`band_parts`); lead: the chance of one; curve: what the tempo may do; human: may drummers of flesh and
    blood play instead."""

    tempo: tuple[float, float]
    grooves: tuple[Groove, ...] = ()
    beats: int = 4
    steps: int = 4
    swing: tuple[float, float] = (0.5, 0.5)
    swung: float = 0.5
    bass: tuple[str, ...] = ("kick", "roots", "eighths")
    basses: tuple[int, ...] = E_BASS
    chords: tuple[str, ...] = ("whole", "eighths", "syncopated")
    chord_sounds: tuple[int, ...] = PIANO + CLEAN
    pad: float = 0.3
    lead: float = 0.6
    leads: tuple[int, ...] = LEADS + WINDS + VOICES
    curve: tuple[str, ...] = ("steady", "steady", "wandering")
    drums_gain: tuple[float, float] = (-4.0, 6.0)
    breaks: float = 0.2


_ELECTRONIC = ("steady",)
_BACK4 = "....x.......x..."
KINDS: dict[str, Kind] = {
    "slow_eighths": Kind((56, 96), (
        {KICK: "x.......x.......", SNARE: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x.......x.x.....", SNARE: _BACK4, HAT: "x.o.x.o.x.o.x.o."},
        {KICK: "x.....x.x.......", SNARE: _BACK4, RIDE: "x.x.x.x.x.x.x.x."},
        {KICK: "x.x.....x.x...x.", SNARE: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x.........x.....", RIM: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
    ), bass=("eighths", "kick", "roots", "eighths"), chords=("whole", "eighths", "beats", "broken"), pad=0.5),
    "rock": Kind((96, 176), (
        {KICK: "x.......x.x.....", SNARE: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x.....x...x.....", SNARE: _BACK4, OPEN: "x...x...x...x..."},
        {KICK: "x.x.....x.x.....", SNARE: _BACK4, RIDE: "x.x.x.x.x.x.x.x."},
        {KICK: "x.......x.......", SNARE: _BACK4, LOW_TOM: "x.x.x.x.x.x.x.x."},
    ), chord_sounds=CLEAN + DRIVEN, chords=("eighths", "whole", "syncopated", "eighths")),
    "punk": Kind((150, 210), (
        {KICK: "x.x...x.x.x...x.", SNARE: _BACK4, RIDE: "x.x.x.x.x.x.x.x."},
        {KICK: "x...x...x...x...", SNARE: "..x...x...x...x.", HAT: "x.x.x.x.x.x.x.x."},
    ), chord_sounds=DRIVEN, chords=("eighths",), bass=("eighths",)),
    "metal": Kind((100, 200), (
        {KICK: "xxxxxxxxxxxxxxxx", SNARE: _BACK4, RIDE: "x...x...x...x..."},
        {KICK: "x.xxx.xxx.xxx.xx", SNARE: _BACK4, OPEN: "x...x...x...x..."},
        {KICK: "x..x..x..x..x.x.", SNARE: "........x.......", CRASH: "x...x...x...x..."},
        {KICK: "x.x.x.x.x.x.x.x.", SNARE: ".x.x.x.x.x.x.x.x", RIDE: "x.x.x.x.x.x.x.x."},
    ), chord_sounds=DRIVEN, chords=("kick", "eighths", "sixteenths"), bass=("kick", "eighths"), pad=0.1),
    "half_time": Kind((122, 160), (
        {KICK: "x.........x.....", SNARE: "........x.......", HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x.....x.........", SNARE: "........x.......", HAT: "x.xxx.x.x.x.xxx."},
        {KICK: "x..x..x.....x...", SNARE: "........x.......", RIDE: "x...x...x...x..."},
    ), basses=E_BASS + S_BASS, chord_sounds=DRIVEN + SYNTH + CLEAN),
    "trap": Kind((126, 156), (
        {KICK: "x......x..x.....", CLAP: "........x.......", HAT: "x.x.x.xxx.x.xxxx"},
        {KICK: "x.....x.......x.", SNARE: "........x.......", HAT: "x.x.xxx.x.x.x.xx"},
    ), basses=S_BASS, bass=("kick",), chord_sounds=BELLS + PADS + PIANO, curve=_ELECTRONIC, chords=("whole",
        "broken", "syncopated")),
    "hip_hop": Kind((76, 112), (
        {KICK: "x......x..x.....", SNARE: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x..x....x.x.....", SNARE: "....x.......x..o", HAT: "x.x.x.x.x.xxx.x."},
        {KICK: "x.x......xx.....", SNARE: _BACK4, HAT: "xxxxxxxxxxxxxxxx"},
    ), swing=(0.5, 0.66), swung=0.25, basses=E_BASS + A_BASS + S_BASS, bass=("kick", "roots"),
        chord_sounds=E_PIANO + PIANO + STRINGS,
        curve=_ELECTRONIC),
    "swung_hip_hop": Kind((78, 104), (
        {KICK: "x.....x.x.......", SNARE: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x.........x...x.", SNARE: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
    ), swing=(0.58, 0.67), bass=("kick", "roots"), chord_sounds=E_PIANO + PIANO, curve=_ELECTRONIC),
    "lo_fi": Kind((64, 94), (
        {KICK: "x.....x...x.....", SNARE: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x......x..x.....", RIM: _BACK4, SHAKER: "x.x.x.x.x.x.x.x."},
    ), swing=(0.53, 0.64), swung=0.25, bass=("roots", "kick"), chord_sounds=E_PIANO + NYLON + PIANO,
        chords=("whole", "broken", "syncopated"),
        pad=0.5, drums_gain=(-8.0, 2.0)),
    "pop": Kind((88, 132), (
        {KICK: "x.....x.x.......", SNARE: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x...x...x...x...", CLAP: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x..x..x.x.......", SNARE: _BACK4, TAMBOURINE: "x.x.x.x.x.x.x.x."},
    ), basses=E_BASS + S_BASS, chord_sounds=PIANO + CLEAN + STEEL + SYNTH),
    "k_pop": Kind((96, 140), (
        {KICK: "x..x..x.x..x..x.", CLAP: _BACK4, HAT: "x.xxx.xxx.xxx.xx"},
        {KICK: "x...x...x...x...", SNARE: _BACK4, OPEN: "..x...x...x...x."},
        {KICK: "x.....x....x....", CLAP: _BACK4, HAT: "xxxxxxxxxxxxxxxx"},
        {KICK: "x..x....x.x.....", SNARE: "....x.......x.xx", SHAKER: "x.x.x.x.x.x.x.x."},
    ), basses=S_BASS, bass=("kick", "eighths", "off"), chord_sounds=SYNTH + PIANO + E_PIANO,
        leads=VOICES + LEADS,
        chords=("syncopated", "off", "whole", "eighths"), lead=0.9, curve=_ELECTRONIC, breaks=0.4),
    "house": Kind((116, 132), (
        {KICK: "x...x...x...x...", CLAP: _BACK4, OPEN: "..x...x...x...x."},
        {KICK: "x...x...x...x...", HAT: "x.xxx.xxx.xxx.xx", CLAP: _BACK4},
        {KICK: "x...x...x...x...", SHAKER: "xxxxxxxxxxxxxxxx", RIM: "...x..x....x..x."},
        {KICK: "x...x...x...x...", HAT: "..x...x...x...x."},
    ), basses=S_BASS + E_BASS, bass=("off", "kick", "sixteenths", "syncopated"),
        chord_sounds=SYNTH + E_PIANO + PIANO + ORGAN,
        chords=("syncopated", "off", "whole"), curve=_ELECTRONIC, breaks=0.5),
    "techno": Kind((124, 150), (
        {KICK: "x...x...x...x...", OPEN: "..x...x...x...x."},
        {KICK: "x...x...x...x...", HAT: "..x...x...x...x.", RIDE: "x.x.x.x.x.x.x.x.", CLAP: _BACK4},
        {KICK: "x...x...x...x...", LOW_TOM: "...x..x....x..x.", HAT: "..x...x...x...x."},
    ), basses=S_BASS, bass=("sixteenths", "off"), chord_sounds=SYNTH, chords=("syncopated", "off",
        "sixteenths"), curve=_ELECTRONIC, breaks=0.5),
    "weak_kick": Kind((110, 140), (
        {KICK: "o...o...o...o...", OPEN: "..x...x...x...x.", CLAP: "....o.......o..."},
        {KICK: "o...o...o...o...", HAT: "..x...x...x...x.", SHAKER: "o.x.o.x.o.x.o.x."},
        {RIM: "....o.......o...", OPEN: "..x...x...x...x.", HAT: "o.o.o.o.o.o.o.o."},
    ), basses=S_BASS, bass=("off", "off", "sixteenths"), chord_sounds=SYNTH + ORGAN, chords=("whole",
        "off"), curve=_ELECTRONIC, pad=0.6),
    "plain": Kind((70, 170), (
        {KICK: "x...x...x...x...", HAT: "..x...x...x...x."},
        {KICK: "x...x...x...x...", HAT: "..x...x...x...x.", CLAP: _BACK4},
        {KICK: "x...x...x...x..."}, {KICK: "x.......x.......", SNARE: _BACK4}, {RIM: "x...x...x...x..."},
    ), bass=("none", "roots"), chords=("held", "whole", "none"), pad=0.6, lead=0.15, curve=_ELECTRONIC),
    "drum_and_bass": Kind((160, 180), (
        {KICK: "x.........x.....", SNARE: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x.....x...x.....", SNARE: "....x..o.o..x..o", HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x.x.......xx....", SNARE: "....x..o.o..x..o", RIDE: "x.x.x.x.x.x.x.x."},
    ), basses=S_BASS, bass=("roots", "kick"), chord_sounds=SYNTH + PADS, chords=("whole", "held",
        "syncopated"), pad=0.5, curve=_ELECTRONIC),
    "break_beat": Kind((110, 145), (
        {KICK: "x.x.......xx....", SNARE: "....x..o.o..x..o", HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x.....x..x......", SNARE: "....x.....o.x...", HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x.......x.x.....", SNARE: _BACK4, OPEN: "..x...x...x...x."},
    ), basses=S_BASS + E_BASS, bass=("kick", "syncopated"), chord_sounds=SYNTH + ORGAN + E_PIANO,
        curve=_ELECTRONIC),
    "dembow": Kind((84, 106), (
        {KICK: "x...x...x...x...", SNARE: "...x..x....x..x.", HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x...x...x...x...", RIM: "...x..x....x..x."},
    ), basses=S_BASS, bass=("roots", "kick", "tresillo"), chord_sounds=PLUCKED + BELLS + SYNTH,
        chords=("tresillo", "off", "whole"), curve=_ELECTRONIC),
    "funk": Kind((90, 122), (
        {KICK: "x..x..x...x.....", SNARE: "....x..o.o..x..o", HAT: "xxxxxxxxxxxxxxxx"},
        {KICK: "x.x......xx.....", SNARE: "....x..o....x...", HAT: "x.x.x.x.x.x.x.x."},
    ), swing=(0.5, 0.58), swung=0.25, bass=("syncopated", "kick"), chord_sounds=CLEAN + E_PIANO + ORGAN,
        chords=("syncopated", "off", "sixteenths")),
    "disco": Kind((108, 130), (
        {KICK: "x...x...x...x...", SNARE: _BACK4, OPEN: "..x...x...x...x.", HAT: "x...x...x...x..."},
    ), bass=("octaves", "eighths", "syncopated"), chord_sounds=CLEAN + PIANO + STRINGS,
        chords=("syncopated", "off")),
    "reggae": Kind((64, 94), (
        {KICK: "........x.......", RIM: "........x.......", HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x...x...x...x...", RIM: "........x.......", HAT: "..x...x...x...x."},
        {KICK: "x.......x.......", RIM: "........x.......", HAT: "x.o.x.o.x.o.x.o."},
    ), swing=(0.5, 0.62), bass=("syncopated", "roots", "tresillo"), chord_sounds=CLEAN + ORGAN,
        chords=("off",)),
    "ska": Kind((112, 168), (
        {KICK: "x.......x.......", SNARE: _BACK4, HAT: "..x...x...x...x."},
        {KICK: "x...x...x...x...", SNARE: "........x.......", HAT: "x.x.x.x.x.x.x.x."},
    ), bass=("walking", "beats"), chord_sounds=CLEAN + ORGAN, chords=("off",), leads=WINDS),
    "bossa": Kind((104, 160), (
        {KICK: "x..xx..xx..xx..x", RIM: "x..x..x...x..x..", HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x.....x.x.....x.", RIM: "x.....x.....x...", SHAKER: "x.x.x.x.x.x.x.x."},
        {RIM: "x.....x.....x...", SHAKER: "xoxoxoxoxoxoxoxo", KICK: "o.....o.o.....o."},
    ), basses=A_BASS + E_BASS, bass=("bossa",), chord_sounds=NYLON + E_PIANO + PIANO, chords=("bossa",
        "syncopated"), leads=WINDS + VOICES,
        drums_gain=(-9.0, 1.0)),
    "latin": Kind((84, 126), (
        {RIM: "x..x...x..x.x...", CONGA: "..x...xx..x...xx", COWBELL: "x...x...x...x..."},
        {CONGA: "x.x.x.xxx.x.x.xx", SHAKER: "xxxxxxxxxxxxxxxx", KICK: "......x.......x."},
    ), bass=("tumbao", "tresillo"), chord_sounds=PIANO, chords=("montuno", "syncopated"), leads=WINDS),
    "jazz": Kind((92, 220), (
        {RIDE: "x...x.x.x...x.x.", PEDAL: _BACK4},
        {RIDE: "x...x.x.x...x.x.", PEDAL: _BACK4, KICK: "o...o...o...o...", SNARE: "......o.......o."},
        {RIDE: "x...x...x...x...", PEDAL: _BACK4},
    ), swing=(0.56, 0.68), basses=A_BASS, bass=("walking",), chord_sounds=PIANO + CLEAN, chords=("comping",
        "syncopated"), leads=WINDS + CLEAN + PIANO,
        lead=0.9, drums_gain=(-8.0, 2.0)),
    "shuffle": Kind((76, 176), (
        {KICK: "x.......x.......", SNARE: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x...x...x...x...", SNARE: _BACK4, RIDE: "x.x.x.x.x.x.x.x."},
    ), swing=(0.6, 0.68), bass=("walking", "eighths", "beats"), chord_sounds=CLEAN + ORGAN + PIANO,
        chords=("eighths", "comping", "whole")),
    "soul": Kind((62, 108), (
        {KICK: "x.......x.x.....", SNARE: _BACK4, HAT: "x.x.x.x.x.x.x.x."},
        {KICK: "x..x......x.....", SNARE: _BACK4, HAT: "xoxoxoxoxoxoxoxo"},
    ), swing=(0.5, 0.6), swung=0.25, bass=("syncopated", "kick"), chord_sounds=E_PIANO + ORGAN + CLEAN,
        chords=("whole", "syncopated", "comping")),
    "twelve_eight": Kind((46, 78), (
        {KICK: "x.....x.....", SNARE: "...x.....x..", HAT: "xxxxxxxxxxxx"},
        {KICK: "x....xx.....", RIM: "...x.....x..", RIDE: "x.xx.xx.xx.x"},
    ), steps=3, bass=("roots", "beats"), chord_sounds=PIANO + ORGAN + CLEAN, chords=("triplets", "whole",
        "broken_triplets"), pad=0.4),
    "waltz": Kind((84, 190), (
        {KICK: "x.....", SNARE: "..o.o.", HAT: "..x.x."}, {KICK: "x.....", RIDE: "x.x.x.", PEDAL: "..x.x."},
        {},
    ), beats=3, steps=2, bass=("roots", "oom"), basses=E_BASS + A_BASS,
        chord_sounds=PIANO + STEEL + STRINGS + (21, 22), chords=("pah", "broken", "whole"),
        leads=WINDS + STRINGS + VOICES + (21,), lead=0.9),
    "three": Kind((76, 132), (
        {KICK: "x.....x.....", SNARE: "....x...x...", HAT: "x.x.x.x.x.x."},
        {KICK: "x.........x.", SNARE: "........x...", HAT: "x.x.x.x.x.x."},
    ), beats=3, bass=("roots", "kick", "beats"), chord_sounds=CLEAN + PIANO + STEEL, chords=("whole",
        "eighths", "broken")),
    "six_eight": Kind((48, 84), (
        {KICK: "x.....", SNARE: "...x..", HAT: "xxxxxx"}, {KICK: "x..o..", RIM: "...x..", SHAKER: "xxxxxx"},
        {KICK: "x....x", SNARE: "...x..", RIDE: "x.xx.x"}, {},
    ), beats=2, steps=3, bass=("roots", "beats"), chord_sounds=STEEL + PIANO + NYLON + PLUCKED,
        chords=("broken_triplets", "triplets", "whole"), lead=0.8),
    "polka": Kind((92, 132), (
        {KICK: "x...x...", SNARE: "..x...x."}, {KICK: "x...x...", HAT: "..x...x."}, {},
    ), beats=2, bass=("oom", "beats"), basses=E_BASS + A_BASS + (58,), chord_sounds=(21,
        22) + PIANO + NYLON, chords=("off", "pah"), leads=WINDS + (21,), lead=0.9),
    "march": Kind((92, 132), (
        {KICK: "x.......x.......", SNARE: "x.x.xxx.x.x.xxxx"}, {KICK: "x...x...x...x...",
        SNARE: "..x...x...x.xxx."},
    ), basses=(58,), bass=("beats", "oom"), chord_sounds=(61, 60), chords=("off", "beats"), leads=(56, 72,
        61), lead=0.9),
    "soft_band": Kind((58, 110), (
        {SHAKER: "xoxoxoxoxoxoxoxo"}, {RIM: _BACK4, KICK: "o.......o......."}, {TAMBOURINE: _BACK4}, {},
    ), bass=("roots", "beats", "none"), basses=A_BASS + E_BASS, chord_sounds=STEEL + NYLON + PIANO,
        chords=("strummed", "broken", "beats"),
        leads=VOICES + WINDS, lead=0.9, drums_gain=(-12.0, -2.0), curve=("wandering", "breathing", "steady")),
    "singer_and_guitar": Kind((64, 132), bass=("none",), chord_sounds=STEEL + NYLON, chords=("strummed",
        "broken", "strummed"), leads=VOICES, lead=1.0,
        pad=0.0, curve=("wandering", "breathing", "steady")),
    "picked": Kind((66, 132), bass=("none", "roots"), chord_sounds=STEEL + NYLON + PLUCKED,
        chords=("broken", "picked"), lead=0.3, pad=0.2,
        curve=("wandering", "breathing")),
    "pads_and_plucks": Kind((56, 104), bass=("none", "roots"), basses=S_BASS,
        chord_sounds=PLUCKED + BELLS + NYLON + (10, 13), chords=("picked", "broken", "beats"),
        pad=1.0, lead=0.3, leads=PADS + BELLS, curve=_ELECTRONIC),
    "pads": Kind((56, 100), bass=("roots", "none"), chord_sounds=PADS + STRINGS, chords=("beats", "whole"),
        pad=1.0, lead=0.6, leads=PADS + BELLS),
    "piano": Kind((56, 132), bass=("roots", "beats", "broken_low"), basses=PIANO, chord_sounds=PIANO,
        chords=("broken", "beats", "eighths", "broken_triplets"),
        leads=PIANO, lead=0.9, pad=0.0, curve=("rubato", "breathing", "wandering")),
    "quartet": Kind((60, 132), bass=("beats", "roots", "eighths"), basses=(42, 43), chord_sounds=(41, 48,
        40), chords=("beats", "eighths", "whole", "off"),
        leads=(40, 68, 73), lead=1.0, pad=0.2, curve=("rubato", "breathing", "wandering")),
    "orchestra": Kind((70, 160), ({}, {SNARE: "x..xx..xx..xx.xx"}, {LOW_TOM: "x.......x......."}),
        bass=("beats", "eighths", "roots"), basses=(42, 43, 58),
        chord_sounds=(48, 61, 60, 45), chords=("eighths", "whole", "beats"), leads=(40, 56, 60, 73, 48),
        lead=0.9, curve=("breathing", "wandering")),
}  # fmt: skip
