import re
from dataclasses import replace

import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.sdp import SessionDescription

from streaming.contract import BOARD, TEACHER, Direction, Kind
from streaming.errors import OfferError
from streaming.rtp import extensions
from streaming.signaling import sdp
from tests.support.offers import LOCAL, PUBLISH, RECEIVE, direction_of, negotiate, text_of

NAMES = PUBLISH + RECEIVE
CHROMIUM = text_of("chromium-publish")
CLASSROOM = text_of("chromium-receive")


def blocks(answer):
    """Split an answer into its session part and its sections, as lists of lines."""
    assert answer.endswith("\r\n")
    return [part.splitlines() for part in re.split(r"(?m)^(?=m=)", answer)]


def values(lines, prefix):
    return [line.removeprefix(prefix) for line in lines if line.startswith(prefix)]


# --- what holds for every answer ------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_has_the_sections_of_the_offer_in_its_order(name):
    offer = sdp.parse_offer(text_of(name))
    session, *sections = blocks(negotiate(text_of(name), direction_of(name)).answer)
    assert len(sections) == len(offer.media)
    assert "a=ice-lite" in session
    open_mids = []
    for offered, lines in zip(offer.media, sections, strict=True):
        media, port, protocol, *formats = lines[0].removeprefix("m=").split()
        assert (media, protocol) == (offered.media, offered.protocol)
        assert set(formats) <= set(offered.formats)
        assert values(lines, "a=mid:") == [offered.mid]
        if port != "0":
            open_mids.append(offered.mid)
    (group,) = values(session, "a=group:BUNDLE ")
    assert sorted(group.split()) == sorted(open_mids)


@pytest.mark.parametrize("name", NAMES)
def test_an_open_section_has_one_codec_one_direction_and_the_transport(name):
    direction = direction_of(name)
    negotiated = negotiate(text_of(name), direction)
    sections = {values(it, "a=mid:")[0]: it for it in blocks(negotiated.answer)[1:]}
    for agreed in negotiated.media:
        lines = sections[agreed.mid]
        assert agreed.accepted
        repairs = [*agreed.retransmissions.values()]
        repairs += [agreed.redundancy] if agreed.redundancy else []
        numbers = [codec.payload_type for codec in (agreed.codec, *repairs)]
        assert lines[0].split()[3:] == [str(number) for number in numbers]
        assert len(values(lines, "a=rtpmap:")) == len(numbers)
        assert ("a=recvonly" in lines) == (direction is Direction.PUBLISH)
        assert ("a=sendonly" in lines) == (direction is Direction.RECEIVE)
        assert "a=rtcp-mux" in lines
        assert values(lines, "a=ice-ufrag:") == [LOCAL.ice_ufrag]
        assert values(lines, "a=ice-pwd:") == [LOCAL.ice_pwd]
        assert values(lines, "a=fingerprint:") == [" ".join(LOCAL.fingerprints[0])]


@pytest.mark.parametrize("name", NAMES)
def test_only_what_was_offered_is_answered(name):
    offer = sdp.parse_offer(text_of(name))
    offered_by_mid = {it.mid: it for it in offer.media}
    for agreed in negotiate(text_of(name), direction_of(name)).media:
        offered = offered_by_mid[agreed.mid]
        codec = next(it for it in offered.codecs if it.payload_type == agreed.codec.payload_type)
        assert codec.name == agreed.codec.name
        assert set(agreed.codec.feedback) <= set(codec.feedback)
        assert agreed.extensions.items() <= offered.extensions.items()


@pytest.mark.parametrize("name", NAMES)
def test_aiortc_reads_the_answer(name):
    negotiated = negotiate(text_of(name), direction_of(name))
    read = SessionDescription.parse(negotiated.answer)
    assert all(it.ice.iceLite for it in read.media)
    read_by_mid = {it.rtp.muxId: it for it in read.media}
    for agreed in negotiated.media:
        media = read_by_mid[agreed.mid]
        assert media.rtp.codecs[0].payloadType == agreed.codec.payload_type
        assert media.dtls.role == negotiated.dtls_role


