"""Questions that are made from the OpenAPI, to the running server: whatever comes, no answer is our fault."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.server.test_access_matrix import cookies_of
from tests.support.app import Hall

PATIENCE = 400.0
"""Seconds; measured 60 s alone."""


EXCLUDED = "^/(api/session|readyz)$"
"""Signing out would end the questions as somebody; without an archiver the server is not ready, and says 503."""


@pytest.mark.slow
@pytest.mark.parametrize("who", ["tang", "device-a"])
async def test_no_question_by_the_description_is_our_fault(
    hall: Hall, who: str, tmp_path: Path
) -> None:
    ((name, token),) = (await cookies_of(hall, who)).items()
    async with hall.node(), hall.listening() as address:
        url = f"http://{address}/api/openapi.json"
        words = ["run", url, "--checks", "not_a_server_error", "--phases", "examples,fuzzing"]
        words += ["--max-examples", "8", "--seed", "1", "--no-color", "--workers", "1"]
        words += ["--exclude-path-regex", EXCLUDED, "--header", f"Cookie: {name}={token}"]
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).parent / "schemathesis"),
            *words,
            cwd=tmp_path,
            env=os.environ | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, said.decode()[-6000:]
    assert "generated" in said.decode()
