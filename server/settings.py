"""What an operator may set for the server. Read once, in `__main__`; frozen from then on.

Every value comes from an environment variable `TONGKE_<NAME>` or, with lower priority, from the TOML file that
`TONGKE_CONFIG` (or `--config`) names. The media node and the archiver read the same file and environment with
their own class, `streaming.settings.MediaSettings`.
"""

import difflib
import ipaddress
import os
import tomllib
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from server.errors import StartError
from server.integrations.mail import parse_mail
from server.words import Words
from streaming.settings import MediaSettings

SECRET = frozenset(
    {"node_token", "cookie_secret", "store", "database_url", "smtp", "oidc_client_secret"}
)
"""Settings whose value is never written anywhere: they hold secrets."""
REPOSITORY = Path(__file__).resolve().parent.parent


class ServerSettings(BaseSettings):
    """Settings of the server, the worker and of `tongke serve`."""

    model_config = SettingsConfigDict(env_prefix="TONGKE_", frozen=True, extra="ignore")

    data_dir: Path = Path("data")
    """Directory of the database, secrets, journals and recordings. One installation, one directory; it grows by about 0.7 GB per recorded hour of two 800 kbit/s tracks."""
    http_host: str = "0.0.0.0"  # noqa: S104 - classrooms come from other machines
    """Address that the HTTP server binds to. All interfaces, because classrooms are on other machines; 127.0.0.1 behind a reverse proxy."""
    http_port: int = Field(8000, ge=1, le=65535)
    """TCP port of pages, API and WebSockets. 8000 needs no root; 80 or 443 belong to a reverse proxy."""
    media_port: int = Field(8443, ge=0, le=65535)
    """UDP port of the media node that `tongke serve` starts, and TCP port of the same number for networks that block UDP. One number for all peers, so that one firewall rule is enough. 0: node and archiver run apart from the server (`tongke node`, `tongke archiver`), where an end of the server does not end lessons."""
    media_addresses: tuple[str, ...] = ()
    """Addresses that the media node announces, as a JSON list; empty: those of this machine's interfaces. Behind NAT the public one must stand here, or nobody outside connects."""
    database_url: str = ""
    """`postgresql+psycopg://user:password@host/name`, or empty for SQLite in the data directory. SQLite carries one server with about 150 rooms; more servers or a separate worker need PostgreSQL."""
    store: str = ""
    """`file:/path` or `s3://access:secret@host:port/bucket`; empty: `file:` in the data directory. With S3 browsers fetch recordings from the store itself, so it must be reachable from them."""
    public_url: str = ""
    """Address under which people reach this server, for example `https://tongke.example.cn`; empty: whatever they typed. Needed behind a reverse proxy that changes the Host header; https here makes cookies Secure."""
    tls: Literal["", "auto"] = ""
    """`auto`: this server makes an authority and a certificate of its own and speaks HTTPS on `http_port`; a page at `plain_port` tells how to trust it. Empty: HTTP, or HTTPS with `tls_certificate`. Browsers give no camera over plain HTTP."""
    tls_certificate: Path | None = None
    """PEM file of a certificate (with its chain) that somebody else made; read again within the hour when it changes. Needs `tls_key`."""
    tls_key: Path | None = None
    """PEM file of the key of `tls_certificate`, without a password."""
    tls_names: tuple[str, ...] = ()
    """Names and addresses under which this server is reached beside those that it knows, as a JSON list. With `auto` they stand in the certificate; a new name outside this machine's own makes a new authority, which must be trusted again."""
    plain_port: int = Field(8080, ge=0, le=65535)
    """TCP port that with HTTPS shows how to trust the authority and sends everything else to HTTPS; 0: none. Nothing else is answered there."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks of reverse proxies, as a JSON list such as `["127.0.0.1"]`: only from them X-Forwarded-For and X-Forwarded-Proto are believed. Empty: from nobody. One too many lets its machines choose the address that is counted and logged."""
    node_token: str = ""
    """Secret that media nodes and archivers show; empty: made on the first start and kept in secrets.toml. Set it when nodes run on other machines."""
    cookie_secret: str = ""
    """Key under which session tokens are hashed; empty: made on the first start and kept in secrets.toml. Another value signs everybody out."""
    session_hours: int = Field(12, ge=1, le=720)
    """Hours until a person has to sign in again. 12 covers a school day; more is comfortable and riskier on shared computers."""
    device_session_days: int = Field(400, ge=1, le=400)
    """Days that a classroom device stays known. 400 is the longest that Chromium keeps a cookie; less means somebody walks to the classroom."""
    opens_before_minutes: int = Field(10, ge=0, le=120)
    """Minutes before the bell at which a lesson's room opens by itself. 10 lets classrooms connect during the break; more holds rooms open for nothing."""
    ends_after_minutes: int = Field(5, ge=0, le=120)
    """Minutes after the bell at which a lesson is ended by itself. 5 forgives a late teacher; more lets a forgotten camera run on."""
    expand_days: int = Field(14, ge=1, le=60)
    """Days ahead for which the timetable is turned into dated lessons. 14 shows next week; more makes changes of the timetable touch more rows."""
    media_token_seconds: int = Field(60, ge=5, le=60)
    """Seconds for which a media token may be used, once. 60 survives a slow page; less leaves less to steal, more is not allowed."""
    join_timeout_seconds: float = Field(5.0, ge=0.5, le=30)
    """Seconds to wait for a media node's answer to an offer before 503. A node answers within milliseconds; more makes a page wait for a dead one."""
    node_lease_seconds: float = Field(10.0, ge=1, le=120)
    """Seconds for which a node whose link broke keeps its lessons. 10 covers a restart of either side; more delays moving to another node, less moves lessons needlessly."""
    failed_logins: int = Field(5, ge=1, le=100)
    """Failed log-ins per user name and address within five minutes before 429. 5 forgives typing; more helps whoever guesses."""
    keep_dedicated_days: int = Field(730, ge=0, le=36_500)
    """Days that recordings of dedicated delivery are kept; 0: for ever. Two years cover a class's make-up lessons and an inspection; they show children, so more needs a reason."""
    keep_famous_teacher_days: int = Field(1825, ge=0, le=36_500)
    """Days that recordings of famous-teacher lessons are kept; 0: for ever. Five years, because teachers study them long after."""
    keep_famous_school_days: int = Field(1095, ge=0, le=36_500)
    """Days that recordings of famous-school lessons are kept; 0: for ever. Three years: a stage of school."""
    erase_grace_days: int = Field(7, ge=0, le=90)
    """Days between the wish to erase a recording and its erasure, in which it can be taken back. A week outlasts a holiday weekend; more keeps what somebody wants gone."""
    smtp: str = ""
    """`smtp://user:password@host:port` or `smtps://…`: sends reset codes and invitations by e-mail; empty: they are printed. STARTTLS is used where the server offers it."""
    mail_from: str = Field("", max_length=254)
    """Address in whose name e-mails are sent; empty: `tongke@` and the host of `smtp`."""
    oidc_issuer: str = ""
    """Issuer of the bureau's own identity server exactly as it names itself (OpenID Connect), for example `https://id.edu.example.cn`; empty: people sign in with a password only. Nobody else is believed; its sign-in page leads back to `<public_url>/api/session/oidc/callback`, which must be registered there. Its authority must be one that this machine trusts."""
    oidc_client_id: str = ""
    """Name under which this installation is registered there. Needed with `oidc_issuer`."""
    oidc_client_secret: str = ""
    """Secret that was given with it; empty for a public client, which only PKCE protects."""
    oidc_scope: str = "openid profile"
    """What is asked for, separated by spaces; must hold `openid`, and whatever makes the identity server tell `oidc_claim`."""
    oidc_claim: str = "preferred_username"
    """Claim that holds the user name here; `email`: the e-mail address, if the identity server has verified it and one person only has it. It must be one that people there cannot choose themselves. Whoever fits nobody is sent to their administrator: accounts and rights are never made by a sign-in."""
    webhooks_private: bool = False
    """Whether webhooks may lead to this machine and to private addresses, and by plain HTTP. False, because whoever may subscribe could else reach into the server's own network."""
    speech_command: str = ""
    """Program of this machine that writes captions: it is given the path of an MP4 with the teacher's sound (Opus) as its last argument and writes WebVTT to its standard output, for example a script of ffmpeg (`-af aresample=async=1:first_pts=0` keeps silences and the beginning) and whisper.cpp with a model that lies here. Empty: nobody listens. It runs where the jobs run, one recording at a time and at the lowest priority."""
    event_log_size: int = Field(2000, ge=10, le=1_000_000)
    """Events kept so that a page that was away can catch up. 2,000 is about an hour of a busy city; older pages reload their state instead."""
    web_dir: Path = REPOSITORY / "web" / "dist"
    """Directory of the built pages. The default is where `make` builds them."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Least important log line that is written. INFO is one line per lesson event; DEBUG adds one per message of the link."""

    @field_validator("media_addresses")
    @classmethod
    def _media_addresses_are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse names: what stands here is written into every answer, and browsers look up no candidate's name."""
        for one in value:
            try:
                ipaddress.ip_address(one)
            except ValueError:
                raise ValueError(
                    f"{one!r} came; allowed are IPv4 and IPv6 addresses, not names or ports"
                ) from None
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies_are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            try:
                ipaddress.ip_network(one)
            except ValueError:
                raise ValueError(
                    f"{one!r} came; allowed are addresses and networks such as 10.0.0.0/24"
                ) from None
        return value

    @model_validator(mode="after")
    def _one_certificate(self) -> Self:
        given = (self.tls_certificate, self.tls_key)
        if (given[0] is None) != (given[1] is None):
            raise ValueError("tls_certificate and tls_key belong together")
        if self.tls and given[0] is not None:
            raise ValueError("allowed is tls=auto or tls_certificate, not both")
        return self

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer_is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        if value and (
            (parts.scheme != "https" and not (here and parts.scheme == "http"))
            or not parts.hostname
            or parts.query
            or parts.fragment
        ):
            raise ValueError("allowed is https://host/path as the identity server names itself")
        return value

    @field_validator("oidc_scope")
    @classmethod
    def _scope_is_of_openid(cls, value: str) -> str:
        if "openid" not in value.split():
            raise ValueError("allowed are words separated by spaces, openid among them")
        return value

    @model_validator(mode="after")
    def _issuer_knows_us(self) -> Self:
        if bool(self.oidc_issuer) != bool(self.oidc_client_id):
            raise ValueError("oidc_issuer and oidc_client_id belong together")
        return self

    @field_validator("store")
    @classmethod
    def _store_is_an_address(cls, value: str) -> str:
        if value and not value.startswith(("file:/", "s3://")):
            raise ValueError("allowed is file:/path or s3://access:secret@host:port/bucket")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        if value and not value.startswith(("sqlite+aiosqlite:", "postgresql+psycopg:")):
            raise ValueError("allowed is postgresql+psycopg://… or sqlite+aiosqlite:///…")
        return value

    @field_validator("smtp")
    @classmethod
    def _smtp_is_an_address(cls, value: str) -> str:
        parse_mail(value, "")
        return value

    @field_validator("public_url")
    @classmethod
    def _public_url_is_one(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("allowed is http://host or https://host")
        return value.rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first, then the TOML file."""
        sources: tuple[Any, ...] = (init_settings, env_settings)
        if path := os.environ.get("TONGKE_CONFIG"):
            sources += (TomlConfigSettingsSource(settings_cls, path),)
        return sources

    @property
    def database_address(self) -> str:
        """The database's URL with the default filled in."""
        path = (self.data_dir / "tongke.sqlite3").absolute()
        return self.database_url or f"sqlite+aiosqlite:///{path}"

    @property
    def store_address(self) -> str:
        """The store's address with the default filled in; the same rule as the media plane's."""
        return self.store or f"file:{(self.data_dir / 'store').absolute()}"

    @property
    def speaks_https(self) -> bool:
        """Whether this server itself ends TLS."""
        return bool(self.tls) or self.tls_certificate is not None

    @property
    def local_url(self) -> str:
        """The server's address as a browser on this machine writes it."""
        return f"{'https' if self.speaks_https else 'http'}://localhost:{self.http_port}"

    @property
    def on_postgresql(self) -> bool:
        """Whether the database is PostgreSQL."""
        return self.database_address.startswith("postgresql")


def load_settings(**given: object) -> ServerSettings:
    """Read the settings; `given` values win over environment and file.

    Raises:
        StartError: naming the first setting that does not fit, or the file that cannot be read.
    """
    _check_file(os.environ.get("TONGKE_CONFIG"))
    try:
        return ServerSettings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        reason = first["msg"].removeprefix("Value error, ")
        # A rule over several settings begins with the first of them.
        over = reason.split()[0] if reason.split()[0] in ServerSettings.model_fields else "tls"
        name = ".".join(str(part) for part in first["loc"]) or over
        # What a rule over several settings was given is all of them, secrets too.
        came = "…" if name in SECRET or not first["loc"] else str(first.get("input"))[:80]
        raise StartError(
            Words(
                f"设置 TONGKE_{name.upper()} 不对：现在是“{came}”（{reason}）。请改正后再启动。",
                f"Setting TONGKE_{name.upper()} is wrong: {came!r} came ({reason}). Correct it and start again.",
            )
        ) from None
    except SettingsError as error:
        raise StartError(
            Words(
                f"设置读不懂：{error}（列表要写成 JSON）。请改正后再启动。",
                f"A setting cannot be read: {error} (lists are written as JSON). Correct it and start again.",
            )
        ) from error


def _check_file(path: str | None) -> None:
    if not path:
        return
    try:
        with Path(path).open("rb") as file:
            found = tomllib.load(file)
    except (OSError, ValueError) as error:
        raise StartError(
            Words(
                f"配置文件 {path} 读不了（{error}）。请检查路径、权限和 TOML 语法。",
                f"The configuration file {path} cannot be read ({error}). Check its path, its permissions and its TOML.",
            )
        ) from error
    known = {*ServerSettings.model_fields, *MediaSettings.model_fields}
    for name in found:
        if name not in known:
            meant = next(iter(difflib.get_close_matches(name, known, 1)), "deploy/settings.md")
            raise StartError(
                Words(
                    f"配置文件 {path} 里没有叫 {name} 的设置，您是不是想写 {meant}？请改正后再启动。",
                    f"{path}: there is no setting {name}, did you mean {meant}? Correct it and start again.",
                )
            )
