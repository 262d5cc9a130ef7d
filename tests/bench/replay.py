"""How long a viewer waits for the first picture and after a seek: from the question to the bytes, decoding left out.

A real server; the store is a real S3 server that serves the bytes itself, or a directory whose bytes walk through the
server. One viewer after another, one on a thin line, then many at once, all on the same machine.
"""

import asyncio
import random
import time
from contextlib import ExitStack
from pathlib import Path

import httpx

from tests.bench.film import FILM, PERIOD, repeat
from tests.bench.viewer import Line, Viewer
from tests.support.hub import Hub, hub
from tests.support.hub_city import LESSON, TEACHER
from tests.support.object_store import seaweedfs
from tests.support.processes import cpu_seconds
from tests.support.rtp_media import H264, OPUS, Source, encode_audio, encode_video, write_journal

SECONDS = 40.0
TRIALS = 50
THIN_BPS = 4_000_000
THIN_TRIALS = 20
PATIENCE = 60.0


def lay_down(data: Path) -> None:
    """Leave a recorded lesson for the archiver of a hub."""
    folder = data / "journal" / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    film = repeat(encode_video("H264", PERIOD, FILM), SECONDS)
    write_journal(folder, H264, Source(H264, film).packets())
    write_journal(folder, OPUS, Source(OPUS, encode_audio(SECONDS)).packets())
    (folder / "lesson.json").write_text(f'{{"lesson": "{LESSON}", "closed": true}}')


def wait_for_recording(running: Hub) -> httpx.Client:
    """Return the client of somebody who may replay, once all of the lesson is stored."""
    client, until = running.client(TEACHER), time.monotonic() + PATIENCE
    while time.monotonic() < until:
        answer = client.get(f"/api/recordings/{LESSON}")
        if answer.status_code == 200 and answer.json()["duration"] > SECONDS - 1:
            return client
        time.sleep(0.2)
    raise AssertionError(f"no recording after {PATIENCE} s\n{running.tail()}")


async def view(viewer: Viewer, dice: random.Random) -> tuple[float, float]:
    """Return the seconds to the first picture and to the picture and sound of another place."""
    begun = time.monotonic()
    texts = await asyncio.gather(
        *(
            viewer.get(f"/api/recordings/{LESSON}/roles/teacher/{kind}.m3u8")
            for kind in ("video", "audio")
        )
    )
    names = [
        # A gap has a name of its own, which nobody asks for.
        [line for line in text.decode().splitlines() if line.startswith(("/", "http"))]
        for text in texts
    ]
    init = texts[0].decode().partition('#EXT-X-MAP:URI="')[2].partition('"')[0]
    await asyncio.gather(viewer.get(init), viewer.get(names[0][0]))
    first = time.monotonic() - begun
    place = dice.randrange(1, min(map(len, names)))
    begun = time.monotonic()
    await asyncio.gather(*(viewer.get(addresses[place]) for addresses in names))
    return first, time.monotonic() - begun


async def watch(url: str, cookie: str, viewers: int, bps: float = 0.0) -> list[tuple[float, float]]:
    """Let viewers come one after another (1; fewer on a thin line), or all at once."""
    dice = random.Random(1)

    async def come() -> tuple[float, float]:
        viewer = Viewer(url, cookie, Line(bps))
        try:
            return await view(viewer, dice)
        finally:
            viewer.close()

    if viewers == 1:
        return [await come() for _ in range(THIN_TRIALS if bps else TRIALS)]
    return await asyncio.gather(*(come() for _ in range(viewers)))


def percentile(values: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    return 1000 * sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(directory: Path, many: int, *, s3: bool) -> dict[str, float]:
    """Return p50 and p95 of both waits for one viewer, for one on a thin line and for many at once."""
    figures: dict[str, float] = {}
    with ExitStack() as stack:
        store = ""
        if s3:
            weed = directory / "weed"
            weed.mkdir()
            store = stack.enter_context(seaweedfs(weed)).address("replays")
        running = stack.enter_context(hub(directory, store=store))
        lay_down(running.data_dir)
        client = wait_for_recording(running)
        cookie = "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)
        figures["api_recording_p50_ms"] = _asked(client)
        for viewers, bps, ending in (
            (1, 0.0, ""),
            (1, THIN_BPS, "_4_mbps"),
            (many, 0.0, f"_{many}_viewers"),
        ):
            server, own = cpu_seconds(running.process.pid), time.process_time()
            waits = asyncio.run(watch(running.url, cookie, viewers, bps))
            for name, values in zip(
                ("first_picture", "seek"), zip(*waits, strict=True), strict=True
            ):
                for share in (50, 95):
                    figures[f"{name}_p{share}_ms{ending}"] = percentile(list(values), share / 100)
            spent = cpu_seconds(running.process.pid) - server
            figures[f"server_cpu_ms_per_view{ending}"] = 1000 * spent / len(waits)
            figures[f"viewer_cpu_ms_per_view{ending}"] = (
                1000 * (time.process_time() - own) / len(waits)
            )
    return figures


def _asked(client: httpx.Client) -> float:
    """Return how long the question for the recording's description takes, as the page asks it, milliseconds."""
    took = []
    for _ in range(TRIALS):
        begun = time.monotonic()
        client.get(f"/api/recordings/{LESSON}").raise_for_status()
        took.append(time.monotonic() - begun)
    return percentile(took, 0.5)
