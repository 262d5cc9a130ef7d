"""Promises L5 to L7, measured: `python -m tests.faults.matrix` (`make faults`). Prints tables and one line of JSON.

The relay's own room in imagined time, classrooms behind seeded links in numbers: loss × round trip × rate, the collapse
2 M → 150 k → 2 M bit/s, one bad line among five, the thin line of L5; and the collapse with a real Chromium behind a real socket.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from tests.faults.lecture import Classroom, Lecture, Stalls
from tests.faults.listener import BOARD, CAMERA
from tests.support.network import Conditions

LOSSES = (0.0, 0.02, 0.05, 0.15, 0.30)
ROUND_TRIPS = (0.02, 0.15, 0.6, 1.2)
RATES = (150e3, 512e3, 2e6, 20e6)
QUEUE = 0.3
"""Seconds of packets that the line's own queue holds, at least 16 packets."""
WARM_UP, MEASURED = 8.0, 20.0
SOUND_WANTED = {0.0: 0.995, 0.02: 0.995, 0.05: 0.995, 0.15: 0.98, 0.30: 0.95}
"""Promise L6: usable frames of sound by loss."""


@dataclass
class Row:
    """One promise: what was asked for and what came."""

    promise: str
    figure: str
    wanted: str
    kept: bool


def conditions(rate_bps: float, loss: float = 0.0, round_trip: float = 0.05) -> Conditions:
    """Return one direction of a line."""
    queue = max(16 * 1_200, int(rate_bps * QUEUE / 8))
    return Conditions(delay=round_trip / 2, loss=loss, rate_bps=rate_bps, queue_bytes=queue)


def usable_share(classroom: Classroom, begin: float, end: float) -> float:
    """Return the share of frames of sound, captured in a stretch of time, that were there in time."""
    heard = sum(begin <= captured < end for captured in classroom.listener.sound.heard)
    return heard / ((end - begin) * 50)


def sound_gap(classroom: Classroom, begin: float, end: float) -> float:
    """Return the longest stretch without a usable frame, in seconds."""
    inside = sorted(c for c in classroom.listener.sound.heard if begin <= c < end)
    times = [begin, *inside, end]
    return max(later - earlier for earlier, later in pairwise(times)) - 0.02


def freeze(classroom: Classroom, ssrc: int, begin: float, end: float) -> float:
    """Return the longest time without a new picture, in seconds."""
    inside = [shown for shown in classroom.listener.screens[ssrc].shown if begin <= shown < end]
    times = [begin, *inside, end]
    return max(later - earlier for earlier, later in pairwise(times))


def cell(loss: float, round_trip: float, rate_bps: float) -> dict[str, object]:
    """Measure one cell of the matrix."""
    lecture = Lecture()
    room = lecture.join(
        conditions(rate_bps, loss, round_trip), conditions(2e6, loss, round_trip), seed=7
    )
    lecture.run(WARM_UP)
    before = sum(slot.switches for slot in room.slots)
    lecture.run(MEASURED)
    begin, end = WARM_UP, WARM_UP + MEASURED - round_trip - 0.5
    camera, board = room.layers()
    return {
        "loss": loss,
        "round_trip_ms": round(round_trip * 1000),
        "rate_kbps": round(rate_bps / 1000),
        "sound": round(usable_share(room, begin, end), 4),
        "camera_freeze_s": round(freeze(room, CAMERA, begin, end), 2),
        "board_freeze_s": round(freeze(room, BOARD, begin, end), 2),
        "changes": sum(slot.switches for slot in room.slots) - before,
        "camera": camera,
        "board": board,
        "estimate_kbps": round(room.link.allocation.bitrate_bps / 1000),
    }


def print_matrix(cells: list[dict[str, object]]) -> None:
    """Print one block for each rate: usable sound, longest freeze of camera and board, layer changes."""
    for rate in sorted({int(str(it["rate_kbps"])) for it in cells}):
        _say(
            f"\n{rate} kbit/s    usable sound % · freeze camera/board s (– off) · layers · changes"
        )
        _say("loss %   " + "".join(f"rtt {round(rtt * 1000):>5} ms{'':<24}" for rtt in ROUND_TRIPS))
        for loss in LOSSES:
            line = f"{loss * 100:>5.0f}    "
            for rtt in ROUND_TRIPS:
                it = next(
                    one
                    for one in cells
                    if (one["loss"], one["round_trip_ms"], one["rate_kbps"])
                    == (loss, round(rtt * 1000), rate)
                )
                frozen = "/".join(
                    "–" if it[name] is None else f"{it[f'{name}_freeze_s']:.1f}"
                    for name in ("camera", "board")
                )
                layers = "".join("–" if it[n] is None else str(it[n]) for n in ("camera", "board"))
                text = (
                    f"{100 * float(str(it['sound'])):.1f} · {frozen} · {layers} · {it['changes']}"
                )
                line += f"{text:<36}"
            _say(line)


