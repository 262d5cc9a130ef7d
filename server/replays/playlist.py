"""HLS playlists (RFC 8216 and draft-pantos-hls-rfc8216bis) from rows. Pure: no I/O. Times are arguments.

One clock for all tracks of a recording: playlist time 0 is the recording's epoch, and the playlist time
at which a segment begins is exactly its offset. So a late start and every gap are an entry of their own,
marked EXT-X-GAP, as long as what is missing; and a segment's EXTINF is the distance to the next one, not
its own duration, or rounding would add up over a lesson.
"""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

GAP_MIN = 0.2
"""Seconds. A shorter hole is bridged by a longer EXTINF: one lost packet is no gap."""
SHORTEST = 0.001
"""Seconds. A segment that the next one overlaps wholly still needs a length."""
GAP_CLASS = "tongke.gap"
"""CLASS of the date ranges that say why something is missing (X-REASON)."""
GAP_URI = "gap.mp4"
"""Never loaded by a player that knows EXT-X-GAP; the server answers it with an empty box."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment, as a playlist needs it. Seconds from the epoch."""

    uri: str
    init_uri: str
    offset: float
    duration: float


@dataclass(frozen=True, slots=True)
class Missing:
    """Media that was not recorded, between segments or inside one. Seconds from the epoch."""

    offset: float
    duration: float
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a playlist: a segment, or a gap where `piece` is None."""

    piece: Piece | None
    begins: float
    """Playlist time, seconds."""
    length: float
    """Seconds."""
    discontinuity: bool
    """The timeline jumps before this entry."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """One media playlist that a multivariant playlist names."""

    uri: str
    codec: str
    bandwidth_bps: int
    """The highest of any segment. Source: RFC 8216, section 4.3.4.2."""
    width: int = 0
    height: int = 0
    name: str = ""
    """Unique within its group; empty: its number."""


def timeline(pieces: Iterable[Piece]) -> list[Entry]:
    """Return the entries of a track: each segment at its offset, each hole as a gap."""
    ordered = sorted(pieces, key=lambda piece: piece.offset)
    entries: list[Entry] = []
    clock, jumped = 0.0, False
    for index, piece in enumerate(ordered):
        if piece.offset - clock >= GAP_MIN or (not entries and piece.offset >= SHORTEST):
            entries.append(Entry(None, clock, piece.offset - clock, discontinuity=jumped))
            clock, jumped = piece.offset, True
        following = ordered[index + 1].offset if index + 1 < len(ordered) else None
        length = _length(piece, clock, following)
        changed = _other_init(entries, piece)
        entries.append(Entry(piece, clock, length, discontinuity=jumped or changed))
        clock, jumped = clock + length, False
    return entries


def media_playlist(
    pieces: Iterable[Piece], epoch: datetime, missing: Iterable[Missing] = (), *, complete: bool
) -> str:
    """Return the media playlist of one track; why something is missing stands in date ranges."""
    entries = timeline(pieces)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{_target_duration(entries, complete=complete)}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        f"#EXT-X-PLAYLIST-TYPE:{'VOD' if complete else 'EVENT'}",
    ]
    init = next((entry.piece.init_uri for entry in entries if entry.piece), None)
    if init is not None:
        # Before a first gap too: players look at the first entry to learn that this is fMP4.
        lines.append(f'#EXT-X-MAP:URI="{init}"')
    reasons = deque(sorted(missing, key=lambda one: one.offset))
    for index, entry in enumerate(entries):
        while reasons and reasons[0].offset < entry.begins + entry.length:
            lines.append(_date_range(reasons.popleft(), epoch))
        if entry.discontinuity:
            lines.append("#EXT-X-DISCONTINUITY")
        if index == 0 or entry.discontinuity:
            lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{_stamp(epoch, entry.begins)}")
        if entry.piece is None:
            lines += ["#EXT-X-GAP", f"#EXTINF:{entry.length:.6f},", GAP_URI]
            continue
        if entry.piece.init_uri != init:
            init = entry.piece.init_uri
            lines.append(f'#EXT-X-MAP:URI="{init}"')
        lines += [f"#EXTINF:{entry.length:.6f},", entry.piece.uri]
    if complete:
        lines.append("#EXT-X-ENDLIST")
    return "\n".join(lines) + "\n"


def multivariant_playlist(
    video: Sequence[Rendition], audio: Sequence[Rendition], *, independent: bool
) -> str:
    """Return a playlist that joins pictures with sound. With no picture the sound is the variant.

    Several pictures are one group: the first is the variant, a player that knows TYPE=VIDEO lets people choose.
    `independent` says that every segment begins with a key frame.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:7"]
    if independent:
        lines.append("#EXT-X-INDEPENDENT-SEGMENTS")
    grouped = audio if video else ()
    lines += _group("AUDIO", "sound", grouped)
    if len(video) > 1:
        lines += _group("VIDEO", "pictures", video)
    sound = max((rendition.bandwidth_bps for rendition in grouped), default=0)
    most = max((rendition.bandwidth_bps for rendition in video or audio), default=0)
    for rendition in (video or audio)[:1]:
        codecs = list(
            dict.fromkeys(
                [*(each.codec for each in video or audio), *(each.codec for each in grouped)]
            )
        )
        attributes = [
            f"BANDWIDTH={max(1, most + sound)}",
            f'CODECS="{",".join(codecs)}"',
        ]
        if rendition.width and rendition.height:
            attributes.append(f"RESOLUTION={rendition.width}x{rendition.height}")
        if len(video) > 1:
            attributes.append('VIDEO="pictures"')
        if grouped:
            attributes.append('AUDIO="sound"')
        lines += [f"#EXT-X-STREAM-INF:{','.join(attributes)}", rendition.uri]
    return "\n".join(lines) + "\n"


