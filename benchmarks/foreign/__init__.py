"""A second generator of music with known beats, written without a look at the first and never fitted on."""