@pytest.mark.parametrize("direction", Direction)
async def test_an_aiortc_peer_accepts_the_answer(direction):
    peer = RTCPeerConnection()
    way = "sendonly" if direction is Direction.PUBLISH else "recvonly"
    for kind in ("audio", "video", "video"):
        peer.addTransceiver(kind, direction=way)
    try:
        await peer.setLocalDescription(await peer.createOffer())
        negotiated = negotiate(peer.localDescription.sdp, direction)
        await peer.setRemoteDescription(RTCSessionDescription(negotiated.answer, "answer"))
        assert peer.signalingState == "stable"
        assert [it.currentDirection for it in peer.getTransceivers()] == [way] * 3
    finally:
        await peer.close()


# --- transport ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offered", "answered", "role"),
    [
        ("actpass", "passive", "server"),
        ("active", "passive", "server"),
        ("passive", "active", "client"),
    ],
)
def test_the_handshake_has_one_server_and_one_client(offered, answered, role):
    text = CHROMIUM.replace("a=setup:actpass", f"a=setup:{offered}")
    negotiated = negotiate(text, Direction.PUBLISH)
    assert negotiated.dtls_role == role
    assert set(re.findall("a=setup:(.*)\r", negotiated.answer)) == {answered}


def test_candidates_stand_in_every_section_ipv4_first():
    _, audio, *others = blocks(negotiate(CHROMIUM, Direction.PUBLISH).answer)
    assert values(audio, "a=candidate:") == [
        "1 1 udp 2130706431 192.0.2.9 8443 typ host",
        "2 1 udp 2130706175 198.51.100.9 8444 typ host",
        "3 1 udp 2130705919 2001:db8::9 8443 typ host",
    ]
    assert audio[-1] == "a=end-of-candidates"
    assert all(values(lines, "a=candidate:") for lines in others)


def test_passive_tcp_candidates_follow_with_lower_priorities():
    local = replace(LOCAL, tcp_port=8445)
    _, audio, *_ = blocks(negotiate(CHROMIUM, Direction.PUBLISH, local=local).answer)
    assert values(audio, "a=candidate:")[3:] == [
        "4 1 tcp 1520435199 192.0.2.9 8445 typ host tcptype passive",
        "5 1 tcp 1520434943 198.51.100.9 8445 typ host tcptype passive",
        "6 1 tcp 1520434687 2001:db8::9 8445 typ host tcptype passive",
    ]


def test_a_section_that_carries_the_bundle_is_parked_and_not_rejected():
    text = CHROMIUM.replace("opus/48000", "opus/16000")
    negotiated = negotiate(text, Direction.PUBLISH)
    session, audio, camera, _ = blocks(negotiated.answer)
    assert values(session, "a=group:BUNDLE ") == ["0 1 2"]
    assert audio[0] == "m=audio 9 UDP/TLS/RTP/SAVPF 111"
    assert "a=inactive" in audio
    assert values(audio, "a=candidate:")
    assert values(camera, "a=candidate:")
    assert not negotiated.media[0].accepted


@pytest.mark.parametrize(
    "text",
    [
        CHROMIUM.replace("m=audio 58661", "m=audio 0"),
        re.sub("a=rtpmap:[0-9]+ (?!H264|VP|AV1|rtx|red/9|ulpfec).*\r\n", "", CHROMIUM),
    ],
    ids=["switched off", "no codec that could be named"],
)
def test_a_section_that_cannot_carry_the_bundle_leaves_it_to_the_next(text):
    session, audio, camera, _ = blocks(negotiate(text, Direction.PUBLISH).answer)
    assert values(session, "a=group:BUNDLE ") == ["1 2"]
    assert audio[0].startswith("m=audio 0 ")
    assert values(camera, "a=candidate:")


def test_reduced_size_and_mixed_extensions_are_agreed_only_when_offered():
    answer = negotiate(CHROMIUM, Direction.PUBLISH).answer
    assert "a=rtcp-rsize" in answer
    assert "a=extmap-allow-mixed" in answer
    plain = negotiate(text_of("obs-publish"), Direction.PUBLISH).answer
    assert "a=rtcp-rsize" not in plain
    assert "a=extmap-allow-mixed" not in plain


# --- media ----------------------------------------------------------------------------------------


