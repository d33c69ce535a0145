"""`new` at a terminal: it asks, in Korean too, and what it refuses it asks again."""

import os
import pty
import select
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from PIL import Image

PROJECT = Path(__file__).resolve().parents[2]


def talk(command, answers, seconds=90):
    """Run `command` on a terminal and answer its prompts in turn; all that it said."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    printed, waiting, until = b"", list(answers), time.monotonic() + seconds
    while time.monotonic() < until:
        ready, _, _ = select.select([ours], [], [], 0.02)
        if ready:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            printed += part
        elif waiting and printed.endswith(b": "):
            os.write(ours, waiting.pop(0).encode() + b"\n")
    assert process.wait(timeout=10) == 0, printed.decode(errors="replace")
    assert not waiting
    return printed.decode()


def test_a_musician_is_asked_in_korean(short_song, tmp_path):
    out, image = tmp_path / "밤.toml", tmp_path / "달.png"
    Image.new("RGB", (8, 8), "navy").save(image)
    (tmp_path / "그림").mkdir()
    Image.new("RGB", (8, 8), "navy").save(tmp_path / "그림" / "밤바다.png")
    printed = talk(
        [sys.executable, str(PROJECT / "live.py"), "new", str(short_song), "-o", str(out), "--lang", "ko"],
        ["피투성이 시체", "9:59 끝난 뒤", "등대가 있는 밤바다", "", "밤바다"]
        + ["2", "?", "수묵", "수묵화", "빨강", "벚꽃", "떠다니기", "보통", "nowhere.png", str(image)]
        + ["이하늘", str(tmp_path / "없음"), str(tmp_path / "그림"), "", str(image)],
    )
    assert "영상 제목" in printed and "분위기" in printed and "단청" in printed
    assert "음악을 들어 보니: 120 bpm" in printed and "노래는 0:10에 끝납니다" in printed
    assert str(out) in printed.replace("\r\n", "")
    setlist = tomllib.loads(out.read_text(encoding="utf-8"))
    assert setlist["name"] == "밤바다"
    assert {scene["palette"] for scene in setlist["song"][0]["scene"]} == {"sakura"}
    assert setlist["song"][0]["lettering"] == {"title": "밤바다", "artist": "이하늘", "logo": "달.png"}
    assert "still:그림/밤바다.png" in [scene.get("source") for scene in setlist["song"][0]["scene"]]
    grown = f"--first-image {image}"
    assert grown in out.read_text(encoding="utf-8") and grown in printed
    assert all("등대가 있는 밤바다" in scene["prompt"] for scene in setlist["song"][0]["scene"])
    assert "시체" not in out.read_text(encoding="utf-8")
    assert "음악을 들어 보니" not in out.read_text(encoding="utf-8"), (
        "the musician chose another mood and style"
    )


def test_empty_answers_take_the_file_name_and_what_the_music_suggests(short_song, tmp_path):
    out = tmp_path / "taken.toml"
    printed = talk(
        [sys.executable, str(PROJECT / "live.py"), "new", str(short_song), "-o", str(out), "--lang", "en"],
        ["the sea", *[""] * 12],
    )
    assert tomllib.loads(out.read_text(encoding="utf-8"))["name"] == "short", "the song's file is short.wav"
    shown = printed.split("From the music: ")[1].split("\r\n")[0]
    assert f"# From the music: {shown}." in out.read_text(encoding="utf-8")


def test_piped_answers_are_taken(short_song, tmp_path):
    out = tmp_path / "piped.toml"
    command = [
        sys.executable,
        str(PROJECT / "live.py"),
        "new",
        str(short_song),
        "-o",
        str(out),
        "--lang",
        "en",
    ]
    answers = "a bloody corpse\na lighthouse by the sea\n\nMurder on the Dancefloor\ndark\n"
    done = subprocess.run(command, input=answers, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    setlist = tomllib.loads(out.read_text(encoding="utf-8"))
    assert setlist["name"] == "Murder on the Dancefloor"
    assert all("lighthouse" in scene["prompt"] for scene in setlist["song"][0]["scene"])
    assert done.stderr.index("Story: a lighthouse") < done.stderr.index("Title of the video")
    assert "refused" in done.stderr and "Mood [" in done.stderr and ": dark\n" in done.stderr


def test_a_pipe_to_which_nobody_writes_is_not_waited_for(short_song, tmp_path):
    out = tmp_path / "silent.toml"
    command = [sys.executable, str(PROJECT / "live.py"), "new", str(short_song), "-o", str(out)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.wait(timeout=120) == 0 and out.is_file()
    process.communicate()
