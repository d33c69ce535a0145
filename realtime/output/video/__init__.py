"""The picture as video for other programs: NDI, a camera that is none, Spout and Syphon."""
