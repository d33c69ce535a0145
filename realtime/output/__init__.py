"""What becomes of the finished picture: recordings, stills, windows, video for other programs, and light."""
