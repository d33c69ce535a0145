"""Music with known beats, composed to measure the ear and to fit it."""
