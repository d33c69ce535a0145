"""`install-service`: let the system start the show with the machine, and again after any fault."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import click

from realtime.resources import CHECKOUT

_NAME = "anacrusis"
# A show that shows nothing for so long hangs. It may take longer to begin: painters are compiled.
_WATCHDOG_S, _START_S = 30, 300
_SYSTEMD = """[Unit]
Description=Anacrusis, a show that runs by itself
After=graphical-session.target sound.target pipewire.service
PartOf=graphical-session.target
# For ever: a card or a screen may come back after hours.
StartLimitIntervalSec=0

[Service]
Type=notify
# Its display loop tells that it lives, frame by frame.
WatchdogSec={watchdog}
TimeoutStartSec={start}
WorkingDirectory={folder}
ExecStart={command}
Restart=always
RestartSec=5
# A painter that takes too much memory is ended alone; the show replaces it.
OOMPolicy=continue
NoNewPrivileges=yes
LockPersonality=yes
RestrictSUIDSGID=yes
UMask=0077

[Install]
WantedBy=graphical-session.target
"""
_LAUNCHD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>Label</key><string>{name}</string>
<key>ProgramArguments</key><array>{words}</array>
<key>WorkingDirectory</key><string>{folder}</string>
<key>RunAtLoad</key><true/>
<key>KeepAlive</key><true/>
<key>ProcessType</key><string>Interactive</string>
</dict></plist>
"""
_TASK = """<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
<Triggers><LogonTrigger/></Triggers>
<Settings><RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>
<ExecutionTimeLimit>PT0S</ExecutionTimeLimit><DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries></Settings>
<Actions><Exec><Command>{program}</Command><Arguments>{arguments}</Arguments>
<WorkingDirectory>{folder}</WorkingDirectory></Exec></Actions>
</Task>
"""


@click.command("install-service", context_settings={"ignore_unknown_options": True})
@click.option("--print", "only_print", is_flag=True, help="Print it instead of writing it.")
@click.argument("show", nargs=-1, type=click.UNPROCESSED)
def install_service(only_print: bool, show: tuple[str, ...]) -> None:
    """Write what starts the show with the machine: a systemd user unit (Linux), or, both untried, a launchd
    agent (macOS) and a task for the Task Scheduler (Windows).

    SHOW: what follows `live.py`, such as `-- card --setlist exhibition`; that unless given.
    """
    words = [*_program(), *(show or ("card", "--setlist", "exhibition"))]
    path, text, then = service(sys.platform, words, Path.cwd() if CHECKOUT is None else CHECKOUT)
    if only_print:
        click.echo(text, nl=False)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(f"written: {path}")
    for line in then:
        click.echo(line)


def service(platform: str, words: list[str], folder: Path) -> tuple[Path, str, tuple[str, ...]]:
    """(where it belongs, what it says, what to do next) on `platform`, for the command `words`."""
    home = Path.home()
    if platform == "darwin":
        items = "".join(f"<string>{escape(word)}</string>" for word in words)
        path = home / "Library" / "LaunchAgents" / f"{_NAME}.plist"
        text = _LAUNCHD.format(name=_NAME, words=items, folder=escape(str(folder)))
        return path, text, (f"now: launchctl load -w {path} (untried: tell us how it went)",)
    if platform == "win32":
        arguments = " ".join(f'"{word}"' if " " in word else word for word in words[1:])
        path = home / f"{_NAME}-task.xml"
        text = _TASK.format(program=escape(words[0]), arguments=escape(arguments), folder=escape(str(folder)))
        return path, text, (f"now: schtasks /Create /TN {_NAME} /XML {path} (untried: tell us how it went)",)
    # systemd reads a per cent sign as the beginning of a specifier, and a dollar sign as that of a variable.
    command = " ".join(shlex.quote(word).replace("%", "%%").replace("$", "$$") for word in words)
    unit = _SYSTEMD.format(
        watchdog=_WATCHDOG_S, start=_START_S, folder=str(folder).replace("%", "%%"), command=command
    )
    path = home / ".config" / "systemd" / "user" / f"{_NAME}.service"
    return (
        path,
        unit,
        (
            f"now: systemctl --user daemon-reload && systemctl --user enable --now {_NAME}",
            f"its log: journalctl --user -u {_NAME} -f",
            "where nobody logs in: sudo loginctl enable-linger $USER, and automatic login to the desktop",
        ),
    )


def _program() -> list[str]:
    if CHECKOUT is None:
        return [sys.executable, "-m", "realtime.cli"]
    return [sys.executable, str(CHECKOUT / "live.py")]