def judge_sound(cells: list[dict[str, object]]) -> list[Row]:
    """Judge L6 over every cell whose rate carries sound with its repeats, for each loss the worst one."""
    rows = []
    for loss in LOSSES:
        shares = [float(str(it["sound"])) for it in cells if it["loss"] == loss]
        wide = [
            float(str(it["sound"]))
            for it in cells
            if it["loss"] == loss and int(str(it["rate_kbps"])) >= 512
        ]
        wanted = SOUND_WANTED[loss]
        figure = f"{100 * min(wide):.1f} % at 512 k and more, {100 * min(shares):.1f} % at 150 k"
        rows.append(
            Row(
                f"L6 sound at {loss:.0%} loss",
                figure,
                f"≥ {wanted:.1%}",
                kept=min(shares) >= wanted,
            )
        )
    return rows


def collapse() -> list[Row]:
    """Measure L7 beside four classrooms with good lines."""
    lecture = Lecture()
    others = [lecture.join(conditions(20e6), conditions(20e6), seed=s) for s in range(4)]
    room = lecture.join(conditions(2e6), conditions(2e6), seed=9)
    lecture.run(15.0)
    octets = [other.octets for other in others]
    lecture.run(10.0)
    rates = [other.octets - before for other, before in zip(others, octets, strict=True)]
    full = room.layers()
    room.down.change(conditions(150e3))
    octets = [other.octets for other in others]
    lower = _until(lecture, lambda: _less(room.layers(), full), 10.0)
    lecture.run(max(0.0, 10.0 - lower))
    back = [other.octets - before for other, before in zip(others, octets, strict=True)]
    room.down.change(conditions(2e6))
    up = _until(lecture, lambda: not _less(room.layers(), full), 30.0)
    lecture.run(3.0)
    change = max(abs(after / before - 1) for after, before in zip(back, rates, strict=True))
    return [
        Row("L7 lower layer after the fall", f"{lower:.2f} s", "≤ 2 s", lower <= 2),
        Row("L7 back up after the rise", f"{up:.1f} s", "≤ 10 s", up <= 10),
        Row("L7 other rooms' rates change by", f"{change:.1%}", "≤ 5 %", change <= 0.05),
    ]


def falls(moments: int = 12) -> list[Row]:
    """Measure L7's gap of sound at so many moments: how much is under way, and when feedback is due, differ from one to the next."""
    gaps = []
    for moment in range(moments):
        lecture = Lecture()
        room = lecture.join(conditions(2e6), conditions(2e6), seed=9)
        lecture.run(25.0 + moment * 0.14)
        fell = lecture.now
        room.down.change(conditions(150e3))
        lecture.run(10.0)
        gaps.append(sound_gap(room, fell, lecture.now - 0.5))
    mean, worst = sum(gaps) / len(gaps), max(gaps)
    figure = f"{mean * 1000:.0f} ms in the mean, {worst * 1000:.0f} ms at worst of {moments}"
    return [Row("L7 longest gap of sound", figure, "≤ 200 ms", worst <= 0.2)]


def thin_line(minutes: float) -> list[Row]:
    """Measure L5: 2 Mbit/s down, 0.5 up, 3 % loss, 150 ms; and what goes on at 512 kbit/s."""
    lecture = Lecture()
    room = lecture.join(conditions(2e6, 0.03, 0.15), conditions(5e5, 0.03, 0.15), seed=5)
    small = lecture.join(conditions(512e3, 0.0, 0.15), conditions(5e5, 0.0, 0.15), seed=6)
    lecture.run(WARM_UP)
    lecture.run(60 * minutes)
    begin, end = WARM_UP, lecture.now - 0.7
    lost = 1 - usable_share(room, begin, end)
    frozen = {
        name: freeze(room, s, begin, end) for name, s in (("camera", CAMERA), ("board", BOARD))
    }
    worst = max(frozen.values())
    small_sound, small_board = usable_share(small, begin, end), freeze(small, BOARD, begin, end)
    return [
        Row(f"L5 frames of sound lost, {minutes:g} min", f"{lost:.2%}", "< 1 %", lost < 0.01),
        Row(
            "L5 longest freeze camera / board",
            f"{frozen['camera']:.2f} / {frozen['board']:.2f} s",
            "≤ 2 s",
            worst <= 2,
        ),
        Row(
            "L5 at 512 kbit/s: sound, board's longest freeze",
            f"{small_sound:.1%}, {small_board:.2f} s",
            "≥ 99 %, ≤ 2 s",
            small_sound >= 0.99 and small_board <= 2,
        ),
    ]


