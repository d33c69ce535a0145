"""A sentence for the operator, which other languages can say in their own words."""

from __future__ import annotations

from collections.abc import Sequence


class Notice(str):
    """English, made of `form`, in which names in braces stand for `fields`. A field may be a notice itself.

    The panel's page has the forms in other languages: realtime/panel/page/notices_ko.js.
    """

    form: str
    fields: dict[str, object]

    def __new__(cls, form: str, **fields: object) -> Notice:
        self = super().__new__(cls, form.format(**fields))
        self.form, self.fields = form, fields
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.form,), self.fields


def listed(parts: Sequence[str]) -> str:
    """Several, with commas between them."""
    form = ", ".join(f"{{part_{number}}}" for number in range(len(parts)))
    return Notice(form, **{f"part_{number}": part for number, part in enumerate(parts)})
