"""The rules of an HLS validator, for the playlists of a recording and the segments that they name.

Source: RFC 8216 and draft-pantos-hls-rfc8216bis; the section stands beside each rule.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^,"]+)(?:,|$)')


@dataclass
class Entry:
    """One media segment or gap of a playlist."""

    uri: str
    length: float
    init: str
    discontinuity: bool = False
    gap: bool = False
    moment: datetime | None = None


@dataclass
class Media:
    """A media playlist that was read."""

    entries: list[Entry] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def attributes(line: str) -> dict[str, str]:
    """Return the attributes of a tag; quotes are kept away."""
    return {name: value.strip('"') for name, value in ATTRIBUTE.findall(line.partition(":")[2])}


def read_media(text: str) -> Media:  # noqa: C901 - one case a tag
    """Read a media playlist and say what is wrong with it."""
    media = Media()
    lines = text.splitlines()
    if lines[0] != "#EXTM3U":  # 4.3.1.1
        media.complaints.append("the first line is not #EXTM3U")
    if not text.endswith("\n"):
        media.complaints.append("the last line has no end")
    target = version = 0
    entry = Entry("", 0.0, "")
    for line in lines[1:]:
        name = line.partition(":")[0]
        match name:
            case "#EXT-X-VERSION":
                version = int(line.partition(":")[2])
            case "#EXT-X-TARGETDURATION":
                target = int(line.partition(":")[2])
            case "#EXT-X-MAP":
                entry.init = attributes(line)["URI"]
            case "#EXTINF":
                entry.length = float(line.partition(":")[2].rstrip(","))
            case "#EXT-X-DISCONTINUITY":
                entry.discontinuity = True
            case "#EXT-X-GAP":
                entry.gap = True
            case "#EXT-X-PROGRAM-DATE-TIME":
                entry.moment = datetime.fromisoformat(line.partition(":")[2])
            case "#EXT-X-DATERANGE":
                _check_date_range(line, media)
            case _ if not line.startswith("#"):
                entry.uri = line
                media.entries.append(entry)
                entry = Entry("", 0.0, entry.init)
    _check(media, target, version, complete="#EXT-X-ENDLIST" in lines)
    return media


def _check_date_range(line: str, media: Media) -> None:
    given = attributes(line)
    if not {"ID", "START-DATE"} <= given.keys():  # 4.3.2.7
        media.complaints.append(f"a date range without ID or START-DATE: {line}")
    if float(given.get("DURATION", 0)) < 0:
        media.complaints.append(f"a date range of negative length: {line}")


def _check(media: Media, target: int, version: int, *, complete: bool) -> None:  # noqa: C901 - one rule a branch
    say = media.complaints.append
    if version < 7:  # 7: EXT-X-MAP in playlists that are not I-frames only needs 6, fMP4 7
        say(f"version {version}")
    if not media.entries or media.entries[0].moment is None:
        say("no EXT-X-PROGRAM-DATE-TIME at the start")  # 4.3.2.6, and date ranges demand it
        return
    moment = media.entries[0].moment
    clock = 0.0
    for before, entry in zip([None, *media.entries], media.entries, strict=False):
        if round(entry.length) > target and (complete or not entry.gap):  # 4.3.3.1
            say(f"{entry.uri} lasts {entry.length} s, the target is {target} s")
        if entry.length <= 0:
            say(f"{entry.uri} has no length")
        if not entry.init:
            say(f"{entry.uri} has no EXT-X-MAP")
        if before and before.init != entry.init and not entry.discontinuity:  # 4.3.2.3
            say(f"{entry.uri} changes its header without a discontinuity")
        if before and before.gap and not entry.gap and not entry.discontinuity:
            say(f"{entry.uri} follows a gap without a discontinuity")
        if entry.moment is not None:
            apart = (entry.moment - moment).total_seconds() - clock
            if abs(apart) > 0.002:
                say(f"{entry.uri}: date and playlist time are {apart:.3f} s apart")
        clock += entry.length


def check_segments(media: Media, fetch: Callable[[str], bytes], *, independent: bool) -> None:
    """Compare a playlist with what it names; complaints are added to it."""
    clock = 0.0
    for entry in media.entries:
        if not entry.gap:
            scale = _timescale(fetch(entry.init))
            data = fetch(entry.uri)
            (start,) = struct.unpack_from(">Q", data, data.index(b"tfdt") + 8)
            if abs(start / scale - clock) > 0.05:  # one clock: playlist time is decode time
                media.complaints.append(f"{entry.uri} starts at {start / scale}, not {clock}")
            first = struct.unpack_from(">I", data, data.index(b"trun") + 16 + 8)[0]
            if independent and first & 0x0001_0000:  # 4.3.5.1
                media.complaints.append(f"{entry.uri} does not begin with a key frame")
        clock += entry.length


def _timescale(header: bytes) -> int:
    (scale,) = struct.unpack_from(">I", header, header.index(b"mdhd") + 16)
    return int(scale)


def check_master(text: str) -> list[str]:  # noqa: C901 - one rule a branch
    """Say what is wrong with a multivariant playlist."""
    lines, complaints = text.splitlines(), []
    if lines[0] != "#EXTM3U":
        complaints.append("the first line is not #EXTM3U")
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for line in lines:
        if line.startswith("#EXT-X-MEDIA:"):
            given = attributes(line)
            if not {"TYPE", "GROUP-ID", "NAME"} <= given.keys():  # 4.3.4.1
                complaints.append(f"a rendition without TYPE, GROUP-ID or NAME: {line}")
            groups.setdefault((given["TYPE"], given["GROUP-ID"]), []).append(given)
    for (kind, group), members in groups.items():  # 4.3.4.1.1
        names = [one["NAME"] for one in members]
        if len(set(names)) != len(names):
            complaints.append(f"{kind} {group}: two renditions of one name")
        if sum(one.get("DEFAULT") == "YES" for one in members) > 1:
            complaints.append(f"{kind} {group}: two defaults")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("#EXT-X-STREAM-INF:"):
            given = attributes(line)
            if int(given.get("BANDWIDTH", 0)) <= 0 or "CODECS" not in given:  # 4.3.4.2
                complaints.append(f"a variant without BANDWIDTH or CODECS: {line}")
            if not following or following.startswith("#"):
                complaints.append(f"a variant without an address: {line}")
            complaints += [
                f"{kind} group {given[kind]} is not there"
                for kind in ("AUDIO", "VIDEO")
                if kind in given and (kind, given[kind]) not in groups
            ]
    return complaints
