"""What forwards packets in the relay benchmark: our node, the floor in C, Janus. Each as its own process, on loopback.

The receivers of our node and of Janus are the same light peers: a real check, a real handshake, reports each second. Our node
comes in two ways: `plain`, as the others are asked (one stream, receivers that only report), and whole, with all that a lesson switches on.
"""

import secrets
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import httpx

from streaming.contract import Direction, JoinAccepted, OpenRoom
from tests.bench.audience import Listener
from tests.support.light_descriptions import MID, RID, Section, read_description
from tests.support.light_packets import LightRtp, receiver_report, sender_report
from tests.support.light_peer import LightPeer, enlarge_receive_buffer
from tests.support.link_end import LinkEnd
from tests.support.node_process import free_udp_port, node_process
from tests.support.processes import Running, running

HERE = Path(__file__).parent
TEND_INTERVAL = 0.25
"""Seconds between signs of life of the receivers whose turn it is not; our node gives up on a peer after 2.8 s."""
REPORT_INTERVAL = 1.0
"""Seconds between the reports of a receiver, and of the sender."""
LOWER, LARGEST = (("l", 20), ("m", 5)), "h"
"""Layers beside the one that everybody gets, with how many of its packets there are for one of theirs: 110 and 440 kbit/s beside 2.2 Mbit/s."""
NAMED_PACKETS = 500
LAYERS_WARM_UP = 8.0
"""Seconds in which every receiver's estimate has found that its link carries the largest layer."""
JANUS = "/usr/bin/janus"
JANUS_LIBRARY = Path("/usr/lib/x86_64-linux-gnu/janus")


class NotHereError(Exception):
    """A contender cannot run on this machine; the message says what to install."""


class Contender(Protocol):
    """One forwarder with its receivers."""

    pid: int
    """The process whose CPU time counts."""
    warm_up: float
    """Seconds of packets after which it does what it is to be measured at."""

    def send(self, packet: LightRtp) -> None:
        """Give it one packet to forward."""

    def collect(self) -> int:
        """Return how many packets its receivers got since the last call."""

    def tend(self, now: float) -> None:
        """Send the reports and checks that are due (monotonic seconds)."""

    def verify(self) -> int:
        """Decrypt one packet of each receiver of the last round; returns how many were right."""


@contextmanager
def tended(contenders: Sequence[Contender]) -> Iterator[None]:
    """Let the peers of contenders say that they are there while another one starts, which on a busy machine takes longer than a node waits."""
    stop = threading.Event()

    def tend() -> None:
        while not stop.wait(TEND_INTERVAL):
            for contender in contenders:
                contender.collect()  # a node that has heard nothing for a while asks, and wants an answer
                contender.tend(time.monotonic())

    thread = threading.Thread(target=tend)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


class Viewers:
    """The receivers that are real peers."""

    def __init__(self, peers: list[LightPeer], listeners: Sequence[Listener] = ()) -> None:
        """`listeners`: one for each peer, where they give feedback."""
        self.peers = peers
        self.listeners = listeners
        self._drains = [it.drain for it in listeners or peers]
        self._samples: dict[int, bytes] = {}
        self._reported = 0.0

    def collect(self) -> int:
        """See `Contender`."""
        total = 0
        for index, drain in enumerate(self._drains):
            count, sample = drain()
            total += count
            if sample is not None:
                self._samples[index] = sample
        now = time.monotonic()
        for listener in self.listeners:
            listener.answer(now)
        return total

    def tend(self, now: float) -> None:
        """See `Contender`."""
        for peer in self.peers:
            peer.keep_alive(now)
        if now - self._reported < REPORT_INTERVAL:
            return
        self._reported = now
        for index, sample in self._samples.items():
            sequence = int.from_bytes(sample[2:4], "big")
            ssrc = int.from_bytes(sample[8:12], "big")
            peer = self.peers[index]
            peer.send_rtcp(receiver_report(peer.ssrc, ssrc, sequence))

    def verify(self) -> int:
        """See `Contender`. Raises: pylibsrtp.Error when a packet is not authentic."""
        for index, sample in self._samples.items():
            assert self.peers[index].open(sample).payload, "an empty packet was forwarded"
        right = len(self._samples)
        self._samples.clear()
        return right


