import pytest
from hypothesis import given, strategies as st

from streaming.errors import OfferError
from streaming.signaling.description import LocalParameters
from streaming.signaling.fragment import (
    MAX_FRAGMENT_SIZE,
    Fragment,
    parse_fragment,
    write_fragment,
)

# Source: RFC 9725, figure 6.
RESTART = """a=ice-options:trickle ice2
a=group:BUNDLE 0 1
m=audio 9 UDP/TLS/RTP/SAVPF 111
a=mid:audio
a=ice-ufrag:ysXw
a=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k
a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_credentials_and_the_first_section_are_read(ending):
    read = parse_fragment(RESTART.replace("\n", ending))
    assert read == Fragment("ysXw", "vw5LmwG4y/e6dPP/zAP9Gp5k", "audio")


def test_without_a_section_the_first_one_is_meant():
    assert parse_fragment(RESTART.replace("a=mid:audio\n", "")).mid == "0"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RESTART.replace("a=ice-pwd", "a=ice"), "ice-pwd: missing"),
        (RESTART.replace("ysXw", "y x"), "ice-ufrag: 'y x'"),
        ("x" * (MAX_FRAGMENT_SIZE + 1), str(MAX_FRAGMENT_SIZE)),
    ],
)
def test_what_is_wrong_is_named(text, said):
    with pytest.raises(OfferError, match=said):
        parse_fragment(text)


@given(st.text(max_size=200) | st.text().map(lambda text: RESTART + text))
def test_any_text_is_read_or_refused(text):
    try:
        parse_fragment(text)
    except OfferError:
        return


def test_our_side_names_every_address():
    local = LocalParameters(
        "ours", "p" * 24, (), (("192.0.2.1", 7000), ("2001:db8::1", 7000)), "n", 7000
    )
    text = write_fragment(local, "video")
    assert parse_fragment(text) == Fragment("ours", "p" * 24, "video")
    assert text.count("a=candidate:") == 4
    assert text.startswith("a=ice-lite\r\n")
