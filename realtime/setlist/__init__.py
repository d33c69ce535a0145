"""Setlists: read and checked, with the blocklist, and the place in them while they play."""
