"""MIDI: controllers with a map each, their lights, and clocks and time code in and out."""
