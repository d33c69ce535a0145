"""The demo track, which the program composes and plays itself."""
