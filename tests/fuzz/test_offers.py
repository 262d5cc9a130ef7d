"""Invariant: whatever a peer posts as an offer, there is an answer or an `OfferError`, nothing else."""

from hypothesis import given, settings, strategies as st

from streaming.contract import Direction
from streaming.errors import OfferError
from streaming.signaling.sdp import parse_offer
from tests.support.offers import PUBLISH, RECEIVE, negotiate, text_of

LINES = {name: text_of(name).splitlines() for name in PUBLISH + RECEIVE}
NUMBERS = st.sampled_from(
    ["", "-1", "0", "15", "65536", "4294967296", "9" * 5000, "1e9", "0x10", "٣", "1.5", " "]
)
NONSENSE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "m=", "m=video", "m=audio 9 UDP/TLS/RTP/SAVPF", "m=video 9 UDP/TLS/RTP/SAVPF 96 96",
            "a=", "a=:", "a=mid:", "a=mid:0", "a=group:", "a=group:BUNDLE", "a=rtpmap:96",
            "a=rtpmap:96 H264/0", "a=fmtp:96 ;;=;=", "a=rtcp-fb:*", "a=extmap:0 x", "a=ssrc:1",
            "a=ssrc-group:FID 1 1 1", "a=content:,,", "a=setup:", "a=ice-pwd:", "a=fingerprint:",
            "a=sendrecv:x", "=", "v=0", "a=candidate:" + "x" * 300, "a=rid:", "a=bundle-only",
        ]
    ),
)  # fmt: skip


@st.composite
def mutated_offers(draw):
    """A real offer with one to eight things done to it."""
    lines = list(LINES[draw(st.sampled_from(sorted(LINES)))])
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["cut", "drop", "double", "swap", "number", "insert", "lose"])):
            case "cut":
                lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
            case "drop":
                del lines[at : at + draw(st.integers(1, 10))]
            case "double":
                lines.insert(other, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "number":
                digits = [index for index, letter in enumerate(lines[at]) if letter.isdigit()]
                if digits:
                    index = draw(st.sampled_from(digits))
                    lines[at] = lines[at][:index] + draw(NUMBERS) + lines[at][index + 1 :]
            case "insert":
                lines.insert(at, draw(NONSENSE))
            case "lose":
                index = draw(st.integers(0, max(len(lines[at]) - 1, 0)))
                lines[at] = lines[at][:index] + lines[at][index + 1 :]
        lines = lines or [""]
    return "\r\n".join(lines)


def answered(text):
    """Return whether an offer got an answer in at least one direction."""
    count = 0
    for direction in Direction:
        try:
            answer = negotiate(text, direction).answer
        except OfferError as error:
            assert str(error)  # noqa: PT017 - there is always a sentence for the peer
        else:
            count += 1
            assert_sound(text, answer)
    return count > 0


def assert_sound(text, answer):
    """Nothing in an answer is a line that a peer could have smuggled in."""
    offer = parse_offer(text)
    lines = answer.split("\r\n")
    assert lines.pop() == ""
    assert all(line.isprintable() and line[1] == "=" for line in lines)
    assert sum(line.startswith("m=") for line in lines) == len(offer.media)
    assert sum(line.startswith("a=mid:") for line in lines) == len(offer.media)


@settings(max_examples=220)
@given(mutated_offers())
def test_a_mutated_offer_is_answered_or_refused(text):
    answered(text)


@given(st.text(max_size=400))
def test_text_is_refused(text):
    assert not answered(text)


@given(st.binary(max_size=200), st.sampled_from(sorted(LINES)), st.floats(0, 1))
def test_bytes_inside_an_offer_are_answered_or_refused(noise, name, where):
    data = text_of(name).encode()
    at = int(len(data) * where)
    answered((data[:at] + noise + data[at + len(noise) :]).decode(errors="surrogateescape"))


def test_the_offers_that_are_mutated_are_good_ones():
    assert all(answered("\r\n".join(lines) + "\r\n") for lines in LINES.values())
