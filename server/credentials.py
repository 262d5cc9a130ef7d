"""Secrets of this installation: made on first start, kept in `secrets.toml` (mode 0600) of the data directory."""

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from server.errors import StartError
from server.words import Words

FILE_NAME = "secrets.toml"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What only this installation knows."""

    node_token: str
    """Bearer token of media nodes and archivers."""
    cookie_secret: str
    """Key of the hash under which session tokens are kept; a new one signs everybody out."""


def load_credentials(data_dir: Path) -> Credentials:
    """Return the secrets of a data directory, making the file if there is none.

    Raises:
        StartError: if the file is there but cannot be read or lacks a secret.
    """
    path = data_dir / FILE_NAME
    try:
        found = tomllib.loads(path.read_text("utf-8"))
        return Credentials(str(found["node_token"]), str(found["cookie_secret"]))
    except FileNotFoundError:
        return _make(path)
    except (OSError, ValueError, KeyError) as error:
        raise StartError(
            Words(
                f"读不了密钥文件 {path}（{error}）：请修好它，或删掉它让系统重新生成。",
                f"The secrets file {path} cannot be read ({error}): repair it, or delete it to have a new one made.",
            )
        ) from error


def _make(path: Path) -> Credentials:
    made = Credentials(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
    text = (
        "# Made by tongke on its first start. Keep it private.\n"
        f'node_token = "{made.node_token}"\n'
        f'cookie_secret = "{made.cookie_secret}"\n'
    )
    # The mode is given at creation: a file that is made readable first can be read in between.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return made
