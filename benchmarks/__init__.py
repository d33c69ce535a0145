"""Measurements of speed, delay and hearing; `live.py bench` runs them."""