class OurNode:
    """`python -m streaming node`, reached over the contract."""

    def __init__(
        self, process: Running, publisher: LightPeer, viewers: Viewers, *, layered: bool = False
    ) -> None:
        self.pid = process.pid
        self.warm_up = LAYERS_WARM_UP if layered else 1.0
        self.port = viewers.peers[0].remote.candidates[0][1] if viewers.peers[0].remote else 0
        self._layered = layered
        self._lower = [0] * len(LOWER)
        self._publisher = publisher
        self.viewers = viewers
        self._sent = 0
        self._reported = 0.0
        self._last = LightRtp(0, 0, 0, 0, marker=False, payload=b"")
        self.collect = viewers.collect
        self.verify = viewers.verify

    def send(self, packet: LightRtp) -> None:
        """See `Contender`. Beside the layer that everybody gets, a layered publisher sends the smaller ones."""
        if self._layered:
            self._send_layers(packet)
        else:
            self._publisher.send(packet)
        self._sent += 1
        self._last = packet

    def _send_layers(self, packet: LightRtp) -> None:
        for index, (rid, every) in enumerate(LOWER):
            if self._sent % every == 0:
                number = self._lower[index]
                self._lower[index] += 1
                smaller = replace(packet, ssrc=packet.ssrc + 1 + index, sequence=number & 0xFFFF)
                self._publisher.send(replace(smaller, extension=self._named(rid)))
        self._publisher.send(replace(packet, extension=self._named(LARGEST)))

    def _named(self, rid: str) -> bytes:
        """Return the elements that name section and layer; browsers leave them out once they are known."""
        if self._sent > NAMED_PACKETS:
            return b""
        return bytes((MID << 4, ord("0"), RID << 4, ord(rid)))

    def tend(self, now: float) -> None:
        """See `Contender`."""
        self._publisher.receive()
        self._publisher.keep_alive(now)
        self.viewers.tend(now)
        if self._sent and now - self._reported >= REPORT_INTERVAL:
            self._reported = now
            wall = time.time()  # noqa: TID251 - a sender report holds it
            last = self._last
            octets = self._sent * len(last.payload)
            self._publisher.send_rtcp(
                sender_report(last.ssrc, wall, last.timestamp_rtp, self._sent, octets)
            )


@contextmanager
def our_node(
    receivers: int, directory: Path, ssrc: int, *, whole: bool = False
) -> Iterator[OurNode]:
    """Start our node with one publisher and its receivers; `whole`: in layers, and the receivers give feedback and may ask for repeats."""
    with ExitStack() as stack:
        link = stack.enter_context(LinkEnd())
        process = stack.enter_context(node_process(link, directory / "node"))
        link.send(OpenRoom("lesson"))
        rids = (*(rid for rid, _ in LOWER), LARGEST) if whole else ()
        source = Section("H264", 0 if whole else ssrc, rids=rids)
        publisher = _joined(stack, link, "publisher", source, sends=True)
        viewers: list[LightPeer] = []
        for index in range(receivers):
            wanted = Section("H264", measured=whole)
            viewers.append(_joined(stack, link, f"viewer-{index}", wanted, sends=False))
            # Those who joined first must not be taken for dead while hundreds of others join, each of which may take a third of a second.
            publisher.receive()
            for peer in (publisher, *viewers):
                peer.drain()
                peer.keep_alive(time.monotonic())
        listeners = []
        for index, peer in enumerate(viewers if whole else ()):
            assert peer.remote is not None
            listeners.append(Listener(peer, peer.remote.ssrcs[0], index / receivers))
            stack.callback(listeners[-1].close)
        yield OurNode(process, publisher, Viewers(viewers, listeners), layered=whole)


