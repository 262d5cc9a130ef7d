"""A local authority and the server's certificate, made and renewed in `tls/` of the data directory (mode 0600).

The authority may vouch for private addresses and for this machine's names only (name constraints, RFC 5280,
section 4.2.1.10): a school that trusts it does not give whoever steals its key the rest of the web.
"""

import ipaddress
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.tls.names import IpAddress, Names

AUTHORITY_DAYS = 3650
"""Somebody walks to every classroom to have it trusted, so it lasts."""
SERVER_DAYS = 397
"""Browsers refuse certificates of public authorities that last longer; some refuse ours by the same rule."""
RENEW_DAYS = 30
"""Before the end; a server that is switched off for the winter holidays still finds a good one."""
SLACK = timedelta(days=1)
"""A certificate counts from a day before: classroom computers have wrong clocks."""
FOLDER = "tls"
PRIVATE = tuple(
    ipaddress.ip_network(net)
    for net in (
        *("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10"),
    )
)


@dataclass(frozen=True, slots=True)
class Files:
    """Where the four files of a data directory lie."""

    authority: Path
    authority_key: Path
    certificate: Path
    key: Path


def files_of(data_dir: Path) -> Files:
    """Return the paths; nothing is read or made."""
    folder = data_dir / FOLDER
    return Files(
        folder / "authority.pem",
        folder / "authority-key.pem",
        folder / "server.pem",
        folder / "server-key.pem",
    )


def keep(data_dir: Path, names: Names, now: datetime) -> bool:
    """See that authority and certificate are there, made out for `names`, and good for another month.

    Returns whether a certificate was made. A new authority is made only if there is none, its key is lost, it
    ends soon, or it may not vouch for a name: then every computer has to be told to trust it again.
    """
    files = files_of(data_dir)
    files.authority.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = _read_pair(files.authority, files.authority_key)
    if authority is None or _ends_soon(authority[0], now) or not _may_vouch(authority[0], names):
        authority = _make_authority(names, now)
        _write_pair(files.authority, files.authority_key, *authority)
    served = _read_pair(files.certificate, files.key)
    if (
        served is not None
        and not _ends_soon(served[0], now)
        and names_in(served[0]) == names
        and _is_signed_by(served[0], authority[0])
    ):
        return False
    certificate, key = _make_certificate(names, now, *authority)
    _write_pair(files.certificate, files.key, certificate, key)
    return True


def read(path: Path) -> x509.Certificate:
    """Return the first certificate of a PEM file.

    Raises:
        OSError: if it cannot be read. ValueError: if it holds none.
    """
    return x509.load_pem_x509_certificates(path.read_bytes())[0]


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate as browsers show it: pairs with colons."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def names_in(certificate: x509.Certificate) -> Names:
    """Return what a certificate is made out for; nothing where it names nobody."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return Names((), ())
    addresses: list[IpAddress] = [
        one
        for one in found.get_values_for_type(x509.IPAddress)
        if isinstance(one, ipaddress.IPv4Address | ipaddress.IPv6Address)
    ]
    return Names(
        tuple(sorted(found.get_values_for_type(x509.DNSName))),
        tuple(sorted(addresses, key=lambda one: (one.version, int(one)))),
    )


def _make_authority(
    names: Names, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tongke"),
            # Two servers of one school have two authorities; the moment tells them apart in a list.
            x509.NameAttribute(
                NameOID.COMMON_NAME, f"Tongke {names.hosts[0][:20]} {now:%Y-%m-%d %H:%M}"
            ),
        ]
    )
    allowed: list[x509.GeneralName] = [x509.DNSName(host) for host in names.hosts]
    allowed += [x509.IPAddress(net) for net in PRIVATE]
    allowed += [
        x509.IPAddress(ipaddress.ip_network(one)) for one in names.addresses if not _is_private(one)
    ]
    made = (
        _builder(subject, subject, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(allowed, None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made, key


def _make_certificate(
    names: Names,
    now: datetime,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tongke server")])
    alternatives: list[x509.GeneralName] = [x509.DNSName(host) for host in names.hosts]
    alternatives += [x509.IPAddress(one) for one in names.addresses]
    made = (
        _builder(subject, authority.subject, key, now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )
    return made, key


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    days: int,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLACK)
        .not_valid_after(now - SLACK + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _may_vouch(authority: x509.Certificate, names: Names) -> bool:
    try:
        value = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    except x509.ExtensionNotFound:
        return False
    allowed = value.permitted_subtrees or []
    hosts = {one.value for one in allowed if isinstance(one, x509.DNSName)}
    nets = [one.value for one in allowed if isinstance(one, x509.IPAddress)]
    return hosts >= set(names.hosts) and all(
        any(
            address in net
            for net in nets
            if isinstance(net, ipaddress.IPv4Network | ipaddress.IPv6Network)
        )
        for address in names.addresses
    )


def _is_private(address: IpAddress) -> bool:
    return any(address in net for net in PRIVATE)


def _ends_soon(certificate: x509.Certificate, now: datetime) -> bool:
    # One that is not valid yet was made by a clock that ran ahead: a browser refuses it just so.
    ends = certificate.not_valid_after_utc - timedelta(days=RENEW_DAYS)
    return not certificate.not_valid_before_utc <= now < ends


def _is_signed_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _read_pair(
    certificate: Path, key: Path
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None:
    """Return a certificate and its key; None where one is missing, broken or of another pair."""
    try:
        found = read(certificate)
        held = serialization.load_pem_private_key(key.read_bytes(), None)
    except (OSError, ValueError):
        return None
    if not isinstance(held, ec.EllipticCurvePrivateKey):
        return None
    return (found, held) if held.public_key() == found.public_key() else None


def _write_pair(
    at: Path, key_at: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> None:
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write(key_at, secret)
    _write(at, certificate.public_bytes(serialization.Encoding.PEM))


def _write(path: Path, content: bytes) -> None:
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    # The mode is given at creation: a file that is made readable first can be read in between.
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        os.fsync(file.fileno())
    new.replace(path)
