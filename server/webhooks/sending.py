"""One signed POST to an address that somebody gave us: never into our own network unless a setting allows it.

The name is looked up once and the connection goes to the very address that was judged, so that a second
answer of a hostile DNS server changes nothing. Redirects are not followed.
"""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass

import httpx

PATIENCE = 10.0
"""Seconds for a receiver's answer; it should take the message and work later."""
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))
"""IPv6 addresses that lead to an IPv4 one, maybe a private one (RFC 6052, RFC 3056)."""


class AddressRefused(Exception):
    """The address may not be asked; says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt."""

    delivered: bool
    said: str
    """Status or error, at most 200 characters; nothing of the receiver's body."""


def check_address(address: str) -> None:
    """See that an IP address lies in the public Internet.

    Raises:
        AddressRefused: if it is private, loopback, link-local, multicast, reserved, or leads to such.
    """
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif any(found in net for net in _TRANSLATED):
            raise AddressRefused(f"{address} is translated")
    if not found.is_global or found.is_multicast or found.is_reserved:
        raise AddressRefused(f"{address} is not a public address")


async def post(url: str, body: bytes, headers: dict[str, str], *, private: bool) -> Outcome:
    """Send one message; never raises for what the receiver or the network does."""
    try:
        async with asyncio.timeout(PATIENCE):
            target = httpx.URL(url)
            address = await _judged(target, private=private)
            request = httpx.Request(
                "POST",
                target.copy_with(host=address),
                headers={
                    **headers,
                    "Host": target.netloc.decode(),
                    "Content-Type": "application/json",
                    "User-Agent": "tongke-webhooks/1",
                },
                content=body,
                # The certificate is the name's, though the connection goes to the address.
                extensions={"sni_hostname": target.host},
            )
            async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
                # Only the status counts: the body is not read, however long it is.
                response = await client.send(request, stream=True)
                await response.aclose()
                return Outcome(response.is_success, f"HTTP {response.status_code}")
    except AddressRefused as error:
        return Outcome(delivered=False, said=f"refused: {error}"[:200])
    except TimeoutError:
        return Outcome(delivered=False, said="no answer in time")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return Outcome(delivered=False, said=type(error).__name__)


async def _judged(target: httpx.URL, *, private: bool) -> str:
    """Return the address to connect to."""
    if not private and target.scheme != "https":
        raise AddressRefused("only https is allowed")
    port = target.port or (443 if target.scheme == "https" else 80)
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(target.host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not addresses:
        raise AddressRefused("the name has no address")
    if not private:
        # One private address among public ones is an attempt, not a mistake.
        for address in addresses:
            check_address(address)
    return addresses[0]
