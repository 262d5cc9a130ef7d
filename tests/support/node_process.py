"""A real media node (`python -m streaming node`) that dials a `LinkEnd`, on 127.0.0.1 and a free port."""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from streaming.contract import NodeHello
from tests.support.link_end import TOKEN, LinkEnd
from tests.support.processes import Running, python, running

LOOK_INTERVAL = 0.5
"""Seconds between looks whether a node that has not dialled yet still lives."""
START_TIMEOUT = 20.0
"""Seconds; measured 1 s alone, several on two busy cores."""


def free_udp_port() -> int:
    """Return a UDP port of 127.0.0.1 that nobody uses just now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def node_settings(
    link: LinkEnd, directory: Path, name: str = "node-1", port: int = 0
) -> dict[str, str]:
    """Return the environment of a node that dials `link`."""
    return {
        "TONGKE_DATA_DIR": str(directory),
        "TONGKE_MEDIA_PORT": str(port or free_udp_port()),
        "TONGKE_MEDIA_BIND": "127.0.0.1",
        "TONGKE_MEDIA_ADDRESSES": '["127.0.0.1"]',
        "TONGKE_SERVER_URL": link.url,
        "TONGKE_NODE_NAME": name,
        "TONGKE_NODE_TOKEN": TOKEN,
    }


@contextmanager
def node_process(
    link: LinkEnd,
    directory: Path,
    name: str = "node-1",
    *,
    port: int = 0,
    start_timeout: float = START_TIMEOUT,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Running]:
    """Run a node until the context ends; it has said hello when the context begins."""
    environment = {**node_settings(link, directory, name, port), **(settings or {})}
    directory.mkdir(parents=True, exist_ok=True)
    command = python("-m", "streaming", "node")
    with running(command, directory / f"{name}.log", environment) as node:
        _wait_for_hello(link, node, name, start_timeout)
        yield node


def _wait_for_hello(link: LinkEnd, node: Running, name: str, timeout: float) -> None:
    """Return when the node has dialled; fail as soon as it has ended, or after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            link.wait_for(NodeHello, lambda hello: hello.node == name, LOOK_INTERVAL)
        except AssertionError as error:
            if node.process.poll() is None and time.monotonic() < deadline:
                continue
            raise AssertionError(f"the node did not dial: {error}\n{node.tail()}") from error
        return