def test_a_publisher_sends_with_transport_wide_feedback():
    audio, camera, board = negotiate(CHROMIUM, Direction.PUBLISH).media
    assert [it.role for it in (audio, camera, board)] == [TEACHER, TEACHER, BOARD]
    assert (camera.codec.name, camera.codec.payload_type) == ("H264", 108)
    assert camera.codec.feedback == ("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli")
    assert camera.extensions == {extensions.MID: 4, extensions.TRANSPORT_WIDE_CC: 3}
    assert audio.extensions[extensions.AUDIO_LEVEL] == 1
    assert camera.remote_ssrcs == (3008163215,)
    assert camera.rtx == {2739425852: 3008163215}
    assert [it.local_ssrc for it in (audio, camera, board)] == [0, 0, 0]


def test_a_receiver_learns_our_ssrcs_and_a_stream_per_role():
    negotiated = negotiate(CLASSROOM, Direction.RECEIVE)
    assert [(it.role, it.kind, it.local_ssrc) for it in negotiated.media] == [
        (TEACHER, Kind.AUDIO, 1000),
        (TEACHER, Kind.VIDEO, 1001),
        (BOARD, Kind.VIDEO, 1003),
    ]
    assert re.findall("a=(?:msid|ssrc):(.*)\r", negotiated.answer) == [
        "teacher teacher-audio",
        "1000 cname:room",
        "teacher teacher-video",
        "1001 cname:room",
        "1002 cname:room",
        "board board-video",
        "1003 cname:room",
        "1004 cname:room",
    ]
    camera = negotiated.media[1]
    assert camera.extensions == {extensions.MID: 4, extensions.TRANSPORT_WIDE_CC: 3}
    assert camera.codec.feedback == (
        "goog-remb",
        "transport-cc",
        "ccm fir",
        "nack",
        "nack pli",
    )
    assert (camera.remote_ssrcs, dict(camera.rtx)) == ((), {})


def test_a_receiver_gets_the_codec_of_each_roles_publisher():
    negotiated = negotiate(CLASSROOM, Direction.RECEIVE, preferred={TEACHER: "VP8", BOARD: "H264"})
    assert [it.codec.name for it in negotiated.media] == ["opus", "VP8", "H264"]


def test_a_picture_in_a_codec_that_the_receiver_lacks_is_rejected_and_the_rest_goes_on():
    text = re.sub("a=rtpmap:[0-9]+ H264/90000\r\n", "", CLASSROOM)
    negotiated = negotiate(text, Direction.RECEIVE, preferred={BOARD: "H264"})
    audio, camera, board = negotiated.media
    assert audio.accepted
    assert camera.codec.name == "VP9"
    assert (board.accepted, board.role, board.local_ssrc) == (False, BOARD, 0)
    assert board.reason.startswith("no common codec: offered VP8")
    assert re.search("m=video 0 [^\r]*\r\nc=[^\r]*\r\na=mid:2\r\na=inactive\r\n", negotiated.answer)


def test_a_receiver_can_be_ready_for_any_codec_of_a_later_publisher():
    negotiated = negotiate(
        CLASSROOM, Direction.RECEIVE, preferred={BOARD: "VP8"}, alternatives=True
    )
    audio, camera, board = negotiated.media
    assert audio.alternatives == ()
    assert [it.name for it in (camera.codec, *camera.alternatives)] == ["H264", "VP9", "VP8", "AV1"]
    assert [it.name for it in (board.codec, *board.alternatives)] == ["VP8", "H264", "VP9", "AV1"]
    assert board.alternatives[0] == camera.codec
    assert "m=video 9 UDP/TLS/RTP/SAVPF 108 98 96 45 97 99 109 46\r\n" in negotiated.answer
    assert "m=video 9 UDP/TLS/RTP/SAVPF 96 108 98 45 97 99 109 46\r\n" in negotiated.answer
    assert negotiated.answer.count("a=rtpmap:96 VP8/90000\r\n") == 2


def test_a_publisher_is_never_asked_for_a_choice_of_codecs():
    negotiated = negotiate(CHROMIUM, Direction.PUBLISH, alternatives=True)
    assert all(it.alternatives == () for it in negotiated.media)


def test_an_ssrc_is_taken_only_for_what_is_sent():
    text = CLASSROOM.replace("opus/48000", "opus/16000")
    negotiated = negotiate(text, Direction.RECEIVE)
    assert re.findall("a=ssrc:([0-9]+)", negotiated.answer) == ["1000", "1001", "1002", "1003"]
    assert [it.local_ssrc for it in negotiated.media] == [0, 1000, 1002]
    assert [it.rtx_ssrc for it in negotiated.media] == [0, 1001, 1003]


