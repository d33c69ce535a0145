"""Fetches recordings for the ear's network: `python -m training.fetch_recordings MUSIC`.

The music of free games, from Debian's main archive by `apt-get download`; nothing is installed. The sounds of
each package go into a folder of its name, with its copyright file, which names the licences. What is there
already is left as it is. `label_recordings` finds the beats, `lay_composed` plays the tracker modules.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import click

PACKAGES = (
    "abe-data",
    "alienblaster-data",
    "asc-music",
    "blobwars-data",
    "circuslinux-data",
    "colobot-common-sounds",
    "criticalmass-data",
    "endless-sky-data",
    "enigma-data",
    "extremetuxracer-data",
    "fb-music-high",
    "freedroid-data",
    "freedroidrpg-data",
    "frozen-bubble-data",
    "gunroar-data",
    "hedgewars-data",
    "heroes-sound-tracks",
    "holotz-castle-data",
    "hyperrogue-music",
    "jumpnbump",
    "kobodeluxe-data",
    "lincity-ng-data",
    "megaglest-data",
    "mirrormagic-data",
    "mu-cade-data",
    "naev-data",
    "nexuiz-music",
    "njam-data",
    "noiz2sa-data",
    "openarena-data",
    "openclonk-data",
    "parsec47-data",
    "pathological",
    "pax-britannica-data",
    "pingus-data",
    "planetblupi-music-ogg",
    "powermanga-data",
    "rafkill-data",
    "rrootage-data",
    "singularity-music",
    "starfighter-data",
    "supertransball2-data",
    "supertux-data",
    "supertuxkart-data",
    "tecnoballz-data",
    "titanion-data",
    "torus-trooper-data",
    "trackballs-data",
    "tumiki-fighters-data",
    "ufoai-music",
    "unknown-horizons",
    "warzone2100-music",
    "wesnoth-1.16-music",
    "widelands-data",
    "xblast-tnt-musics",
    "xmoto-data",
    "zaz-data",
)
"""Their licences: GPL, CC BY, CC BY-SA or the public domain. Games of rhythm are left out: their songs, with
the beats that a person marked, are what the ear is judged by (`benchmarks.marked_songs`)."""
SOUNDS = ("ogg", "opus", "mp3", "flac", "oga", "xm", "it", "s3m", "mod")
LEAST_BYTES = 250_000
"""Effects and voices are shorter. Modules may be."""
MODULES = (".xm", ".it", ".s3m", ".mod")
ARCHIVES = (".pk3", ".zip")
"""Some games keep their sounds in these."""


def fetch(package: str, music: Path) -> int:
    """The package's sounds into a folder of its name: how many. Raises CalledProcessError where apt or dpkg
    says no."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        unpacked = unpacked_package(package, work)
        for path in [path for path in unpacked.rglob("*") if path.suffix in ARCHIVES and path.is_file()]:
            with zipfile.ZipFile(path) as zipped:
                zipped.extractall(path.with_suffix(""))
        found = [path for path in sorted(unpacked.rglob("*")) if _is_music(path)]
        laid = work / "laid"
        laid.mkdir()
        for path in found:
            shutil.copyfile(path, laid / "-".join(path.relative_to(unpacked).parts[-2:]))
        for terms in unpacked.glob("usr/share/doc/*/copyright"):
            shutil.copyfile(terms, laid / "copyright")
        shutil.move(laid, music / package)
    return len(found)


def unpacked_package(package: str, work: Path) -> Path:
    """The folder below `work` that holds the package's files. Raises CalledProcessError."""
    fetch = ["apt-get", "download", "-o", "APT::Sandbox::User=root", package]
    subprocess.run(fetch, cwd=work, check=True, stdout=subprocess.DEVNULL)
    (archive,) = work.glob(f"{package}_*.deb")
    unpacked = work / package
    subprocess.run(["dpkg-deb", "-x", archive, unpacked], check=True)
    return unpacked


def _is_music(path: Path) -> bool:
    if not path.is_file() or path.is_symlink() or path.suffix.lower().lstrip(".") not in SOUNDS:
        return False
    return path.suffix.lower() in MODULES or path.stat().st_size >= LEAST_BYTES


@click.command()
@click.argument("music", type=click.Path(path_type=Path, file_okay=False))
def main(music: Path) -> None:
    """Fetch what is not there yet into MUSIC."""
    music.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        if not (music / package).exists():
            click.echo(f"{package}: {fetch(package, music)} sounds")


if __name__ == "__main__":
    main()
