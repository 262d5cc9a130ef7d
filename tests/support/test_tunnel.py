import json
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.support.network import Conditions
from tests.support.tunnel import Rules, tunnel, tunnel_missing

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(tunnel_missing()), reason=str(tunnel_missing())),
]

ASK = """
import json, socket, sys, time
host, port, times = sys.argv[1], int(sys.argv[2]), []
for _ in range(5):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(0.5)
        began = time.monotonic()
        asking.sendto(b"x", (host, port))
        try:
            asking.recv(10)
        except TimeoutError:
            continue
        times.append(time.monotonic() - began)
print(json.dumps(times))
"""


@contextmanager
def echo(host):
    """Answer every datagram at a port of ours."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as answering:
        answering.bind((host, 0))

        def run():
            while (came := answering.recvfrom(10))[0] != b"end":
                answering.sendto(*came)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield answering.getsockname()[1]
        finally:
            answering.sendto(b"end", answering.getsockname())
            thread.join()


def ask(made, port):
    """Return the round trips of what was answered of five datagrams."""
    command = ["ip", "netns", "exec", made.namespace, sys.executable, "-c", ASK]
    done = subprocess.run(
        [*command, made.here, str(port)], capture_output=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def test_a_namespace_sees_us_through_a_link_with_delay_outages_and_walls():
    conditions = Conditions(delay=0.05)
    with tunnel(Rules(conditions, conditions)) as made, echo(made.here) as port:
        times = ask(made, port)
        assert len(times) == 5
        assert min(times) >= 0.1
        with made.outage():
            assert ask(made, port) == []
        made.change_address()
        assert len(ask(made, port)) == 5
        made.change(replace(made.rules, blocks_udp=True))
        assert ask(made, port) == []
