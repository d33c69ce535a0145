"""The operator's hand: the parameter table, and OSC, MIDI, Link and keys that write to it."""
