"""Films: the frame log, its segments, the workers that render them, and the joined result."""
