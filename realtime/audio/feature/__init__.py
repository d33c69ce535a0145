"""What is measured in sound: bands, onsets, loudness, timbre, novelty, build-ups and drops."""
