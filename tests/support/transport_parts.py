"""Parts for transport tests: certificates, two joined DTLS ends, STUN requests as a client makes them."""

import datetime

from aioice import stun

from streaming.contract import Session
from streaming.metrics import Drops
from streaming.transport import ice
from streaming.transport.budget import PUBLISHER
from streaming.transport.demux import Demux
from streaming.transport.dtls import Dtls, digest, make_certificate, make_context
from streaming.transport.peer import Peer
from streaming.transport.srtp import Srtp
from streaming.transport.udp import _FFI, SLOT_SHIFT, Destination, SendBatch

TODAY = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)


def two_ends(*, client_certificate=None, server_certificate=None, fingerprints=None):
    """A client and a server end that know each other's fingerprints."""
    client = client_certificate or make_certificate(TODAY)
    server = server_certificate or make_certificate(TODAY)
    expected = fingerprints or (("sha-256", digest(client.certificate, "sha-256")),)
    return (
        Dtls(
            make_context(client),
            "client",
            (("sha-256", digest(server.certificate, "sha-256")),),
        ),
        Dtls(make_context(server), "server", expected),
    )


def converse(client, server, *, rounds=10):
    """Carry every datagram across until both are silent."""
    client.start()
    server.start()
    for _ in range(rounds):
        for source, sink in ((client, server), (server, client)):
            for datagram in source.take_outgoing():
                assert len(datagram) <= 1500
                sink.receive(datagram)


def binding_request(local_ufrag, password, *, remote_ufrag="them", nominate=True):
    """What a browser sends: `USERNAME` is ours first, then its own."""
    request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    request.attributes["USERNAME"] = f"{local_ufrag}:{remote_ufrag}"
    request.attributes["PRIORITY"] = 1_845_501_695
    request.attributes["ICE-CONTROLLING"] = 7
    if nominate:
        request.attributes["USE-CANDIDATE"] = None
    request.add_message_integrity(password.encode())
    return bytes(request)


class Owner:
    """Implements `peer.PeerOwner`: keeps what it is told."""

    def __init__(self):
        self.connected = []
        self.ended = []

    def peer_connected(self, peer):
        self.connected.append(peer)

    def peer_ended(self, peer, reason):
        self.ended.append((peer, reason))


class Handler:
    """Implements `ports.PeerHandler`: keeps what it is given."""

    def __init__(self):
        self.rtp = []
        self.rtcp = []

    def receive_rtp(self, data, length, now):
        self.rtp.append(bytes(data[:length]))

    def receive_rtcp(self, data, now):
        self.rtcp.append(data)


class MemoryBatch(SendBatch):
    """A send batch whose datagrams are kept, by address, instead of leaving."""

    def __init__(self):
        super().__init__(-1)
        self.mailbox = []

    def commit(self, length, destination):
        super().commit(length, destination)
        self.flush()

    def flush(self):
        """Read what the kernel would."""
        for slot in range(self.free):
            header = self._slots.messages[slot].msg_hdr
            path = bytes(_FFI.buffer(header.msg_name, header.msg_namelen))
            if header.msg_controllen:
                path += bytes(_FFI.buffer(header.msg_control, header.msg_controllen))[20:24]
            start = slot << SLOT_SHIFT
            length = self.lengths[2 * slot + 1]
            self.mailbox.append((path, bytes(self.memory[start : start + length])))
        self.free = 0


class Port:
    """A media port without a socket: demultiplexer, batch, time."""

    def __init__(self):
        self.batch = MemoryBatch()
        self.drops = Drops()
        self.broken = []
        self.mint = ice.Mint("token")
        self.demux = Demux(
            lambda path: Destination(path, self.batch),
            self.drops,
            lambda peer, error: self.broken.append((peer, error)),
            self.mint,
        )
        self.owner = Owner()
        self.certificate = make_certificate(TODAY)
        self.context = make_context(self.certificate)

    def receive(self, datagram, address):
        slot = bytearray(2048)
        slot[: len(datagram)] = datagram
        self.demux.receive(memoryview(slot), len(datagram), address)

    def pass_time(self, seconds, *, poll):
        for _ in range(round(seconds / 0.05)):
            self.demux.now += 0.05
            poll.poll(self.demux.now)


