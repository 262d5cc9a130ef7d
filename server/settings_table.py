"""`python -m server.settings_table > deploy/settings.md`: every setting with its default and its reason.

Reads the words below each field of the settings classes, so that there is one place to write them.
"""

import ast
import inspect
import sys
import textwrap

from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from server.settings import SECRET, ServerSettings
from streaming.settings import MediaSettings

HEAD = """# Settings

Every setting is an environment variable `TONGKE_<NAME>`, or `name = value` in the TOML file that `TONGKE_CONFIG` (or `--config`) names; the environment wins.
Lists are written as JSON in the environment. This file is made by `python -m server.settings_table`; the words stand in `server/settings.py` and `streaming/settings.py`.
"""


def table() -> str:
    """Return the page."""
    shared = set(ServerSettings.model_fields)
    media = [row for row in rows(MediaSettings) if row[0] not in shared]
    return "\n".join(
        (
            HEAD,
            "## Server, worker, `tongke serve`",
            "",
            *_markdown(rows(ServerSettings)),
            "",
            "## Media node and archiver",
            "",
            "They also read `data_dir`, `media_port`, `media_addresses`, `store` and `node_token`; `tongke serve` passes these on.",
            "",
            *_markdown(media),
            "",
        )
    )


def rows(settings: type[BaseSettings]) -> list[tuple[str, str, str]]:
    """Return name, default and words of every setting of a class."""
    words = described(settings)
    return [
        (name, _shown(name, field.default), words.get(name, ""))
        for name, field in settings.model_fields.items()
    ]


def described(settings: type[BaseSettings]) -> dict[str, str]:
    """Return the string literal below each field of a class, on one line."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(settings))).body[0]
    assert isinstance(tree, ast.ClassDef)  # noqa: S101 - the source of a class is one
    found = {}
    for field, following in zip(tree.body, tree.body[1:], strict=False):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            found[field.target.id] = " ".join(str(following.value.value).split())
    return found


def _shown(name: str, default: object) -> str:
    if default is PydanticUndefined or name in SECRET or default in {"", ()}:
        return ""
    if name == "web_dir":
        return "`web/dist`"
    return f"`{default}`"


def _markdown(found: list[tuple[str, str, str]]) -> list[str]:
    lines = ["| setting | default | meaning |", "|---|---|---|"]
    for name, default, words in found:
        text = words.replace("|", "\\|")
        lines.append(f"| `TONGKE_{name.upper()}` | {default} | {text} |")
    return lines


if __name__ == "__main__":
    sys.stdout.write(table())
