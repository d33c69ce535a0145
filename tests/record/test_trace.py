"""The trace: every row arrives, whole, and a full disk does not end a show."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from realtime.camera import Motion, Pose
from realtime.errors import UserError
from realtime.record.trace import Trace, TraceRow

ROOT = Path(__file__).parents[2]


def _row(number: int) -> TraceRow:
    return TraceRow(
        time=number / 60,
        frame=None if number == 0 else number,
        frame_age=0.125,
        beat_phase=0.5,
        bar_phase=0.25,
        confidence=0.9,
        strength=0.45,
        camera=Pose().moved(Motion(zoom=0.1, tilt=5.0), number / 60).matrix,
        scene=2,
        stages={"audio": 0.0001, "draw": 0.002},
    )


def test_every_row_is_one_json_object_in_order(tmp_path):
    trace = Trace(tmp_path / "t.jsonl", live=False)
    for number in range(10_000):
        trace.write(_row(number))
    trace.close()
    rows = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text().splitlines()]
    assert [row["time"] for row in rows] == [round(number / 60, 6) for number in range(10_000)]
    assert rows[0]["frame"] is None and rows[9]["frame"] == 9
    assert rows[3]["stages"] == {"audio": 0.0001, "draw": 0.002}
    assert np.allclose(rows[9]["camera"], _row(9).camera, rtol=1e-8)
    assert trace.dropped == 0 and trace.error is None


def test_closing_twice_and_writing_late_is_harmless(tmp_path):
    trace = Trace(tmp_path / "t.jsonl")
    trace.write(_row(1))
    trace.close()
    trace.close()
    trace.write(_row(2))
    assert len((tmp_path / "t.jsonl").read_text().splitlines()) == 1


def test_a_folder_that_does_not_exist_is_one_clear_sentence(tmp_path):
    with pytest.raises(UserError, match="Cannot write the trace"):
        Trace(tmp_path / "no" / "t.jsonl")


def test_a_full_disk_ends_the_trace_after_a_whole_line(tmp_path):
    script = """
        import resource, signal, sys
        import numpy as np
        from realtime.record.trace import Trace, TraceRow
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        trace = Trace(sys.argv[1], live=False)
        for number in range(2000):
            trace.write(TraceRow(number / 60, 1, 0.1, 0.5, 0.5, 1.0, 0.5, np.eye(3)))
        trace.close()
        print(trace.error)
    """
    path = tmp_path / "t.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(path)],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "ended early: File too large" in done.stdout, done.stderr
    text = path.read_text()
    assert text.endswith("\n") and 45_000 < len(text) <= 50_000
    rows = [json.loads(line) for line in text.splitlines()]
    assert [row["time"] for row in rows] == [round(number / 60, 6) for number in range(len(rows))]
