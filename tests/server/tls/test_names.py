import ipaddress
import socket
from pathlib import Path

import pytest

from server.settings import ServerSettings
from server.tls.names import names_of


def test_this_machine_is_known_by_loopback_its_name_and_its_interfaces(tmp_path: Path) -> None:
    names = names_of(ServerSettings(data_dir=tmp_path))
    assert "localhost" in names.hosts
    assert {ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")} <= set(names.addresses)
    assert not any(one.version == 6 and one.is_link_local for one in names.addresses)


def test_settings_add_names_and_addresses(tmp_path: Path) -> None:
    names = names_of(
        ServerSettings(
            data_dir=tmp_path,
            public_url="https://Tongke.Example.cn:8443/",
            tls_names=("192.0.2.1", "school"),
            media_addresses=("203.0.113.7",),
        )
    )
    assert {"tongke.example.cn", "school"} <= set(names.hosts)
    found = set(map(str, names.addresses))
    assert {"192.0.2.1", "203.0.113.7"} <= found


@pytest.mark.parametrize("name", ["教室", "under_score", ""])
def test_a_host_name_that_no_certificate_holds_is_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    assert names_of(ServerSettings(data_dir=tmp_path)).hosts == ("localhost",)
