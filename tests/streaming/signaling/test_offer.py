import re

import pytest
from aiortc.sdp import SessionDescription

from streaming.contract import BOARD, TEACHER, Kind
from streaming.errors import OfferError
from streaming.rtp import extensions
from streaming.signaling.description import Setup
from streaming.signaling.offer import MAX_OFFER_SIZE, parse_offer
from tests.support.offers import PUBLISH, RECEIVE, text_of

CHROMIUM = text_of("chromium-publish")


def without(text, pattern):
    """Return an offer without the lines that match."""
    return "".join(line for line in text.splitlines(keepends=True) if not re.match(pattern, line))


# --- real offers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISH + RECEIVE)
def test_of_a_good_offer_we_read_what_aiortc_reads(name):
    text = text_of(name)
    ours, theirs = parse_offer(text), SessionDescription.parse(text)
    assert ours.bundle == tuple(theirs.group[0].items)
    assert len(ours.media) == len(theirs.media)
    for mine, other in zip(ours.media, theirs.media, strict=True):
        assert (mine.mid, mine.media) == (other.rtp.muxId, other.kind)
        assert mine.direction == (other.direction or "sendrecv")
        assert mine.rtcp_mux == (other.rtcp_mux and mine.kind is not None)
        assert mine.extensions == {it.uri: it.id for it in other.rtp.headerExtensions}
        assert {(it.payload_type, it.name.lower(), it.clock_rate) for it in mine.codecs} == {
            (it.payloadType, it.name.lower(), it.clockRate) for it in other.rtp.codecs
        }
        for codec, its in zip(mine.codecs, other.rtp.codecs, strict=True):
            feedback = (f"{it.type} {it.parameter or ''}".strip() for it in its.rtcpFeedback)
            assert codec.feedback == tuple(feedback)
    tagged = theirs.media[[it.mid for it in ours.media].index(ours.bundle[0])]
    assert (ours.ice_ufrag, ours.ice_pwd) == (
        tagged.ice.usernameFragment,
        tagged.ice.password,
    )
    safe = {(it.algorithm.lower(), it.value.upper()) for it in tagged.dtls.fingerprints}
    assert set(ours.fingerprints) == {it for it in safe if it[0] != "sha-1"}


def test_chromium_publishing_two_pictures_and_sound():
    offer = parse_offer(CHROMIUM)
    assert offer.setup is Setup.ACTPASS
    assert offer.mixed_extensions
    audio, camera, board = offer.media
    assert (audio.kind, camera.kind, board.kind) == (Kind.AUDIO, Kind.VIDEO, Kind.VIDEO)
    assert camera.direction == "sendonly"
    assert camera.reduced_size
    assert camera.extensions[extensions.TRANSPORT_WIDE_CC] == 3
    h264 = next(it for it in camera.codecs if it.payload_type == 108)
    assert h264.parameters["profile-level-id"] == "42e01f"
    assert "nack pli" in h264.feedback
    assert camera.ssrcs == (3008163215,)
    assert camera.rtx == {2739425852: 3008163215}


def test_simulcast_layers_are_listed_in_the_peers_order():
    assert parse_offer(text_of("chromium-simulcast")).media[1].rids == ("l", "m", "h")


def test_a_data_channel_is_a_section_of_no_kind():
    data = parse_offer(text_of("chromium-publish-with-data-channel")).media[2]
    assert (data.kind, data.media, data.codecs) == (None, "application", ())
    assert data.formats == ("webrtc-datachannel",)


def test_roles_repairs_and_spelling_of_a_publisher_that_names_them():
    offer = parse_offer(text_of("content-publish"))
    desk, camera, voice = offer.media
    assert (desk.role, camera.role, voice.role) == (BOARD, TEACHER, None)
    assert offer.bundle == ("cam", "desk", "voice")
    assert offer.setup is Setup.PASSIVE
    assert camera.ssrcs == (10,)
    assert camera.rtx == {11: 10}
    assert camera.codecs[0].name == "H264"
    assert camera.codecs[0].parameters == {"profile-level-id": "640c1f", "packetization-mode": "1"}
    assert desk.codecs[0].feedback == ("nack", "nack pli")
    # SHA-1 is left out, and the other digest is written as DTLS compares it.
    ((algorithm, digest),) = offer.fingerprints
    assert algorithm == "sha-256"
    assert digest == digest.upper()


