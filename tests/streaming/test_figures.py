"""The node's figures: read from a node with a lesson, and over HTTP from a running one."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from streaming.figures import DELAY_BOUNDS, LoopDelay, MetricsPage
from streaming.metrics import Drop
from streaming.relay.estimate import START_BPS
from tests.support.light_packets import receiver_report
from tests.support.link_end import LinkEnd
from tests.support.node_lesson import PUBLISHED, SOUND, TEACHER, NodeLesson
from tests.support.node_process import free_udp_port, node_process
from tests.support.still_node import StillNode
from tests.support.waiting import until, wait_until


def value(text: str, line: str) -> float:
    """Return the value behind a name with its labels."""
    found = re.search(rf"^{re.escape(line)} (\S+)$", text, re.MULTILINE)
    assert found, f"{line} is not in\n{text}"
    return float(found.group(1))


def test_a_node_tells_of_itself_its_rooms_and_its_peers(tmp_path: Path) -> None:
    still = StillNode(tmp_path)
    try:
        with still.lesson("chromium-publish") as (sender, receiver, _, room):
            still.node._drops.count(Drop.STRANGER, 3)
            still.node._report_quality(1_000.0)
            text = still.node._figures()
    finally:
        still.close()
    assert value(text, "tongke_rooms") == 1
    assert value(text, f'tongke_room_members{{lesson="{room.lesson}",direction="publish"}}') == 1
    assert value(text, f'tongke_room_members{{lesson="{room.lesson}",direction="receive"}}') == 2
    assert value(text, 'tongke_dropped_total{reason="stranger"}') == 3
    assert {f'reason="{drop.value}"' for drop in Drop} <= set(re.findall(r'reason="\w+"', text))
    for (peer, _), way in ((sender, "publish"), (receiver, "receive")):
        labels = f'{{lesson="{room.lesson}",session="{peer.session}",direction="{way}"}}'
        for name in ("audio_kbps", "video_kbps", "loss_percent", "round_trip_ms"):
            assert value(text, f"tongke_peer_{name}{labels}") >= 0
    session = f'lesson="{room.lesson}",session="{receiver[0].session}"'
    assert value(text, f"tongke_peer_estimate_bps{{{session}}}") == START_BPS
    assert value(text, f'tongke_peer_layer{{{session},role="teacher"}}') == -1
    assert (
        "tongke_peer_estimate_bps{" + f'lesson="{room.lesson}",session="{sender[0].session}"'
        not in text
    )
    assert_readable(text)


def assert_readable(text: str) -> None:
    """Demand the form of Prometheus: every sample under its own family's head, no family twice, a number behind each."""
    family, seen = "", set()
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            family = line.split()[2]
            assert family not in seen
            seen.add(family)
        elif not line.startswith("#"):
            assert re.fullmatch(r"[a-z_]+(\{([a-z]+=\"[^\"]*\",?)*\})? \S+", line), line
            assert line.startswith(family)
            float(line.rpartition(" ")[2])


async def test_the_loop_s_delay_is_counted() -> None:
    delay = LoopDelay()
    delay.start()
    await until(lambda: sum(delay.seconds.counts) >= 2)
    delay.stop()
    delay.stop()
    assert len(delay.seconds.counts) == len(DELAY_BOUNDS) + 1


async def ask(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return answer


async def test_the_page_answers_one_question_and_survives_others() -> None:
    page = MetricsPage(0, lambda: "tongke_rooms 1\n")
    await page.start()
    try:
        good = await ask(page.port, b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        assert good.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4")
        assert good.endswith(b"\r\n\r\ntongke_rooms 1\n")
        assert (await ask(page.port, b"GET / HTTP/1.1\r\n\r\n")).startswith(b"HTTP/1.1 404")
        assert await ask(page.port, b"x" * 20_000) == b""
    finally:
        await page.stop()
        await page.stop()


@pytest.mark.e2e
def test_a_running_node_shows_what_it_carries(tmp_path: Path) -> None:
    port = free_udp_port()
    with (
        LinkEnd() as link,
        node_process(link, tmp_path, settings={"TONGKE_METRICS_PORT": str(port)}) as node,
    ):
        room = NodeLesson(link)
        publisher, receiver = room.join("teacher", PUBLISHED), room.join("village")
        for number in range(20):
            room.publish(publisher, SOUND, number)
            room.publish(publisher, TEACHER, number, key=number == 0)
        receiver.receive_until(40)
        assert receiver.remote is not None
        receiver.send_rtcp(receiver_report(receiver.ssrc, receiver.remote.ssrcs[1], 64))

        def carried() -> bool:
            text = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
            labels = f'{{lesson="{room.lesson}",session="{room.session("village")}",direction="receive"}}'
            return (
                labels in text
                and value(text, "tongke_node_linked") == 1
                and value(text, "tongke_received_datagrams_total") >= 40
            )

        wait_until(carried)
        room.close()
        node.assert_alive()
