import pytest
from pydantic import ValidationError

from streaming.settings import MediaSettings


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    for name in ("TONGKE_CONFIG", "TONGKE_MEDIA_PORT", "TONGKE_STORE", "TONGKE_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_the_default_media_port_is_8443():
    assert MediaSettings().media_port == 8443


def test_the_environment_wins_over_the_file(monkeypatch, tmp_path):
    file = tmp_path / "tongke 设置.toml"
    file.write_text('media_port = 9000\nnode_name = "village"\nother_setting = 1\n')
    monkeypatch.setenv("TONGKE_CONFIG", str(file))
    monkeypatch.setenv("TONGKE_MEDIA_PORT", "9100")
    settings = MediaSettings()
    assert (settings.media_port, settings.node_name) == (9100, "village")


def test_addresses_are_a_json_list(monkeypatch):
    monkeypatch.setenv("TONGKE_MEDIA_ADDRESSES", '["192.0.2.7"]')
    assert MediaSettings().media_addresses == ("192.0.2.7",)


def test_addresses_of_both_families_may_be_announced(monkeypatch):
    monkeypatch.setenv("TONGKE_MEDIA_ADDRESSES", '["203.0.113.9", "2001:db8::9"]')
    assert MediaSettings().media_addresses == ("203.0.113.9", "2001:db8::9")


@pytest.mark.parametrize("address", ["media.example.cn", "203.0.113.9:8443", "", "x\\r\\na=b"])
def test_what_is_no_address_is_refused_by_name(monkeypatch, address):
    monkeypatch.setenv("TONGKE_MEDIA_ADDRESSES", f'["{address}"]')
    with pytest.raises(ValidationError, match="media_addresses") as refused:
        MediaSettings()
    assert "not names or ports" in str(refused.value)


@pytest.mark.parametrize("port", ["0", "70000", "abc"])
def test_an_impossible_port_is_refused_by_name(monkeypatch, port):
    monkeypatch.setenv("TONGKE_MEDIA_PORT", port)
    with pytest.raises(ValidationError, match="media_port"):
        MediaSettings()


def test_the_store_lies_in_the_data_directory_by_default(monkeypatch, tmp_path):
    monkeypatch.setenv("TONGKE_DATA_DIR", str(tmp_path / "同课 data"))
    assert MediaSettings().store_address == f"file:{tmp_path / '同课 data' / 'store'}"


def test_settings_cannot_be_changed_afterwards():
    with pytest.raises(ValidationError):
        MediaSettings().media_port = 1