def test_port_zero_with_bundle_only_is_an_open_section():
    offer = parse_offer(text_of("gstreamer-publish"))
    assert not offer.media[1].port_zero
    closed = parse_offer(without(text_of("gstreamer-publish"), "a=bundle-only"))
    assert closed.media[1].port_zero


def test_opus_is_spelled_as_the_relay_spells_it():
    assert parse_offer(text_of("gstreamer-publish")).media[1].codecs[0].name == "opus"


def test_attributes_of_the_session_count_for_its_sections():
    offer = parse_offer(
        without(CHROMIUM, "a=(sendonly|setup|extmap:1 )").replace(
            "t=0 0\r\n",
            f"t=0 0\r\na=inactive\r\na=setup:passive\r\na=extmap:9 {extensions.AUDIO_LEVEL}\r\n",
        )
    )
    assert [it.direction for it in offer.media] == ["inactive"] * 3
    assert offer.setup is Setup.PASSIVE
    assert offer.media[0].extensions[extensions.AUDIO_LEVEL] == 9


def test_without_setup_the_offerer_is_active():
    assert parse_offer(without(CHROMIUM, "a=setup")).setup is Setup.ACTIVE


def test_without_direction_a_section_goes_both_ways():
    assert parse_offer(without(CHROMIUM, "a=sendonly")).media[0].direction == "sendrecv"


def test_lines_may_end_with_a_bare_line_feed():
    assert parse_offer(CHROMIUM.replace("\r\n", "\n")) == parse_offer(CHROMIUM)


def test_one_way_and_renumbered_extensions_are_left_out():
    text = CHROMIUM.replace("a=extmap:4 urn", "a=extmap:4/recvonly urn").replace(
        "a=extmap:3 http", "a=extmap:4100 http"
    )
    found = parse_offer(text).media[0].extensions
    assert extensions.MID not in found
    assert extensions.TRANSPORT_WIDE_CC not in found
    assert extensions.AUDIO_LEVEL in found


# --- what is missing, wrong or too much -----------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("a=group", "a=group:BUNDLE"),
        ("a=rtcp-mux", "a=rtcp-mux"),
        ("a=ice-ufrag", "a=ice-ufrag"),
        ("a=ice-pwd", "a=ice-pwd"),
        ("a=fingerprint", "a=fingerprint"),
        ("a=mid:1", "a=mid"),
        ("v=0", "v=0"),
    ],
)
def test_a_missing_line_is_named(pattern, named):
    with pytest.raises(OfferError, match=named):
        parse_offer(without(CHROMIUM, pattern))


