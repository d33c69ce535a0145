"""Beats: tempo, phase and bar from sound, live and for whole songs; taps and outside clocks."""
