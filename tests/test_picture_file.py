"""Picture files: upright, and refused in words before they fill the memory."""

import resource
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from realtime.errors import UserError
from realtime.isf.pictures import load_picture
from realtime.picture_file import MOST_PIXELS, read_picture
from realtime.scenery.media import Still


def _huge_png(path, side):
    """A small file that says it has `side`² pixels, all black."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side + 7) // 8 + 1) * side)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    return path


@pytest.mark.parametrize("side", [13_000, 20_000])
def test_a_huge_picture_is_one_sentence_and_not_decoded(tmp_path, side):
    path = _huge_png(tmp_path / "huge.png", side)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for read in (load_picture, lambda path: Still(path, (64, 64))):
        with pytest.raises(UserError, match=f"pixels, and at most {MOST_PIXELS // 10**6} million are read"):
            read(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000, "KiB"


def test_sixteen_bits_of_grey_are_greys(tmp_path):
    ramp = np.linspace(0, 65535, 256, dtype=np.uint16)[None].repeat(4, 0)
    Image.fromarray(ramp).save(tmp_path / "scan.png")
    pixels = np.asarray(read_picture(tmp_path / "scan.png"))[0, :, 0].astype(int)
    assert np.abs(pixels - np.arange(256)).max() <= 1


def test_a_photograph_is_upright(tmp_path):
    photo = Image.new("RGB", (8, 4), "navy")
    photo.getexif()[0x0112] = 6
    photo.save(tmp_path / "photo.jpg", exif=photo.getexif())
    assert load_picture(tmp_path / "photo.jpg").shape == (8, 4, 4)


def test_what_is_no_picture_is_one_sentence(tmp_path):
    (tmp_path / "a.png").write_bytes(np.arange(200, dtype=np.uint8).tobytes())
    with pytest.raises(UserError, match=r"Cannot read the picture .* Give a PNG or JPEG"):
        load_picture(tmp_path / "a.png")
