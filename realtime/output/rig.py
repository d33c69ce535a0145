"""The rig file (`--outputs rig.toml`): read and checked, every slip with its line."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ValidationError

from realtime.errors import UserError
from realtime.files import read_within
from realtime.output.rig_schema import TABLES, RigModel
from realtime.setlist.explain import Violation, explained, syntax_problem
from realtime.setlist.positions import Path as KeyPath
from realtime.setlist.positions import Positions, dotted

_READ_LIMIT_S = 5.0


def read_rig(path: Path) -> RigModel:
    """The rig of a file. Raises UserError with a line for each thing that is wrong."""
    try:
        text = read_within(path, _READ_LIMIT_S).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The rig {path} cannot be read: {error}.") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(str(syntax_problem(path, error, text))) from None
    try:
        return RigModel.model_validate(data, context=path.parent)
    except ValidationError as error:
        positions = Positions(text)
        slips = [
            Violation(str(path), *positions[key], dotted(key), message)
            for key, message in explained(error, _keys_at)
        ]
        slips.sort(key=lambda slip: (slip.line, slip.column))
        raise UserError("\n".join(map(str, slips))) from None


def _keys_at(path: KeyPath) -> list[str]:
    """The keys that may stand in the table at `path`."""
    model: type[BaseModel] = TABLES[tuple(part for part in path if isinstance(part, str))]
    return list(model.model_fields)
