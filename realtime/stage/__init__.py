"""The stage: painted frames moved to the camera of now, crossfaded, filtered and finished in GL."""
