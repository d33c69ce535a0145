"""Makes this Python a machine without GL: put first on PYTHONPATH by a test."""

import moderngl


def _refuse(*arguments, **settings):
    raise Exception("libEGL.so not loaded")


moderngl.create_standalone_context = moderngl.create_context = _refuse
