"""The operator's gains: what the values of the parameter table do to features and looks."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from realtime.audio.feature_table import FEATURES
from realtime.audio.features import Features
from realtime.camera import MOTIONS
from realtime.control.parameters import PARAMETERS, Act, Parameter
from realtime.control.table import Values
from realtime.mapping.look import Look
from realtime.mapping.targets import LAYERS, TARGETS, WEIGHTS
from realtime.scenery.layers import layer_limits
from realtime.stage.post import POST_INPUTS
from realtime.vocabulary import SOURCE_INPUTS

_ACTIONS: dict[Act, Callable[[float, float], float]] = {
    "gain": operator.mul,
    "offset": operator.add,
    "set": lambda before, value: float(value),
    "command": operator.add,
}
_Places = dict[str, dict[str, list[Parameter]]]
"""Rows by area ("look") and what is in it ("strength")."""
_SHARES = ("strength", "noise", "style_mix", "prompt_mix")


class OperatorGains:
    """Applies rows of the parameter table, in their order, to what each says that it acts on.

    values, wherever they are given: as the table has them, another object whenever one has changed.
    Raises ValueError for a row that acts on what does not exist.
    """

    def __init__(self, parameters: Iterable[Parameter] = PARAMETERS) -> None:
        self._rests = {f"post.{row.name}": row.default for row in POST_INPUTS.values()}
        self._rests |= {row.name: row.rest for row in SOURCE_INPUTS.values()}
        self._rests |= {name: rest for name, (_, _, rest) in layer_limits().items()}
        # Rows of shaders act on what they are called after.
        parameters = tuple(parameters)
        self._rests |= {
            row.name: float(row.default)
            for row in parameters
            if row.acts in ("set", "command") and row.on == (row.name,)
        }
        known = {
            *self._rests,
            *(f"heard.{name}" for name in FEATURES),
            *(f"motion.{name}" for name in MOTIONS),
            *(f"look.{name}" for name in (*_SHARES, *WEIGHTS)),
        }
        self._whole = _wholes(parameters)
        self._pictures = tuple(row for row in parameters if row.pictures)
        self._rows: _Places = defaultdict(dict)
        for row in parameters:
            for place in row.on:
                if place not in known:
                    raise ValueError(f"parameter {row.name} acts on {place}, which there is not")
                area, _, name = place.partition(".")
                self._rows[area].setdefault(name, []).append(row)
        self._acting: tuple[Values | None, _Places] = (None, {})

    def heard(self, features: Features, values: Values) -> Features:
        """The features as the rows on "heard" have them, within the limits of the table of features."""
        changed = self._changed("heard", values, lambda name: getattr(features, name))
        if not changed:
            return features
        held: dict[str, Any] = {
            name: min(max(value, FEATURES[name].low), FEATURES[name].high) for name, value in changed.items()
        }
        return replace(features, **held)

    def played(self, look: Look, values: Values) -> Look:
        """The look as the other rows have it; strength, noise and mixes stay within 0..1, weights within
        their limits."""

        def share(name: str) -> float:
            return look.weights.get(name, TARGETS[name].rest) if name in WEIGHTS else getattr(look, name)

        shares = self._changed("look", values, share)
        weights = {
            name: min(max(shares.pop(name), TARGETS[name].low), TARGETS[name].high)
            for name in WEIGHTS
            if name in shares
        }
        motion = self._changed("motion", values, lambda name: getattr(look.motion, name))
        inputs: dict[str, float] = {}
        for layer in LAYERS:
            inputs |= self._inputs(f"{layer}.", look, values)
        if not (shares or weights or motion or inputs):
            return look
        return replace(
            look,
            motion=replace(look.motion, **motion),
            weights={**look.weights, **weights},
            inputs={**look.inputs, **inputs},
            **{name: min(max(value, 0.0), 1.0) for name, value in shares.items()},
        )

    def pictured(self, images: Mapping[str, str], values: Values) -> Mapping[str, str]:
        """What image inputs show, by the names of targets: `images`, but for what a hand has chosen."""
        chosen = {}
        for row in self._pictures:
            picture = row.pictures.get(float(values.get(row.name, row.rest)))
            if picture is not None:
                chosen[row.name] = picture
        return {**images, **chosen} if chosen else images

    def _inputs(self, layer: str, look: Look, values: Values) -> dict[str, float]:
        def before(name: str) -> float:
            return look.inputs.get(layer + name, self._rests[layer + name])

        changed = self._changed(layer.removesuffix("."), values, before)
        return {layer + name: value for name, value in changed.items()}

    def _changed(self, area: str, values: Values, before: Callable[[str], float]) -> dict[str, float]:
        """By name, the new value of everything in `area` that at least one row changes."""
        changed: dict[str, float] = {}
        for name, rows in self._acting_rows(values).get(area, {}).items():
            current = before(name)
            for row in rows:
                current = _ACTIONS[row.acts](current, values.get(row.name, row.rest))
            changed[name] = current
        return changed

    def _acting_rows(self, values: Values) -> _Places:
        """The rows that change anything; found once for the same values, which most frames have."""
        known, acting = self._acting
        if known is not values:
            acting = {}
            for area, places in self._rows.items():
                for name, rows in places.items():
                    act = [
                        row
                        for row in rows
                        if any(_acts(part, values) for part in self._whole.get(row.name, (row,)))
                    ]
                    if act:
                        acting.setdefault(area, {})[name] = act
            self._acting = values, acting
        return acting


def _acts(row: Parameter, values: Values) -> bool:
    """Does the row change anything? One that takes over is among the values only while it is held."""
    return row.name in values if row.takes_over else values.get(row.name, row.rest) != row.rest


def _wholes(parameters: Iterable[Parameter]) -> dict[str, tuple[Parameter, ...]]:
    """By name, all numbers of the point or colour that a row is one of: moved by one, it is taken as a
    whole."""
    rows = {row.name: row for row in parameters if row.acts == "set"}
    later = {row.second for row in rows.values()}
    wholes: dict[str, tuple[Parameter, ...]] = {}
    for row in rows.values():
        if row.second in rows and row.name not in later:
            parts = [row]
            while parts[-1].second in rows:
                parts.append(rows[parts[-1].second])
            wholes |= dict.fromkeys((part.name for part in parts), tuple(parts))
    return wholes
