"""What an output needs that is not installed."""

from __future__ import annotations

from realtime.errors import UserError


def lacking(what: str, extra: str, package: str, error: ImportError) -> UserError:
    """The fault where `package` of the extra `extra` is missing or cannot be used."""
    return UserError(
        f"{what} needs {package} ({error}): pip install 'anacrusis[{extra}]', or in a checkout "
        f".venv/bin/python -m pip install {package}."
    )
