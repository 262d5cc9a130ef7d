import pytest

from server.webhooks.sending import AddressRefused, check_address, post
from tests.support.receiver import receiver


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "240.0.0.1"),  # noqa: S104
        *("::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1"),
    ],
)
def test_what_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused):
        check_address(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "::ffff:1.1.1.1"])
def test_what_is_public_may_be_asked(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "url",
    [
        *("https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://2130706433/"),
        *("https://0x7f.1/", "https://127.1/", "https://[::ffff:127.0.0.1]/"),
    ],
)
async def test_however_this_machine_is_written_it_is_not_asked(url: str) -> None:
    outcome = await post(url, b"{}", {}, private=False)
    assert not outcome.delivered
    assert not outcome.said.startswith("HTTP")


async def test_plain_http_needs_the_setting() -> None:
    with receiver() as here:
        outcome = await post(here.url, b"{}", {}, private=False)
        assert outcome.said == "refused: only https is allowed"
        assert (here.came, here.refused) == ([], 0)


async def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with receiver() as here:
        here.status = 307
        outcome = await post(
            here.url,
            b"{}",
            {"webhook-id": "a", "webhook-timestamp": "1", "webhook-signature": "v1,x"},
            private=True,
        )
    assert (outcome.delivered, outcome.said) == (False, "HTTP 401")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[::1"])
async def test_what_does_not_answer_is_an_outcome(url: str) -> None:
    assert not (await post(url, b"{}", {}, private=True)).delivered
