"""What waits to be carried out, without when and from whom it came."""

from realtime.control.table import ParameterTable


def command_values(table: ParameterTable) -> list[tuple[str, int | str | None]]:
    """(name, value) of the commands since the last call, in order."""
    return [(command.name, command.value) for command in table.commands()]
