"""A real Ceph Object Gateway of its own: one monitor, one OSD that keeps everything in memory, one gateway; up in ten seconds.

Debian has the programs: `apt-get install --no-install-recommends radosgw ceph-mon ceph-osd`.
"""

import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from tests.support.object_store import free_ports
from tests.support.processes import Running, running

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")
START_TIMEOUT = 60.0
STEP_TIMEOUT = 60
"""Seconds that one command of the cluster may take; measured 1."""

CONFIGURATION = """[global]
fsid = {cluster}
mon host = v1:127.0.0.1:{monitor}
ms bind msgr2 = false
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd crush chooseleaf type = 0
mon allow pool size one = true
run dir = {root}/run
admin socket = {root}/run/$name.asok
pid file = {root}/run/$name.pid
log file = {root}/$name.log
mon data = {root}/mon
osd data = {root}/osd
osd objectstore = memstore
memstore device bytes = 536870912
rgw data = {root}/rgw
rgw frontends = beast endpoint=127.0.0.1:{gateway}
"""


def missing() -> list[str]:
    """Return the programs that are not installed."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


@contextmanager
def object_gateway(root: Path) -> Iterator[str]:
    """Run a gateway until the context ends; yields a `TONGKE_STORE` address without a bucket. `root` has a short path: sockets lie in it."""
    (monitor, gateway), cluster = free_ports(2), str(uuid.uuid4())
    for name in ("mon", "osd", "rgw", "run"):
        (root / name).mkdir(parents=True)
    conf = root / "ceph.conf"
    conf.write_text(
        CONFIGURATION.format(root=root, cluster=cluster, monitor=monitor, gateway=gateway)
    )

    def run(program: str, *arguments: str) -> str:
        command = [program, "-c", str(conf), *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=STEP_TIMEOUT, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"
        return done.stdout

    with ExitStack() as stack:

        def start(*command: str) -> Running:
            log = root / f"{command[0]}.out"
            return stack.enter_context(running([*command, "-c", str(conf), "-f"], log))

        map_of_monitors = str(root / "monmap")
        at = f"[v1:127.0.0.1:{monitor}]"
        run("monmaptool", "--create", "--fsid", cluster, "--addv", "a", at, map_of_monitors)
        run("ceph-mon", "--mkfs", "-i", "a", "--monmap", map_of_monitors)
        start("ceph-mon", "-i", "a")
        disk = str(uuid.uuid4())
        # Waits for the monitor.
        run("ceph", "osd", "new", disk)
        run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", disk)
        start("ceph-osd", "-i", "0")
        process = start("radosgw", "-n", "client.rgw")
        keys = ("--access-key", "tongke", "--secret-key", "secret-of-the-gateway")
        run("radosgw-admin", "user", "create", "--uid", "tongke", "--display-name", "T", *keys)
        _wait(process, f"http://127.0.0.1:{gateway}")
        yield f"s3://tongke:secret-of-the-gateway@127.0.0.1:{gateway}?secure=0"


def _wait(process: Running, url: str) -> None:
    """Return when the gateway answers."""
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        process.assert_alive()
        try:
            httpx.get(url, timeout=5, trust_env=False)
        except httpx.TransportError:
            assert time.monotonic() < deadline, process.tail()
            time.sleep(0.1)
        else:
            return