def _joined(
    stack: ExitStack, link: LinkEnd, session: str, section: Section, *, sends: bool
) -> LightPeer:
    peer = LightPeer([section], sends=sends)
    stack.callback(peer.close)
    direction = Direction.PUBLISH if sends else Direction.RECEIVE
    answer = link.join(session, direction, peer.offer())
    assert isinstance(answer, JoinAccepted), answer
    peer.accept(answer.answer)
    peer.connect()
    return peer


class Floor:
    """The C loop; its receivers are bare sockets."""

    def __init__(self, process: Running, port: int, sockets: list[socket.socket]) -> None:
        self.pid = process.pid
        self._port = port
        self.warm_up = 1.0
        self._sockets = sockets
        self._out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._buffer = bytearray(2048)
        self._got = 0

    def send(self, packet: LightRtp) -> None:
        """See `Contender`."""
        self._out.sendto(bytes(packet), ("127.0.0.1", self._port))

    def collect(self) -> int:
        """See `Contender`."""
        count = 0
        for receiver in self._sockets:
            try:
                while receiver.recv_into(self._buffer):
                    count += 1
            except BlockingIOError:
                continue
        self._got += count
        return count

    def tend(self, now: float) -> None:
        """See `Contender`: the floor knows no reports."""

    def verify(self) -> int:
        """See `Contender`: nobody holds the floor's keys."""
        return len(self._sockets) if self._got else 0

    def close(self) -> None:
        """Close the sending socket."""
        self._out.close()


@contextmanager
def floor(receivers: int, directory: Path) -> Iterator[Contender]:
    """Build and start the C loop. Raises: NotHereError without a compiler or OpenSSL's headers."""
    program = directory / "floor"
    if shutil.which("gcc") is None:
        raise NotHereError("gcc is missing: apt-get install gcc libssl-dev")
    built = subprocess.run(
        ["gcc", "-O2", "-o", str(program), str(HERE / "floor.c"), "-lcrypto"],
        capture_output=True,
        check=False,
    )
    if built.returncode:
        raise NotHereError(
            "floor.c does not build: apt-get install libssl-dev\n" + built.stderr.decode()
        )
    with ExitStack() as stack:
        sockets = []
        for _ in range(receivers):
            receiver = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            receiver.bind(("127.0.0.1", 0))
            receiver.setblocking(False)
            enlarge_receive_buffer(receiver)
            sockets.append(receiver)
        port = free_udp_port()
        ports = [str(receiver.getsockname()[1]) for receiver in sockets]
        command = [str(program), str(port), *ports]
        process = stack.enter_context(running(command, directory / "floor.log"))
        contender = Floor(process, port, sockets)
        stack.callback(contender.close)
        yield contender


class Janus:
    """Janus' streaming plugin with real viewers."""

    def __init__(self, process: Running, port: int, viewers: Viewers) -> None:
        self.pid = process.pid
        self.warm_up = 1.0
        self._port = port
        self._out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.collect = viewers.collect
        self.tend = viewers.tend
        self.verify = viewers.verify

    def send(self, packet: LightRtp) -> None:
        """See `Contender`."""
        self._out.sendto(bytes(packet), ("127.0.0.1", self._port))

    def close(self) -> None:
        """Close the sending socket."""
        self._out.close()


