import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from server.tls import certificates
from server.tls.names import Names

NOW = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
NAMES = Names(
    ("localhost", "school"),
    (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("192.168.1.5")),
)


def pair(data_dir: Path) -> tuple[bytes, bytes]:
    files = certificates.files_of(data_dir)
    return files.authority.read_bytes(), files.certificate.read_bytes()


def test_everything_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    assert certificates.keep(tmp_path, NAMES, NOW)
    made = pair(tmp_path)
    assert not certificates.keep(tmp_path, NAMES, NOW + timedelta(days=100))
    assert pair(tmp_path) == made
    found = sorted((tmp_path / "tls").iterdir())
    assert len(found) == 4
    assert {path.stat().st_mode & 0o777 for path in found} == {0o600}
    assert (tmp_path / "tls").stat().st_mode & 0o777 == 0o700


def test_the_certificate_names_all_and_is_believed_through_the_authority_only(
    tmp_path: Path,
) -> None:
    certificates.keep(tmp_path, NAMES, NOW)
    files = certificates.files_of(tmp_path)
    leaf, authority = map(certificates.read, (files.certificate, files.authority))
    assert certificates.names_in(leaf) == NAMES
    for subject in (x509.DNSName("school"), x509.IPAddress(ipaddress.ip_address("192.168.1.5"))):
        policy = PolicyBuilder().time(NOW)
        policy.store(Store([authority])).build_server_verifier(subject).verify(leaf, [])
        certificates.keep(tmp_path / "other", NAMES, NOW)
        stranger = certificates.read(certificates.files_of(tmp_path / "other").authority)
        with pytest.raises(VerificationError):
            policy.store(Store([stranger])).build_server_verifier(subject).verify(leaf, [])


def test_a_month_before_its_end_another_certificate_is_made_by_the_same_authority(
    tmp_path: Path,
) -> None:
    certificates.keep(tmp_path, NAMES, NOW)
    authority, first = pair(tmp_path)
    end = certificates.read(certificates.files_of(tmp_path).certificate).not_valid_after_utc
    assert not certificates.keep(tmp_path, NAMES, end - timedelta(days=31))
    assert certificates.keep(tmp_path, NAMES, end - timedelta(days=30))
    again, second = pair(tmp_path)
    assert (again == authority, second == first) == (True, False)


def test_a_new_private_address_needs_no_new_authority(tmp_path: Path) -> None:
    certificates.keep(tmp_path, NAMES, NOW)
    authority, first = pair(tmp_path)
    moved = Names(NAMES.hosts, (*NAMES.addresses, ipaddress.ip_address("192.168.7.7")))
    assert certificates.keep(tmp_path, moved, NOW)
    again, second = pair(tmp_path)
    assert (again == authority, second == first) == (True, False)


@pytest.mark.parametrize(
    "names",
    [
        Names((*NAMES.hosts, "tongke.example.cn"), NAMES.addresses),
        Names(NAMES.hosts, (*NAMES.addresses, ipaddress.ip_address("203.0.113.7"))),
    ],
)
def test_a_name_that_the_authority_may_not_vouch_for_makes_a_new_one(
    tmp_path: Path, names: Names
) -> None:
    certificates.keep(tmp_path, NAMES, NOW)
    authority, _ = pair(tmp_path)
    assert certificates.keep(tmp_path, names, NOW)
    assert pair(tmp_path)[0] != authority
    assert not certificates.keep(tmp_path, names, NOW)


@pytest.mark.parametrize("lost", ["authority", "authority_key", "certificate", "key"])
def test_what_is_lost_or_broken_is_made_again(tmp_path: Path, lost: str) -> None:
    certificates.keep(tmp_path, NAMES, NOW)
    path: Path = getattr(certificates.files_of(tmp_path), lost)
    path.write_text("broken")
    assert certificates.keep(tmp_path, NAMES, NOW)
    assert not certificates.keep(tmp_path, NAMES, NOW)
    path.unlink()
    assert certificates.keep(tmp_path, NAMES, NOW)


def test_one_from_a_clock_that_ran_ahead_is_made_again(tmp_path: Path) -> None:
    certificates.keep(tmp_path, NAMES, NOW + timedelta(days=700))
    assert certificates.keep(tmp_path, NAMES, NOW)


def test_a_fingerprint_reads_as_in_a_browser(tmp_path: Path) -> None:
    certificates.keep(tmp_path, NAMES, NOW)
    shown = certificates.fingerprint(
        certificates.read(certificates.files_of(tmp_path).authority)
    ).split(":")
    assert len(shown) == 32
    assert all(len(one) == 2 and one == one.upper() for one in shown)
