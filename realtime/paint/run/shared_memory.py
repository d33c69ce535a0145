"""Shared memory between a show and its painter process: one request slot, one frame slot, newest wins.

Each slot is three deep and carries a sequence number (odd while it is being written), so
neither side ever waits for the other and a torn read is seen and repeated. The memory is anonymous:
nothing is left behind in /dev/shm when a process is killed.
"""

from __future__ import annotations

import pickle
from multiprocessing.context import BaseContext

import numpy as np

from realtime.camera import Pose
from realtime.errors import UserError
from realtime.paint.frame import FrameRequest, Subject

REQUEST_BYTES = 64 * 1024
DEPTH = 3
_TRIES = 4
_NOBODY = Subject()

CONTROL = np.dtype(
    [
        ("heartbeat", "f8"),  # monotonic seconds, written by a thread of the child
        ("waiting", "i8"),  # 1: the child sleeps until it is woken through its pipe
        ("request", "i8"),  # sequence number of the newest request, 0: none yet
        ("taken", "i8"),  # … of the request that the child works on or has finished
        ("taken_at", "f8"),  # monotonic seconds
        ("usual_s", "f8"),  # seconds that a request usually takes the child, 0: not known yet
        ("done", "i8"),  # … of the last request that gave a frame or failed
        ("frame", "i8"),  # number of the newest frame, 0: none yet
        ("bad", "i8"),  # frames thrown away by the child: not finite or of the wrong size
        ("failed", "i8"),  # requests that raised
        ("skipped", "i8"),  # requests that asked for the picture that was there already
    ]
)
REQUEST = np.dtype([("sequence", "i8"), ("number", "i8"), ("submitted", "f8"), ("length", "i8")])
FRAME = np.dtype(
    [
        ("sequence", "i8"),
        ("id", "i8"),
        ("time", "f8"),
        ("matrix", "f8", (3, 3)),
        ("pose_generation", "i8"),
        ("bridge", "f8", (3, 3)),
        ("generation", "i8"),
        ("paint_s", "f8"),
        ("submitted", "f8"),
        ("width", "i8"),
        ("height", "i8"),
    ]
)


class Channel:
    """The shared memory of one painter process; picklable while it is being spawned.

    `size` (width, height): the largest frame that fits.
    """

    def __init__(self, context: BaseContext, size: tuple[int, int]) -> None:
        self.size = size
        pixels = size[0] * size[1] * 4
        self._raw = {
            "control": context.RawArray("B", CONTROL.itemsize),
            "requests": context.RawArray("B", DEPTH * (REQUEST.itemsize + REQUEST_BYTES)),
            # One frame more: the one that a new engine takes over from the old.
            "frames": context.RawArray("B", (DEPTH + 1) * (FRAME.itemsize + pixels)),
        }
        self._map()

    def __getstate__(self) -> dict:
        return {"size": self.size, "_raw": self._raw}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        self._map()

    def _map(self) -> None:
        self.control = np.frombuffer(self._raw["control"], CONTROL)
        self._requests = _slots(self._raw["requests"], REQUEST, DEPTH)
        self._frames = _slots(self._raw["frames"], FRAME, DEPTH + 1)

    # The show's side

    def put_request(self, request: FrameRequest, submitted: float) -> int:
        """Make `request` the newest and return its sequence number; `submitted`: monotonic seconds."""
        data = pickle.dumps(request, protocol=pickle.HIGHEST_PROTOCOL)
        if len(data) > REQUEST_BYTES:
            raise UserError(
                f"A request to the painter takes {len(data)} bytes, more than {REQUEST_BYTES}: "
                "shorten the prompt."
            )
        number = int(self.control["request"][0]) + 1
        header, body = self._requests[number % DEPTH]
        header["sequence"] += 1
        header["number"], header["submitted"], header["length"] = number, submitted, len(data)
        body[: len(data)] = np.frombuffer(data, np.uint8)
        header["sequence"] += 1
        self.control["request"] = number
        return number

    def take_frame(self, after: int, buffer: np.ndarray) -> tuple[int, np.void] | None:
        """Copy the newest frame beyond number `after` into `buffer` (uint8, flat); its number and header."""
        for _ in range(_TRIES):
            number = int(self.control["frame"][0])
            if number <= after:
                return None
            header = self._copy_frame(number % DEPTH, buffer)
            if header is not None:
                return number, header
        return None

    # The painter's side

    def take_request(self, after: int) -> tuple[int, float, FrameRequest] | None:
        """The newest request beyond number `after`: its number, when it was submitted, and itself."""
        for _ in range(_TRIES):
            newest = int(self.control["request"][0])
            if newest <= after:
                return None
            header, body = self._requests[newest % DEPTH]
            before = int(header["sequence"][0])
            number, submitted = int(header["number"][0]), float(header["submitted"][0])
            data = body[: int(header["length"][0])].tobytes()
            if before % 2 == 0 and before == int(header["sequence"][0]):
                return number, submitted, pickle.loads(data)
        return None

    def put_frame(self, request: FrameRequest, submitted: float, pixels: np.ndarray, paint_s: float) -> None:
        """Make `pixels`, uint8 (H, W, 4), the newest frame."""
        number = int(self.control["frame"][0]) + 1
        self._write_frame(number % DEPTH, request, submitted, pixels, paint_s)
        self.control["frame"] = number

    # From one engine to the next

    def put_adopted(self, pixels: np.ndarray, pose: Pose) -> None:
        """Store the last frame of another engine for the painter to grow its own out of."""
        bare = FrameRequest(id=0, time=0.0, subject=_NOBODY, pose=pose)
        self._write_frame(DEPTH, bare, 0.0, pixels, 0.0)

    def take_adopted(self) -> tuple[np.ndarray, Pose] | None:
        """The frame that `put_adopted` left, as a copy, and its pose."""
        buffer = np.empty(self.size[0] * self.size[1] * 4, np.uint8)
        header = self._copy_frame(DEPTH, buffer)
        if header is None:
            return None
        width, height = int(header["width"]), int(header["height"])
        return buffer[: width * height * 4].reshape(height, width, 4), pose_of(header)

    def _write_frame(
        self, slot: int, request: FrameRequest, submitted: float, pixels: np.ndarray, paint_s: float
    ) -> None:
        header, body = self._frames[slot]
        height, width = pixels.shape[:2]
        header["sequence"] += 1
        header["id"], header["time"], header["generation"] = (
            request.id,
            request.time,
            request.subject.generation,
        )
        header["matrix"], header["bridge"] = request.pose.matrix, request.pose.bridge
        header["pose_generation"] = request.pose.generation
        header["paint_s"], header["submitted"] = paint_s, submitted
        header["width"], header["height"] = width, height
        body[: pixels.size].reshape(pixels.shape)[...] = pixels
        header["sequence"] += 1

    def _copy_frame(self, slot: int, buffer: np.ndarray) -> np.void | None:
        header, body = self._frames[slot]
        before = header[0].copy()
        count = int(before["width"]) * int(before["height"]) * 4
        if before["sequence"] % 2 or not 0 < count <= buffer.size:
            return None
        np.copyto(buffer[:count], body[:count])
        return before if header["sequence"][0] == before["sequence"] else None


def pose_of(header: np.void) -> Pose:
    """The pose in a frame's header."""
    return Pose(header["matrix"].copy(), int(header["pose_generation"]), header["bridge"].copy())


def _slots(raw, header: np.dtype, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """(header, bytes) views of `count` equal slots."""
    flat = np.frombuffer(raw, np.uint8).reshape(count, -1)
    return [(row[: header.itemsize].view(header), row[header.itemsize :]) for row in flat]