@contextmanager
def janus(receivers: int, directory: Path) -> Iterator[Contender]:
    """Start Janus with a configuration of its own. Raises: NotHereError when it is not installed."""
    if shutil.which(JANUS) is None:
        raise NotHereError(f"{JANUS} is missing: apt-get install janus")
    media_port, http_port = free_udp_port(), _free_tcp_port()
    configuration = _write_janus_configuration(directory / "janus", media_port, http_port)
    command = [JANUS, "-F", str(configuration), "-C", str(configuration / "janus.jcfg")]
    with ExitStack() as stack:
        process = stack.enter_context(running(command, directory / "janus.log"))
        api = JanusApi(f"http://127.0.0.1:{http_port}/janus", process)
        stack.callback(api.close)
        viewers = []
        for _ in range(receivers):
            peer = api.watch()
            stack.callback(peer.close)
            peer.connect()
            viewers.append(peer)
        contender = Janus(process, media_port, Viewers(viewers))
        stack.callback(contender.close)
        yield contender


class JanusApi:
    """As much of Janus' HTTP interface as a viewer needs: one session, one handle for each viewer."""

    def __init__(self, address: str, process: Running) -> None:
        self._process = process
        self._address = address
        self._http = httpx.Client(timeout=35, trust_env=False)
        session = self._first_session()
        self._address = f"{address}/{session}"

    def watch(self) -> LightPeer:
        """Return a peer that has agreed to watch the one mountpoint, and may connect."""
        attach = {"janus": "attach", "plugin": "janus.plugin.streaming"}
        handle = self._post("", attach)["data"]["id"]
        self._post(f"/{handle}", {"janus": "message", "body": {"request": "watch", "id": 1}})
        offer = self._event_with_offer()
        # libnice gathers no loopback address, and pairs none with others: the viewer sits where Janus does.
        host = read_description(offer).candidates[0][0]
        peer = LightPeer([Section("H264")], sends=False, host=host)
        answer = {"type": "answer", "sdp": peer.answer(offer)}
        start = {"janus": "message", "body": {"request": "start"}, "jsep": answer}
        self._post(f"/{handle}", start)
        return peer

    def close(self) -> None:
        """Close the connection; Janus ends with its process."""
        self._http.close()

    def _first_session(self) -> int:
        deadline = time.monotonic() + 15
        while True:
            self._process.assert_alive()
            try:
                return int(self._post("", {"janus": "create"})["data"]["id"])
            except httpx.TransportError:
                assert time.monotonic() < deadline, self._process.tail()
                time.sleep(0.1)

    def _event_with_offer(self) -> str:
        for _ in range(20):
            event = self._http.get(self._address, params={"maxev": 1}).json()
            if jsep := event.get("jsep"):
                return str(jsep["sdp"])
        raise AssertionError(f"Janus made no offer\n{self._process.tail()}")

    def _post(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        request = {**body, "transaction": secrets.token_hex(6)}
        answer: dict[str, Any] = self._http.post(self._address + path, json=request).json()
        assert answer["janus"] != "error", answer
        return answer


def _write_janus_configuration(directory: Path, media_port: int, http_port: int) -> Path:
    directory.mkdir()
    (directory / "janus.jcfg").write_text(f"""
general: {{
  configs_folder = "{directory}"
  plugins_folder = "{JANUS_LIBRARY}/plugins"
  transports_folder = "{JANUS_LIBRARY}/transports"
  debug_level = 3
  session_timeout = 0
}}
plugins: {{ disable = "{_all_but("plugins", "libjanus_streaming.so")}" }}
transports: {{ disable = "{_all_but("transports", "libjanus_http.so")}" }}
""")
    (directory / "janus.transport.http.jcfg").write_text(f"""
general: {{ base_path = "/janus", http = true, port = {http_port}, ip = "127.0.0.1", https = false }}
""")
    (directory / "janus.plugin.streaming.jcfg").write_text(f"""
bench: {{
  type = "rtp"
  id = 1
  audio = false
  video = true
  videoport = {media_port}
  videoiface = "127.0.0.1"
  videopt = 102
  videocodec = "h264"
  videofmtp = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"
}}
""")
    return directory


def _all_but(folder: str, wanted: str) -> str:
    names = sorted(file.name for file in (JANUS_LIBRARY / folder).glob("*.so"))
    return ",".join(name for name in names if name != wanted)


def _free_tcp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
