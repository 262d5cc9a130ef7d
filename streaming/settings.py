"""What an operator may set for the media node and the archiver. Read once, in `__main__`.

Every value comes from an environment variable `TONGKE_<NAME>` or, with lower priority, from the TOML file
that `TONGKE_CONFIG` names (the same file that the server reads).
"""

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class MediaSettings(BaseSettings):
    """Settings of the two processes of the media plane."""

    model_config = SettingsConfigDict(env_prefix="TONGKE_", frozen=True, extra="ignore")

    data_dir: Path = Path("data")
    """Directory of journals and spool. More room lets recordings wait longer for the object store."""
    media_port: Annotated[int, Field(ge=1, le=65535)] = 8443
    """UDP port of the relay, and TCP port of the same number for networks that block UDP."""
    media_bind: str = "0.0.0.0"  # noqa: S104 - receiving classrooms come from other machines
    """Address that the media sockets bind to; 0.0.0.0: all of this machine's, IPv6 ones included."""
    media_addresses: tuple[str, ...] = ()
    """Addresses announced as ICE candidates; empty: those of this machine's interfaces. Behind NAT: the public one."""
    server_url: str = "http://127.0.0.1:8000"
    """Where the server answers; node and archiver dial its link."""
    server_ca: Path | None = None
    """PEM file of the authority that vouches for the server's HTTPS (`/trust` offers it); empty: those of this machine. Read at each connection."""
    server_name: str = ""
    """Name that the server's certificate must bear; empty: the host of `server_url`."""
    node_name: str = "node-1"
    """Name of this node in the registry; must be unique in a cluster."""
    node_token: str = ""
    """Secret that the server demands of nodes and archivers. `tongke serve` makes one and passes it on."""
    store: str = ""
    """`file:/path` or `s3://access:secret@host:port/bucket`; empty: `file:` under the data directory."""
    recording_reserve: Annotated[int, Field(ge=0)] = 512 * 1024 * 1024
    """Bytes of disk kept for lessons that are being recorded: below, no new recording begins and an alarm is raised. 512 MiB are 40
    minutes of two lessons; less risks gaps in running ones, more refuses earlier. 0: never refuse."""
    key_frame_interval: Annotated[float, Field(ge=0.5, le=30)] = 2.0
    """Seconds between key frames that the recorder asks for; shorter: finer seek and segments, higher rate."""
    archive_audio: Literal["opus", "aac"] = "opus"
    """Sound of recordings: `opus` as it came, or `aac`, which the archiver makes of it for players that know nothing else; that costs 5 % of a core for
    each lesson, and some of the quality. What is recorded already stays as it is."""
    metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0
    """Loopback TCP port where Prometheus reads the node's figures (`GET /metrics`); 0: none. Another one for each node of a machine."""
    max_rooms: Annotated[int, Field(ge=1)] = 200
    """Bound of rooms on one node."""
    max_peers: Annotated[int, Field(ge=1)] = 2000
    """Bound of peers on one node."""

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
    def journal_dir(self) -> Path:
        """Directory of the journals; one folder a lesson."""
        return self.data_dir / "journal"

    @property
    def spool_dir(self) -> Path:
        """Directory where the archiver keeps segments until they are verified."""
        return self.data_dir / "spool"

    @property
    def store_address(self) -> str:
        """The store's address with the default filled in."""
        return self.store or f"file:{(self.data_dir / 'store').absolute()}"
