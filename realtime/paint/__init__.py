"""Painters: a `FrameRequest` in, a painted frame out; which engine paints, and what it paints over."""
