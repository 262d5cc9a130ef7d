"""The names and addresses under which other machines reach this one."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import ifaddr

from server.settings import ServerSettings

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Names:
    """What a certificate is made out for; both sorted, without doubles."""

    hosts: tuple[str, ...]
    addresses: tuple[IpAddress, ...]


def names_of(settings: ServerSettings) -> Names:
    """Return the host names and addresses of this machine, with those that the settings add.

    Link-local IPv6 addresses are left out: they need a zone, and no browser takes one in an address.
    """
    hosts = {"localhost", *_own_names()}
    addresses = {ipaddress.ip_address(one) for one in ("127.0.0.1", "::1", *_interfaces())}
    public = urlsplit(settings.public_url).hostname or ""
    for given in (public, *settings.tls_names, *settings.media_addresses):
        try:
            addresses.add(ipaddress.ip_address(given))
        except ValueError:
            if given:
                hosts.add(given.lower())
    return Names(
        tuple(sorted(hosts)),
        tuple(sorted(addresses, key=lambda one: (one.version, int(one)))),
    )


def _own_names() -> set[str]:
    name = socket.gethostname().lower().rstrip(".")
    # A certificate holds only what DNS could: letters, digits, hyphens.
    if not name.isascii() or not name.replace("-", "").replace(".", "").isalnum():
        return set()
    short = name.split(".")[0]
    return {name, short, f"{short}.local"}


def _interfaces() -> set[str]:
    found: set[str] = set()
    for adapter in ifaddr.get_adapters():
        for each in adapter.ips:
            address = each.ip if isinstance(each.ip, str) else each.ip[0]
            parsed = ipaddress.ip_address(address)
            if not (parsed.version == 6 and parsed.is_link_local):
                found.add(address)
    return found