def replaced(old, new):
    assert old in CHROMIUM
    return CHROMIUM.replace(old, new)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: empty"),
        ("v=0\r\n", "no m= section"),
        ("nonsense", "v=0"),
        (replaced("a=mid:1\r\n", "a=mid:0\r\n"), "names two sections"),
        (replaced("a=group:BUNDLE 0 1 2", "a=group:BUNDLE 7 8"), "names no section"),
        (replaced("a=group:BUNDLE 0 1 2", "a=group:"), "a=group:BUNDLE: missing"),
        (replaced("a=ice-ufrag:jZLU", "a=ice-ufrag:j"), "a=ice-ufrag: 'j'"),
        (replaced("a=ice-pwd:wlZys+Yk", "a=ice-pwd:wl Zys"), "a=ice-pwd"),
        (
            replaced("a=fingerprint:sha-256 ", "a=fingerprint:sha-256 G"),
            "a=fingerprint: 'sha-256 G",
        ),
        (replaced("a=fingerprint:sha-256 98:", "a=fingerprint:sha-256 "), "has 32 bytes"),
        (replaced("a=fingerprint:sha-256", "a=fingerprint:md5"), "none of sha-256"),
        (replaced("a=setup:actpass", "a=setup:holdconn"), "a=setup: 'holdconn'"),
        (replaced("m=audio 58661 UDP", "m=audio 586610 UDP"), "not a media line"),
        (replaced("m=audio 58661 UDP", "m=audio UDP"), "not a media line"),
        (replaced("SAVPF 111 63", "SAVPF 128 63"), "payload type '128'"),
        (replaced("SAVPF 111 63", "SAVPF a 63"), "payload type 'a'"),
        (replaced("a=rtpmap:111 opus/48000/2", "a=rtpmap:111 opus"), "a=rtpmap"),
        (replaced("a=fmtp:111 minptime", "a=fmtp:x minptime"), "a=fmtp"),
        (replaced("a=rtcp-fb:111 ", "a=rtcp-fb:x "), "a=rtcp-fb"),
        (replaced("a=extmap:1 ", "a=extmap:x "), "a=extmap"),
        (replaced("a=ssrc:1798849742 ", "a=ssrc:4294967296 "), "4294967295"),
        (replaced("a=ssrc:1798849742 ", "a=ssrc:0 "), "4294967295"),
        (replaced("a=ssrc:1798849742 ", "a=ssrc:-1 "), "a=ssrc"),
        (replaced("a=ssrc-group:FID ", "a=ssrc-group:FID x "), "a=ssrc-group"),
        (replaced("a=mid:1\r\n", "a=mid:a b\r\n"), "a=mid"),
        (replaced("s=-\r\n", "s=-\r\n\r\n"), "line 4: empty"),
        (replaced("s=-\r\n", "s=-\ra=x\r\n"), "line 3: .* not printable"),
        (replaced("s=-\r\n", "s=\x00\r\n"), "not printable"),
        (replaced("s=-\r\n", "s=\u2028\r\n"), "not printable"),
        (replaced("s=-\r\n", "s\r\n"), "a letter and ="),
        (replaced("s=-\r\n", "S=-\r\n"), "a letter and ="),
    ],
)
def test_a_wrong_line_is_named(text, said):
    with pytest.raises(OfferError, match=said):
        parse_offer(text)


def test_an_offer_has_a_greatest_size_in_bytes():
    head, _, tail = CHROMIUM.partition("s=-")
    room = MAX_OFFER_SIZE - len(CHROMIUM) + 1
    assert parse_offer(f"{head}s={'x' * room}{tail}")
    for filling in ("x" * (room + 1), "课" * (room // 3 + 1)):
        with pytest.raises(OfferError, match="more than 65536 bytes"):
            parse_offer(f"{head}s={filling}{tail}")


def test_an_offer_has_a_greatest_number_of_sections():
    section = CHROMIUM[CHROMIUM.index("m=audio") : CHROMIUM.index("m=video")]
    session = CHROMIUM[: CHROMIUM.index("m=audio")]
    short = without(section, "a=(rtpmap|fmtp|ssrc|candidate|extmap|rtcp-fb)")
    sections = [short.replace("a=mid:0", f"a=mid:{index}") for index in range(33)]
    assert len(parse_offer(session + "".join(sections[:32])).media) == 32
    with pytest.raises(OfferError, match="more than 32"):
        parse_offer(session + "".join(sections))


def test_a_section_has_a_greatest_number_of_sources():
    lines = "".join(f"a=ssrc:{index} cname:x\r\n" for index in range(1, 66))
    with pytest.raises(OfferError, match="more than 64"):
        parse_offer(CHROMIUM + lines)


@pytest.mark.parametrize(
    ("simulcast", "rids"),
    [
        ("send l;m;h", ("l", "m", "h")),
        ("send h;m", ("h", "m")),
        ("send l,m;~h", ("l", "h")),
        ("recv l;m;h", ("l", "m", "h")),
        ("recv x send m;m;unknown", ("m",)),
        ("send", ("l", "m", "h")),
        ("", ("l", "m", "h")),
    ],
)
def test_the_layers_are_those_of_the_simulcast_line(simulcast, rids):
    text = text_of("chromium-simulcast").replace("send l;m;h", simulcast)
    assert parse_offer(text).media[1].rids == rids


def test_a_receiver_may_say_how_much_it_asks_for():
    text = text_of("chromium-receive")
    assert parse_offer(text).appetite == ""
    asked = text.replace("\r\nm=", "\r\na=x-appetite:saver\r\nm=", 1)
    assert parse_offer(asked).appetite == "saver"
