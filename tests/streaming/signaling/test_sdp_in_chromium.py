"""Every kind of answer is given to a real Chromium, whose `setRemoteDescription` is the strictest judge."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import sync_playwright

from streaming.contract import BOARD, TEACHER, Direction
from tests.support.browser import chromium, chromium_missing
from tests.support.offers import negotiate

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module", autouse=True)
def browser_is_there():
    """A missing browser is a failure that says what to install, never a silent pass."""
    assert not chromium_missing(), chromium_missing()


FAKE_DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")

OFFER = """async ({sections, codec, channel, balanced}) => {
  const pc = new RTCPeerConnection({ bundlePolicy: balanced ? 'balanced' : 'max-bundle' })
  globalThis.pc = pc
  globalThis.streams = []
  pc.ontrack = event => streams.push(event.streams.map(stream => stream.id).join())
  if (channel) pc.createDataChannel('x')
  for (const [kind, direction, rids] of sections) {
    let what = kind
    if (direction.startsWith('send')) {
      const media = await navigator.mediaDevices.getUserMedia({ [kind]: true })
      what = media.getTracks()[0]
    }
    const sendEncodings = rids?.map(rid => ({ rid }))
    const transceiver = pc.addTransceiver(what, { direction, sendEncodings })
    if (codec && kind === 'video') {
      const all = RTCRtpReceiver.getCapabilities('video').codecs
      transceiver.setCodecPreferences(all.filter(it => it.mimeType === codec))
    }
  }
  const offer = await pc.createOffer()
  await pc.setLocalDescription(offer)
  return pc.localDescription.sdp
}"""

ANSWER = """async sdp => {
  await pc.setRemoteDescription({ type: 'answer', sdp })
  const result = pc.getTransceivers().map(it => ({
    mid: it.mid,
    stopped: it.stopped || it.currentDirection === 'stopped',
    direction: it.currentDirection,
    // Of a receiver Chromium lists what it offered, not what was agreed.
    codecs: it.currentDirection === 'sendonly'
      ? it.sender.getParameters().codecs.map(codec => codec.mimeType + ' ' + codec.payloadType)
      : null,
    rids: it.sender.getParameters().encodings.map(encoding => encoding.rid),
  }))
  const state = pc.signalingState
  pc.close()
  return { state, transceivers: result, streams }
}"""

AUDIO_OUT, VIDEO_OUT = ("audio", "sendonly"), ("video", "sendonly")
AUDIO_IN, VIDEO_IN = ("audio", "recvonly"), ("video", "recvonly")


@pytest.fixture(scope="module")
def page():
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = stack.enter_context(chromium(playwright, FAKE_DEVICES))
        page = browser.new_page()
        # getUserMedia is there in secure contexts only; nothing leaves the machine.
        page.route("https://room.test/*", lambda route: route.fulfill(body="<!doctype html>"))
        page.goto("https://room.test/")
        yield page


def exchange(page, *sections, direction, wishes=None, setup="actpass", **how):
    """Return what we negotiated and what Chromium made of our answer."""
    offer = page.evaluate(
        OFFER,
        {"sections": sections, "codec": None, "channel": False, "balanced": False} | how,
    )
    offer = offer.replace("a=setup:actpass", f"a=setup:{setup}")
    negotiated = negotiate(offer, direction, **(wishes or {}))
    return negotiated, page.evaluate(ANSWER, negotiated.answer)


def codecs_of(negotiated):
    return {
        it.mid: [
            f"{it.kind}/{codec.name} {codec.payload_type}"
            for codec in (it.codec, it.redundancy, *it.retransmissions.values())
            if codec is not None
        ]
        for it in negotiated.media
        if it.accepted
    }


def assert_agreed(negotiated, result, way):
    assert result["state"] == "stable"
    agreed = codecs_of(negotiated)
    for transceiver in result["transceivers"]:
        assert transceiver["direction"] == way
        if way == "sendonly":
            assert transceiver["codecs"] == agreed[transceiver["mid"]]


@pytest.mark.parametrize("balanced", [False, True])
def test_a_publisher_with_two_pictures_and_sound(page, balanced):
    negotiated, result = exchange(
        page, AUDIO_OUT, VIDEO_OUT, VIDEO_OUT, direction=Direction.PUBLISH, balanced=balanced
    )
    assert_agreed(negotiated, result, "sendonly")
    assert [it.codec.name for it in negotiated.media] == ["opus", "H264", "H264"]


def test_a_receiver_sees_one_stream_per_role(page):
    negotiated, result = exchange(page, AUDIO_IN, VIDEO_IN, VIDEO_IN, direction=Direction.RECEIVE)
    assert_agreed(negotiated, result, "recvonly")
    assert result["streams"] == [TEACHER, TEACHER, BOARD]


def test_a_role_of_a_class_is_a_stream_too(page):
    negotiated, result = exchange(
        page, VIDEO_IN, direction=Direction.RECEIVE, wishes={"roles": ("class:room-7.a_b",)}
    )
    assert_agreed(negotiated, result, "recvonly")
    assert result["streams"] == ["class:room-7.a_b"]


def test_a_receiver_of_two_codecs(page):
    negotiated, result = exchange(
        page,
        *(AUDIO_IN, VIDEO_IN, VIDEO_IN),
        direction=Direction.RECEIVE,
        wishes={"preferred": {TEACHER: "VP8", BOARD: "H264"}},
    )
    assert_agreed(negotiated, result, "recvonly")
    assert [it.codec.name for it in negotiated.media] == ["opus", "VP8", "H264"]


def test_a_receiver_that_is_ready_for_any_codec(page):
    negotiated, result = exchange(
        page,
        *(AUDIO_IN, VIDEO_IN),
        direction=Direction.RECEIVE,
        wishes={"alternatives": True},
    )
    assert_agreed(negotiated, result, "recvonly")
    assert [it.name for it in negotiated.media[1].alternatives] == ["VP9", "VP8", "AV1"]


@pytest.mark.parametrize("codec", ["VP9", "VP8", "AV1"])
def test_a_publisher_without_h264(page, codec):
    negotiated, result = exchange(
        page, AUDIO_OUT, VIDEO_OUT, direction=Direction.PUBLISH, codec=f"video/{codec}"
    )
    assert_agreed(negotiated, result, "sendonly")
    assert negotiated.media[1].codec.name == codec


def test_sections_in_both_directions(page):
    negotiated, result = exchange(
        page, ("audio", "sendrecv"), ("video", "sendrecv"), direction=Direction.PUBLISH
    )
    assert_agreed(negotiated, result, "sendonly")


@pytest.mark.parametrize("first", [True, False])
def test_a_rejected_picture_stops_and_the_rest_goes_on(page, first):
    lone = {"roles": (TEACHER,)}
    sections = (VIDEO_OUT, VIDEO_OUT, AUDIO_OUT) if first else (AUDIO_OUT, VIDEO_OUT, VIDEO_OUT)
    negotiated, result = exchange(page, *sections, direction=Direction.PUBLISH, wishes=lone)
    assert [it.accepted for it in negotiated.media].count(False) == 1
    assert result["state"] == "stable"
    open_mids = [it.mid for it in negotiated.media if it.accepted]
    assert [it["mid"] for it in result["transceivers"] if it["direction"] == "sendonly"] == (
        open_mids
    )


@pytest.mark.parametrize("balanced", [False, True])
def test_a_session_outlives_a_section_that_carries_the_bundle_and_no_media(page, balanced):
    negotiated, result = exchange(
        page,
        *(VIDEO_IN, AUDIO_IN),
        direction=Direction.RECEIVE,
        codec="video/VP8",
        wishes={"preferred": {TEACHER: "H264"}},
        balanced=balanced,
    )
    assert [it.accepted for it in negotiated.media] == [False, True]
    assert [it["direction"] for it in result["transceivers"]] == ["inactive", "recvonly"]


def test_a_data_channel_is_refused(page):
    negotiated, result = exchange(page, AUDIO_OUT, direction=Direction.PUBLISH, channel=True)
    assert_agreed(negotiated, result, "sendonly")


def test_every_simulcast_layer_is_taken(page):
    negotiated, result = exchange(
        page,
        *(AUDIO_OUT, (*VIDEO_OUT, ["l", "m", "h"])),
        direction=Direction.PUBLISH,
    )
    assert_agreed(negotiated, result, "sendonly")
    assert result["transceivers"][1]["rids"] == ["l", "m", "h"]


@pytest.mark.parametrize("setup", ["active", "passive"])
def test_both_parts_of_the_handshake_can_be_answered(page, setup):
    # Chromium itself always offers actpass, so it takes either answer.
    negotiated, result = exchange(
        page, AUDIO_OUT, VIDEO_OUT, direction=Direction.PUBLISH, setup=setup
    )
    assert_agreed(negotiated, result, "sendonly")
    assert negotiated.dtls_role == {"active": "server", "passive": "client"}[setup]