def bad_one_among_five() -> list[Row]:
    """Measure that a line of 200 kbit/s and 30 % loss changes nothing for four good ones, nor for the teacher."""
    rates = []
    for bad in (False, True):
        lecture = Lecture()
        good = [lecture.join(conditions(20e6), conditions(20e6), seed=s) for s in range(4)]
        last = conditions(2e5, 0.3, 0.6) if bad else conditions(20e6)
        lecture.join(last, last, seed=11)
        lecture.run(10.0)
        before = [room.octets for room in good]
        asked = lecture.key_frames_asked
        lecture.run(20.0)
        rates.append([room.octets - octets for room, octets in zip(good, before, strict=True)])
        requests = (lecture.key_frames_asked - asked) / 20.0
    change = max(abs(after / before - 1) for before, after in zip(*rates, strict=True))
    return [
        Row("one bad line among five: the others' rates", f"{change:.1%}", "≤ 5 %", change <= 0.05),
        Row(
            "key frames asked of the teacher, per picture",
            f"{requests / 2:.2f}/s",
            "≤ 1/s",
            requests <= 2,
        ),
    ]


def busy_machines(seconds: float = 60.0) -> list[Row]:
    """Measure that classrooms whose processor is away for a third to half of the time, on good lines, keep their layers."""
    lecture = Lecture()
    kinds = [(0.3, 0.02, 0.2), (0.6, 0.05, 0.3), (0.5, 0.1, 0.6), (0.5, 0.2, 1.0), (0.3, 0.3, 1.5)]
    rooms = [
        lecture.join(conditions(rate), conditions(rate), seed=seed)
        for seed, rate in enumerate((20e6, 3e6) * len(kinds))
    ]
    lecture.run(6.0)
    for index, room in enumerate(rooms):
        room.stalls = Stalls(*kinds[index // 2], seed=index)
    full = [room.layers() for room in rooms]
    switches = [sum(slot.switches for slot in room.slots) for room in rooms]
    lost = 0
    for _ in range(round(seconds / 0.1)):
        lecture.run(0.1)
        lost += sum(_less(room.layers(), best) for room, best in zip(rooms, full, strict=True))
    changes = sum(sum(slot.switches for slot in room.slots) for room in rooms) - sum(switches)
    return [
        Row(
            f"{len(rooms)} busy machines on good lines, {seconds:g} s: changes of layer",
            f"{changes}, {lost * 0.1:.1f} s with less than the best",
            "none",
            changes == 0 and lost == 0,
        )
    ]


def _say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _less(layers: tuple[int | None, int | None], than: tuple[int | None, int | None]) -> bool:
    known = [
        (-1 if it is None else it, -1 if full is None else full)
        for it, full in zip(layers, than, strict=True)
    ]
    return any(it < full for it, full in known)


def _until(lecture: Lecture, reached: Callable[[], bool], limit: float) -> float:
    """Return the seconds until something is so, or `limit`."""
    began = lecture.now
    while not reached() and lecture.now - began < limit:
        lecture.run(0.05)
    return lecture.now - began


def main() -> int:
    """Measure, print, and return 0 when every promise is kept."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--minutes", type=float, default=5.0, help="of L5, imagined")
    arguments.add_argument("--no-browser", action="store_true", help="leave the real Chromium out")
    arguments.add_argument(
        "--rates", type=float, nargs="*", metavar="KBPS", help="of the matrix; without: all"
    )
    arguments.add_argument("--no-rows", action="store_true", help="leave all but the matrix out")
    chosen = arguments.parse_args()
    rates = RATES if chosen.rates is None else tuple(rate * 1000 for rate in chosen.rates)
    cells = [cell(loss, rtt, rate) for rate in rates for rtt in ROUND_TRIPS for loss in LOSSES]
    print_matrix(cells)
    rows = judge_sound(cells) if rates == RATES else []
    if not chosen.no_rows:
        rows += [*thin_line(chosen.minutes), *collapse(), *falls()]
        rows += [*bad_one_among_five(), *busy_machines()]
        from tests.faults.returns import measure as measure_returns  # noqa: PLC0415 - knows `Row`

        rows += measure_returns()
    if not chosen.no_browser:
        from tests.faults.browser_collapse import measure  # noqa: PLC0415 - needs Chromium

        rows += measure()
    _say()
    for row in rows:
        _say(f"{'✓' if row.kept else '✗'} {row.promise:<52} {row.figure:<44} {row.wanted}")
    _say(json.dumps({"cells": cells, "rows": [[r.promise, r.figure, r.kept] for r in rows]}))
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