class Client:
    """The other end of a peer, through the demultiplexer's door, with real DTLS and SRTP."""

    _addresses = 0

    def __init__(self, port, *, our_role="server", allowance=PUBLISHER):
        self.port = port
        self.move()
        certificate = make_certificate(TODAY)
        local = ice.Credentials(f"ours{Client._addresses}", "our-password-our-password")
        self.remote = ice.Credentials("them", "their-password-their-password")
        self.local = local
        self.handler = Handler()
        fingerprints = (("sha-256", certificate.fingerprint),)
        self.peer = Peer(
            Session("s1"),
            ice.IceLite(local, self.remote),
            Dtls(port.context, our_role, fingerprints),
            port.batch,
            port.owner,
            port.drops,
            port.demux.now,
            allowance,
        )
        self.peer.handler = self.handler
        port.demux.add(self.peer)
        their_role = "client" if our_role == "server" else "server"
        ours = port.certificate.fingerprint
        self.dtls = Dtls(make_context(certificate), their_role, (("sha-256", ours),))
        self.srtp = None
        self._arena = SendBatch(-1)

    def move(self):
        Client._addresses += 1
        self.address = (
            b"\x02\x00" + Client._addresses.to_bytes(2, "big") + b"\x7f\0\0\x01" + bytes(8)
        )

    def check(self, *, nominate=True):
        request = binding_request(self.local.ufrag, self.local.password, nominate=nominate)
        self.port.receive(request, self.address)

    def handshake(self):
        self.dtls.start()
        for _ in range(6):
            for datagram in self.dtls.take_outgoing():
                self.port.receive(datagram, self.address)
            self.take_dtls()
        assert self.dtls.keys is not None
        self.srtp = Srtp(self.dtls.keys)

    def connect(self):
        self.check()
        self.handshake()

    def close(self):
        self.dtls.close()
        for datagram in self.dtls.take_outgoing():
            self.port.receive(datagram, self.address)

    def send_rtp(self, data):
        self._send(bytes(data), self.srtp.protect)

    def send_rtcp(self, data):
        self._send(data, self.srtp.protect_rtcp)

    def take_dtls(self):
        for datagram in self._take(lambda first: 19 < first < 64):
            self.dtls.receive(datagram)

    def take_checks(self):
        return self._take(lambda first: first < 4)

    def answer_checks(self):
        for datagram in self.take_checks():
            request = stun.parse_message(datagram)
            if request.message_class != stun.Class.REQUEST:
                continue
            response = stun.Message(
                stun.Method.BINDING, stun.Class.RESPONSE, request.transaction_id
            )
            response.attributes["XOR-MAPPED-ADDRESS"] = ("127.0.0.1", 1)
            response.add_message_integrity(self.remote.password.encode())
            self.port.receive(bytes(response), self.address)

    def take_rtp(self):
        return self._open(self.srtp.unprotect, control=False)

    def take_rtcp(self):
        return self._open(self.srtp.unprotect_rtcp, control=True)

    def _send(self, data, protect):
        self._arena.memory[: len(data)] = data
        length = protect(self._arena.pointers[0], len(data))
        self.port.receive(bytes(self._arena.memory[:length]), self.address)

    def _take(self, wanted):
        mine = [(a, d) for a, d in self.port.batch.mailbox if a == self.address and wanted(d[0])]
        self.port.batch.mailbox = [entry for entry in self.port.batch.mailbox if entry not in mine]
        return [datagram for _, datagram in mine]

    def _open(self, unprotect, *, control):
        opened = []
        for datagram in self._take(lambda first: 127 < first < 192):
            if (192 <= datagram[1] <= 223) is control:
                data = bytearray(datagram)
                size = unprotect(memoryview(data), len(data))
                assert size > 0
                opened.append(bytes(data[:size]))
        return opened
