from pathlib import Path

import pytest

from server.errors import StartError
from server.settings import ServerSettings, load_settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ServerSettings.model_fields, "config"):
        monkeypatch.delenv(f"TONGKE_{name.upper()}", raising=False)


def test_without_anything_there_is_a_database_and_a_store_in_the_data_directory() -> None:
    settings = load_settings()
    here = Path("data").absolute()
    assert settings.database_address == f"sqlite+aiosqlite:///{here}/tongke.sqlite3"
    assert settings.store_address == f"file:{here}/store"
    assert (settings.http_port, settings.media_port, settings.on_postgresql) == (8000, 8443, False)


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "同课 config.toml"
    path.write_text("http_port = 9000\nmedia_port = 9443\nkey_frame_interval = 1.0\n", "utf-8")
    monkeypatch.setenv("TONGKE_CONFIG", str(path))
    monkeypatch.setenv("TONGKE_HTTP_PORT", "9001")
    settings = load_settings()
    assert (settings.http_port, settings.media_port) == (9001, 9443)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().http_port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTP_PORT", "eighty"),
        ("HTTP_PORT", "70000"),
        ("MEDIA_TOKEN_SECONDS", "61"),
        ("DATABASE_URL", "mysql://root:hidden@db/x"),
        ("STORE", "ftp://key:hidden@host/x"),
        ("STORE", "file:relative"),
        ("PUBLIC_URL", "tongke.example.cn"),
        ("MEDIA_ADDRESSES", "10.0.0.1"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_setting_is_named_in_both_languages_without_secrets(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"TONGKE_{name}", value)
    with pytest.raises(StartError) as caught:
        load_settings()
    for sentence in caught.value.words:
        assert name.lower() in sentence.lower()
        assert "hidden" not in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize("content", ["http_port = ", "\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "tongke.toml"
    if content is not None:
        path.write_bytes(content.encode("latin-1"))
    monkeypatch.setenv("TONGKE_CONFIG", str(path))
    with pytest.raises(StartError) as caught:
        load_settings()
    assert str(path) in caught.value.words.zh


def test_a_slip_of_the_pen_in_the_file_is_answered_with_what_was_meant(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "tongke.toml"
    path.write_text("htp_port = 9000\n")
    monkeypatch.setenv("TONGKE_CONFIG", str(path))
    with pytest.raises(StartError, match="did you mean http_port"):
        load_settings()


def test_postgresql_is_recognised() -> None:
    assert load_settings(database_url="postgresql+psycopg://u:p@h/d").on_postgresql


def test_a_name_is_no_media_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGKE_MEDIA_ADDRESSES", '["media.example.cn"]')
    with pytest.raises(StartError, match="not names or ports"):
        load_settings()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"trusted_proxies": ["proxy.example"]}, "TRUSTED_PROXIES"),
        ({"oidc_issuer": "https://id.example.cn"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "http://id.example.cn", "oidc_client_id": "x"}, "OIDC_ISSUER"),
        ({"oidc_scope": "profile"}, "OIDC_SCOPE"),
        ({"trusted_proxies": ["10.0.0.1/8"]}, "TRUSTED_PROXIES"),
        ({"tls_certificate": "a.pem"}, "tls_key"),
        ({"tls": "auto", "tls_certificate": "a.pem", "tls_key": "b.pem"}, "not both"),
        ({"tls": "yes"}, "TONGKE_TLS"),
    ],
)
def test_https_and_proxies_that_do_not_fit_are_named(given: dict[str, object], named: str) -> None:
    with pytest.raises(StartError, match=named) as caught:
        load_settings(**given, node_token="hidden")
    assert "hidden" not in str(caught.value)
