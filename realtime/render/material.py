"""What a film is made from: the song, and a setlist or an imported animation to go with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from realtime.errors import UserError
from realtime.isf.library import ShaderLibrary
from realtime.keyframes.animation import Animation
from realtime.keyframes.imported import beside
from realtime.render.imported import load_animation
from realtime.render.options import PREVIEW_ENDING, FilmOptions
from realtime.render.song_file import song_file
from realtime.resources import shader_folders
from realtime.say import Say
from realtime.scenery.media import unreadable
from realtime.scenery.source_name import FILES, parse_source
from realtime.scenery.style_picture import picture_path, style_picture
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.open_blocklist import open_blocklist
from realtime.setlist.scene import Scene, Setlist
from realtime.setlist.style_image import in_style_of, style_pictures
from realtime.vocabulary import load_checked


@dataclass(frozen=True, slots=True)
class Material:
    """What a film is made from. script: what is seen when.

    files: all that was read beside the song and that the pictures depend on, in a fixed order.
    """

    song: Path
    script: Setlist | Animation
    files: tuple[Path, ...]
    library: ShaderLibrary
    blocklist: Blocklist

    @property
    def animation(self) -> Animation | None:
        """The script, where it is an imported animation."""
        return self.script if isinstance(self.script, Animation) else None

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """The setlist's scenes; an animation has none."""
        return tuple(self.script.scenes) if isinstance(self.script, Setlist) else ()

    @property
    def pictures(self) -> set[str]:
        """The sources and styles that are read from files."""
        if isinstance(self.script, Setlist):
            return _pictures(self.script) | set(style_pictures(self.script))
        return {f"video:{self.script.clip.path}"} if self.script.clip is not None else set()


WriteSetlist = Callable[[str, Path, Blocklist, ShaderLibrary], None]
"""Writes a setlist for a song into a file, its texts past the blocklist."""


def read_material(options: FilmOptions, write_setlist: WriteSetlist, say: Say) -> Material:
    """Read and check all that the options name. Raises UserError.

    write_setlist: makes the setlist where none is named; it belongs to the film by its name, and is the
    user's to edit from then on.
    """
    library = ShaderLibrary(shader_folders(options.shader_folders))
    blocklist = open_blocklist(options.setlist)
    imported = [path for path in (options.deforum, options.parseq) if path is not None]
    if options.setlist and imported:
        raise UserError("Give either --setlist, or --deforum and --parseq: they say what is seen.")
    if imported:
        animation = load_animation(options.deforum, options.parseq, blocklist)
        song = song_file(_song(options, animation))
        files = (*imported, animation.clip.path) if animation.clip else tuple(imported)
        return Material(song, animation, files, library, blocklist)
    song = song_file(_song(options, None))
    name = options.output.stem.removesuffix(PREVIEW_ENDING if options.preview else "")
    path = options.setlist or options.output.with_name(f"{name}.toml")
    if options.setlist is None and path.is_file():
        say(f"setlist: {path}, as it stands beside the film")
    elif options.setlist is None:
        write_setlist(options.song, path, blocklist, library)
    setlist = in_style_of(load_checked(path, blocklist, library), options.style_image)
    sources = [parse_source(source) for source in sorted(_pictures(setlist))]
    if faults := [why for source in sources if (why := unreadable(source))]:
        raise UserError("\n".join(faults))
    styles = style_pictures(setlist)
    for name in styles:
        style_picture(name)  # raises UserError where it is none
    pictures = sorted({*(Path(source.target) for source in sources), *map(picture_path, styles)})
    return Material(song, setlist, (path, *pictures), library, blocklist)


def _song(options: FilmOptions, animation: Animation | None) -> str:
    """The song that was given, or the one that an imported file names. Raises UserError."""
    if options.song:
        return options.song
    if animation is None or not animation.soundtrack:
        raise UserError("Which song? Give a sound file; only a Deforum file that names one can do without.")
    settings = options.deforum or Path()
    return str(beside(animation.soundtrack, settings, "the soundtrack", "give it as the song"))


def _pictures(setlist: Setlist) -> set[str]:
    sources = [scene.source for scene in setlist.scenes] + [layer.source for layer in setlist.layers]
    return {source for source in sources if parse_source(source).kind in FILES}
