"""How long a viewer waits for the first picture and after a seek: from the question to the bytes, decoding left out.

A real server with a directory store; one viewer after another, then many at once, on the same machine.
"""

import asyncio
import random
import time
from pathlib import Path

import httpx

from tests.support.hub import Hub, hub
from tests.support.hub_city import LESSON, TEACHER
from tests.support.rtp_media import H264, OPUS, Source, encode_audio, encode_video, write_journal

SECONDS = 40.0
TRIALS = 50
PATIENCE = 60.0


def lay_down(data: Path) -> None:
    """Leave a recorded lesson for the archiver of a hub."""
    folder = data / "journal" / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    write_journal(folder, H264, Source(H264, encode_video("H264", SECONDS)).packets())
    write_journal(folder, OPUS, Source(OPUS, encode_audio(SECONDS)).packets())
    (folder / "lesson.json").write_text(f'{{"lesson": "{LESSON}", "closed": true}}')


def wait_for_recording(running: Hub) -> httpx.Cookies:
    """Return the cookies of somebody who may replay, once all of the lesson is stored."""
    client, until = running.client(TEACHER), time.monotonic() + PATIENCE
    while time.monotonic() < until:
        answer = client.get(f"/api/recordings/{LESSON}")
        if answer.status_code == 200 and answer.json()["duration"] > SECONDS - 1:
            return client.cookies
        time.sleep(0.2)
    raise AssertionError(f"no recording after {PATIENCE} s\n{running.tail()}")


async def view(client: httpx.AsyncClient, dice: random.Random) -> tuple[float, float]:
    """Return the seconds to the first picture and to the picture and sound of another place."""
    begun = time.monotonic()
    playlists = {}
    for kind in ("video", "audio"):
        path = f"/api/recordings/{LESSON}/roles/teacher/{kind}.m3u8"
        playlists[kind] = (await client.get(path)).raise_for_status().text
    init = playlists["video"].partition('#EXT-X-MAP:URI="')[2].partition('"')[0]
    names = {
        kind: [line for line in text.splitlines() if line.startswith("/")]
        for kind, text in playlists.items()
    }
    for address in (init, names["video"][0]):
        (await client.get(address)).raise_for_status()
    first = time.monotonic() - begun
    place = dice.randrange(1, min(map(len, names.values())))
    begun = time.monotonic()
    await asyncio.gather(*(client.get(addresses[place]) for addresses in names.values()))
    return first, time.monotonic() - begun


async def watch(url: str, cookies: httpx.Cookies, viewers: int) -> list[tuple[float, float]]:
    """Let viewers come one after another (1), or all at once."""
    limits, dice = httpx.Limits(max_connections=viewers * 2), random.Random(1)
    async with httpx.AsyncClient(
        base_url=url, cookies=cookies, limits=limits, timeout=60, trust_env=False
    ) as client:
        if viewers == 1:
            return [await view(client, dice) for _ in range(TRIALS)]
        return await asyncio.gather(*(view(client, dice) for _ in range(viewers)))


def percentile(values: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    return 1000 * sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(directory: Path, many: int) -> dict[str, float]:
    """Return p50 and p95 of both waits for one viewer and for many at once."""
    figures: dict[str, float] = {}
    with hub(directory) as running:
        lay_down(running.data_dir)
        cookies = wait_for_recording(running)
        for viewers, ending in ((1, ""), (many, f"_{many}_viewers")):
            waits = asyncio.run(watch(running.url, cookies, viewers))
            for name, values in zip(
                ("first_picture", "seek"), zip(*waits, strict=True), strict=True
            ):
                for share in (50, 95):
                    figures[f"{name}_p{share}_ms{ending}"] = percentile(list(values), share / 100)
    return figures
