"""The rig: decks over Pro DJ Link, DJ programs over OS2L, buttons too, and who sends its beat over OSC."""
