import stat
from pathlib import Path

import pytest

from server.credentials import load_credentials
from server.errors import StartError


def test_secrets_are_made_once_and_kept_for_their_owner_only(tmp_path: Path) -> None:
    made = load_credentials(tmp_path)
    path = tmp_path / "secrets.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_credentials(tmp_path) == made
    assert len({made.node_token, made.cookie_secret}) == 2
    assert all(len(secret) >= 43 for secret in (made.node_token, made.cookie_secret))


@pytest.mark.parametrize("content", ["", "node_token = 'x'", "not toml at all ="])
def test_a_broken_file_stops_the_start_and_is_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "secrets.toml"
    path.write_text(content)
    with pytest.raises(StartError, match=r"secrets\.toml"):
        load_credentials(tmp_path)
    assert path.read_text() == content