def test_a_stream_is_described_only_by_who_sends_it():
    negotiated = negotiate(text_of("gstreamer-publish"), Direction.PUBLISH)
    assert "sprop-parameter-sets" in negotiated.media[0].codec.parameters
    assert "sprop" not in negotiated.answer
    assert "a=fmtp:96 packetization-mode=1;profile-level-id=42c01e\r\n" in negotiated.answer
    assert "a=fmtp:97 useinbandfec=1\r\n" in negotiated.answer


def test_a_data_channel_is_refused_and_not_listed():
    negotiated = negotiate(text_of("chromium-publish-with-data-channel"), Direction.PUBLISH)
    assert [it.kind for it in negotiated.media] == [Kind.AUDIO, Kind.VIDEO]
    assert "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n" in negotiated.answer


# --- layers and repair ----------------------------------------------------------------------------


def test_every_layer_of_a_simulcast_offer_is_taken():
    negotiated = negotiate(text_of("chromium-simulcast"), Direction.PUBLISH)
    picture = negotiated.media[1]
    assert picture.rids == ("l", "m", "h")
    assert extensions.RTP_STREAM_ID in picture.extensions
    assert extensions.REPAIRED_RTP_STREAM_ID in picture.extensions
    assert "a=rid:l recv\r\na=rid:m recv\r\na=rid:h recv\r\n" in negotiated.answer
    assert "a=simulcast:recv l;m;h\r\n" in negotiated.answer


def test_without_the_extension_that_tells_layers_apart_there_is_one_stream():
    text = text_of("chromium-simulcast").replace("sdes:rtp-stream-id", "sdes:other")
    negotiated = negotiate(text, Direction.PUBLISH)
    assert negotiated.media[1].rids == ()
    assert "a=simulcast" not in negotiated.answer


def test_a_receiver_learns_which_stream_repeats_which():
    picture = negotiate(CLASSROOM, Direction.RECEIVE).media[1]
    answer = negotiate(CLASSROOM, Direction.RECEIVE).answer
    assert f"a=ssrc-group:FID {picture.local_ssrc} {picture.rtx_ssrc}\r\n" in answer
    assert {key: it.payload_type for key, it in picture.retransmissions.items()} == {108: 109}
    assert "a=rtpmap:109 rtx/90000\r\n" in answer
    assert "a=fmtp:109 apt=108\r\n" in answer


def test_redundant_sound_is_agreed_behind_plain_sound():
    sound = negotiate(CLASSROOM, Direction.RECEIVE).media[0]
    assert sound.redundancy.payload_type == 63
    assert sound.rtx_ssrc == 0
    answer = negotiate(CLASSROOM, Direction.RECEIVE).answer
    assert "m=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\n" in answer
    assert "a=fmtp:63 111/111\r\n" in answer


def test_a_publisher_that_lists_redundant_sound_first_sends_it():
    text = CHROMIUM.replace("SAVPF 111 63 ", "SAVPF 63 111 ")
    assert "m=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\n" in negotiate(text, Direction.PUBLISH).answer


# --- no answer ------------------------------------------------------------------------------------


def test_no_common_codec_at_all_is_said_with_what_was_offered():
    text = re.sub("(H264|VP9|VP8|AV1|opus)/", "X/", CHROMIUM)
    with pytest.raises(sdp.NoCommonCodec, match=r"video 1: no common codec: offered .*X"):
        negotiate(text, Direction.PUBLISH)


def test_nothing_in_the_right_direction_is_an_offer_error_of_another_kind():
    with pytest.raises(OfferError, match="direction sendonly; recvonly is needed") as caught:
        negotiate(CHROMIUM, Direction.RECEIVE)
    assert not isinstance(caught.value, sdp.NoCommonCodec)


def test_an_offer_of_data_only_is_refused():
    offer = sdp.parse_offer(text_of("chromium-publish-with-data-channel"))
    only_data = replace(offer, media=offer.media[2:], bundle=("2",))
    with pytest.raises(OfferError, match="no audio and no video"):
        sdp.answer(only_data, Direction.PUBLISH, (TEACHER,), LOCAL, iter(()))
