"""Uniforms of a program, by name."""

from __future__ import annotations

import moderngl


def find_uniform(program: moderngl.Program, name: str) -> moderngl.Uniform | None:
    """The uniform `name`; None where the program has none: the compiler drops those that nothing reads."""
    member = program.get(name, None)
    return member if isinstance(member, moderngl.Uniform) else None


def set_uniform(program: moderngl.Program, name: str, value: object) -> None:
    """Set the uniform `name`. Raises KeyError where the program has none."""
    uniform = find_uniform(program, name)
    if uniform is None:
        raise KeyError(name)
    uniform.value = value
