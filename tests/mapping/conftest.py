"""Property tests here are judged by their answers, not by the speed of a busy machine."""

from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
