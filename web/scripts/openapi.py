"""Print the server's OpenAPI document as JSON. Run from the project's root; leaves nothing behind."""

import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with tempfile.TemporaryDirectory() as directory:
    # An application makes its secrets when it is built; these are thrown away.
    os.environ["TONGKE_DATA_DIR"] = directory
    from fastapi import FastAPI

    from server.app import create_app
    from server.settings import load_settings

    # Without the headers that every address takes: our pages send none of them.
    json.dump(
        FastAPI.openapi(create_app(load_settings())), sys.stdout, ensure_ascii=False, sort_keys=True
    )