def _group(kind: str, group: str, renditions: Sequence[Rendition]) -> list[str]:
    return [
        f'#EXT-X-MEDIA:TYPE={kind},GROUP-ID="{group}",NAME="{rendition.name or index}",'
        f'DEFAULT={"YES" if index == 1 else "NO"},AUTOSELECT=YES,URI="{rendition.uri}"'
        for index, rendition in enumerate(renditions, start=1)
    ]


def _date_range(missing: Missing, epoch: datetime) -> str:
    """Say from when to when nothing was recorded, and why. Source: RFC 8216, section 4.3.2.7."""
    # The reason is an enum of ours; whatever an archiver says, a quoted string holds no quotes and no line ends.
    reason = "".join(letter for letter in missing.reason if letter.isalnum() or letter in "_ -")
    return (
        f'#EXT-X-DATERANGE:ID="missing-{round(missing.offset * 1000)}",CLASS="{GAP_CLASS}",'
        f'START-DATE="{_stamp(epoch, missing.offset)}",DURATION={missing.duration:.3f},'
        f'X-REASON="{reason}"'
    )


def _stamp(epoch: datetime, seconds: float) -> str:
    moment = epoch + timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _length(piece: Piece, begins: float, following: float | None) -> float:
    end = piece.offset + piece.duration
    if following is not None and following - end < GAP_MIN:
        end = following
    return max(end - begins, SHORTEST)


def _other_init(entries: Sequence[Entry], piece: Piece) -> bool:
    earlier = next((entry.piece for entry in reversed(entries) if entry.piece), None)
    return earlier is not None and earlier.init_uri != piece.init_uri


def _target_duration(entries: Sequence[Entry], *, complete: bool) -> int:
    """Return a bound of the entries' lengths, whole seconds.

    While a playlist grows, players reload it once per target duration, so a gap of minutes must not
    raise it (nor may it change); 8 s is above every segment that the archiver cuts. Once complete, the gaps count too, as
    RFC 8216, section 4.3.3.1 demands.
    """
    counted = [entry.length for entry in entries if complete or entry.piece]
    return max(8, *(math.floor(length + 0.5) for length in counted)) if counted else 8
