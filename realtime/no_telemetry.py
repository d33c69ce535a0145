"""No library that this program loads reports to anybody. Imported with the package, before any of them."""

from __future__ import annotations

import os
import sys

# OpenVINO writes an id into the home folder and posts to an analytics host unless its telemetry is not there.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: cannot be imported

for _switch, _off in {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "ORT_DISABLE_TELEMETRY": "1",
}.items():
    os.environ.setdefault(_switch, _off)
