"""Beats of the rig: decks over Pro DJ Link, DJ programs over OS2L, and whatever sends its beat over OSC."""
