"""The doors for media, from outside: whatever an offer is, the answer is 201 or a problem that says what is wrong."""

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from tests.support.hub import Hub, hub
from tests.support.hub_city import COLLEAGUE, LATER_LESSON, LESSON, ROOMS, STRANGER, TEACHER
from tests.support.light_descriptions import Section
from tests.support.light_packets import LightRtp, delta_frame, key_frame
from tests.support.light_peer import LightPeer

pytestmark = [pytest.mark.e2e]

OFFERS_TRIED = 110
"""At each of the two doors."""
LIMIT = 65_536
SDP = {"Content-Type": "application/sdp"}
REFUSALS = {400, 406, 413, 415, 422}
"""What an offer may be refused with; 503 beside them, and then only with Retry-After."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with hub(tmp_path_factory.mktemp("offers")) as started:
        yield started


@pytest.fixture(scope="module")
def teacher(running: Hub) -> httpx.Client:
    return running.client(TEACHER)


def good_offers() -> dict[str, str]:
    """Return an offer to publish and one to receive, as a peer makes them."""
    sections = {
        "publish": [
            Section("opus", 1),
            Section("H264", 2, "speaker"),
            Section("H264", 3, "slides"),
        ],
        "receive": [Section("opus"), Section("H264"), Section("VP8")],
    }
    offers = {}
    for direction, wanted in sections.items():
        peer = LightPeer(wanted, sends=direction == "publish")
        offers[direction] = peer.offer()
        peer.close()
    return offers


GOOD = good_offers()
TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
NUMBER = st.sampled_from(["0", "-1", "65536", "4294967296", "9" * 40, "1e9", "٣", ""])


def spoil_line(draw: st.DrawFn, line: str) -> str:
    """Return a line with something wrong."""
    match draw(st.integers(0, 3)):
        case 0:
            return draw(TEXT)
        case 1:
            cut = draw(st.integers(0, len(line)))
            return line[:cut] + draw(TEXT) + line[cut + 1 :]
        case 2:
            words = line.split(" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(NUMBER)
            return " ".join(words)
        case _:
            name, colon, _ = line.partition(":")
            return name + colon + draw(TEXT)


def spoil_order(draw: st.DrawFn, lines: list[str], index: int) -> list[str]:
    """Return the lines with one missing, doubled, out of place, many times there, or as the last."""
    line, before, after = lines[index], lines[:index], lines[index + 1 :]
    match draw(st.integers(0, 4)):
        case 0:
            return before + after
        case 1:
            return [*before, line, line, *after]
        case 2:
            return [line, *before, *after]
        case 3:
            return before + before[-12:] * draw(st.integers(1, 30)) + [line, *after]
        case _:
            return [*before, line]


@st.composite
def mutated(draw: st.DrawFn, offer: str) -> bytes:
    """Return an offer with one to four things wrong."""
    lines = offer.split("\r\n")
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(lines) - 1))
        if draw(st.booleans()):
            lines[index] = spoil_line(draw, lines[index])
        else:
            lines = spoil_order(draw, lines, index) or [""]
    return "\r\n".join(lines).encode("utf-8", "replace")


def bodies(direction: str) -> st.SearchStrategy[bytes]:
    """Offers with faults, mostly; sometimes no offer at all."""
    return st.one_of(mutated(GOOD[direction]), mutated(GOOD[direction]), st.binary(max_size=2000))


def post_offer(running: Hub, client: httpx.Client, direction: str, body: bytes) -> httpx.Response:
    token = running.media_token(client, LESSON, direction)
    headers = {**SDP, "Authorization": f"Bearer {token['token']}"}
    return client.post(token["endpoint"], content=body, headers=headers)


def assert_problem(response: httpx.Response, *statuses: int) -> dict[str, object]:
    """Demand a problem document (RFC 9457) of one of these statuses, and return it."""
    assert response.status_code in statuses, f"{response.status_code}: {response.text[:500]}"
    assert response.headers["content-type"].startswith("application/problem+json")
    problem: dict[str, object] = response.json()
    assert problem["status"] == response.status_code
    assert str(problem["type"]).startswith("/problems/")
    assert problem["title"]
    assert problem["detail"]
    return problem


@pytest.mark.parametrize("direction", ["publish", "receive"])
def test_whatever_an_offer_is_it_is_answered_or_refused_with_a_reason(
    running: Hub, teacher: httpx.Client, direction: str, measured: list[str]
) -> None:
    client = teacher if direction == "publish" else running.classroom(ROOMS[0])
    answered: dict[int, int] = {}

    @settings(
        max_examples=OFFERS_TRIED,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(bodies(direction))
    def try_one(body: bytes) -> None:
        response = post_offer(running, client, direction, body)
        status = response.status_code
        answered[status] = answered.get(status, 0) + 1
        if status == 201:
            assert response.headers["content-type"].startswith("application/sdp")
            assert response.text.startswith("v=0")
        elif status == 503:
            assert response.headers["retry-after"]
            assert_problem(response, 503)
        else:
            assert_problem(response, *REFUSALS)

    try_one()

    counts = ", ".join(f"{status}: {count}" for status, count in sorted(answered.items()))
    measured.append(f"{sum(answered.values())} mutated offers to {direction}: {counts}")
    assert sum(answered.values()) >= 100
    assert answered.get(400, 0) >= 30, "the mutations are too tame"
    # The node is there and well afterwards.
    good = post_offer(running, client, direction, GOOD[direction].encode())
    assert good.status_code == 201, good.text
    assert client.delete(good.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("body", "statuses"),
    [
        (b"", (400,)),
        (b"v=0", (400,)),
        (b"\xff\xfe", (400,)),
        (b"v=0\r\n" + b"a=x\r\n" * 40_000, (400, 413)),
        (GOOD["publish"].encode()[:300], (400,)),
        (GOOD["publish"].replace("a=fingerprint", "a=fingerprinx").encode(), (400,)),
        (GOOD["publish"].replace("a=group:BUNDLE 0 1 2", "a=group:BUNDLE").encode(), (400,)),
        (GOOD["publish"].replace("H264", "H263").replace("opus", "ilbc").encode(), (406,)),
        (GOOD["publish"].replace("sendonly", "recvonly").encode(), (400,)),
    ],
)
def test_a_cut_huge_or_senseless_offer_is_refused_with_a_problem(
    running: Hub, teacher: httpx.Client, body: bytes, statuses: tuple[int, ...]
) -> None:
    assert_problem(post_offer(running, teacher, "publish", body), *statuses)


def test_an_offer_of_more_than_64_kib_is_too_large(running: Hub, teacher: httpx.Client) -> None:
    padded = GOOD["publish"] + "a=x-padding:" + "x" * LIMIT + "\r\n"
    assert_problem(post_offer(running, teacher, "publish", padded.encode()), 413)


def test_another_content_type_is_refused(running: Hub, teacher: httpx.Client) -> None:
    token = running.media_token(teacher, LESSON, "publish")
    headers = {"Authorization": f"Bearer {token['token']}", "Content-Type": "application/json"}
    response = teacher.post(token["endpoint"], content=GOOD["publish"], headers=headers)
    assert_problem(response, 415)


def test_problems_speak_chinese_first_and_english_on_demand(
    running: Hub, teacher: httpx.Client
) -> None:
    chinese = str(assert_problem(post_offer(running, teacher, "publish", b"x"), 400)["detail"])
    teacher.headers["Accept-Language"] = "en"
    english = str(assert_problem(post_offer(running, teacher, "publish", b"x"), 400)["detail"])
    del teacher.headers["Accept-Language"]

    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in english)


# --- who may ------------------------------------------------------------------------------------


def test_an_unknown_lesson_is_404(running: Hub, teacher: httpx.Client) -> None:
    ask = teacher.post("/api/lessons/no-such-lesson/media-tokens", json={"direction": "receive"})
    assert_problem(ask, 404)
    token = running.media_token(teacher, LESSON, "publish")
    headers = {**SDP, "Authorization": f"Bearer {token['token']}"}
    for door in ("whip", "whep"):
        response = teacher.post(f"/{door}/no-such-lesson", content=GOOD["publish"], headers=headers)
        assert_problem(response, 404)


def test_a_lesson_that_is_not_open_has_no_door(running: Hub, teacher: httpx.Client) -> None:
    ask = teacher.post(f"/api/lessons/{LATER_LESSON}/media-tokens", json={"direction": "publish"})
    assert_problem(ask, 409)


def test_nobody_gets_in_without_a_token(running: Hub) -> None:
    nobody = running.client()
    ask = nobody.post(f"/api/lessons/{LESSON}/media-tokens", json={"direction": "receive"})
    assert_problem(ask, 401)
    for door in ("whip", "whep"):
        for authorization in (
            {},
            {"Authorization": "Bearer guessed"},
            {"Authorization": "Basic x"},
        ):
            response = nobody.post(
                f"/{door}/{LESSON}", content=GOOD["publish"], headers=SDP | authorization
            )
            assert_problem(response, 401)


@pytest.mark.parametrize(
    ("username", "direction"),
    [(STRANGER, "receive"), (STRANGER, "publish"), (COLLEAGUE, "publish")],
)
def test_a_stranger_gets_no_token(running: Hub, username: str, direction: str) -> None:
    ask = running.client(username).post(
        f"/api/lessons/{LESSON}/media-tokens", json={"direction": direction}
    )
    assert_problem(ask, 403)


def test_a_classroom_may_not_publish_nor_use_its_token_at_the_other_door(running: Hub) -> None:
    classroom = running.classroom(ROOMS[0])
    ask = classroom.post(f"/api/lessons/{LESSON}/media-tokens", json={"direction": "publish"})
    assert_problem(ask, 403)
    token = running.media_token(classroom, LESSON, "receive")
    headers = {**SDP, "Authorization": f"Bearer {token['token']}"}
    response = classroom.post(f"/whip/{LESSON}", content=GOOD["publish"], headers=headers)
    assert_problem(response, 403)


def test_a_page_of_another_site_may_not_use_the_cookie(running: Hub, teacher: httpx.Client) -> None:
    response = teacher.post(
        f"/api/lessons/{LESSON}/media-tokens",
        json={"direction": "publish"},
        headers={"Origin": "http://elsewhere.example"},
    )
    assert_problem(response, 403)


def test_a_receiver_without_h264_hears_the_lesson_and_is_told_that_there_is_no_picture(
    running: Hub, teacher: httpx.Client
) -> None:
    """Nothing is transcoded: the answer rejects the pictures that cannot be shown, and keeps the sound."""
    publisher = LightPeer([Section("opus", 1), Section("H264", 2)], sends=True)
    viewer = LightPeer([Section("opus"), Section("VP8"), Section("VP8")], sends=False)
    try:
        joined = post_offer(running, teacher, "publish", publisher.offer().encode())
        publisher.accept(joined.text)
        publisher.connect()
        publisher.send(LightRtp(2, 1, 0, 102, marker=True, payload=key_frame(300)))
        publisher.send(LightRtp(2, 2, 3_000, 102, marker=True, payload=delta_frame(300)))
        started = "track started lesson=lesson-art role=teacher kind=video"
        running.wait_for_log(started)

        client = running.classroom(ROOMS[1])
        response = post_offer(running, client, "receive", viewer.offer().encode())

        assert response.status_code == 201, response.text
        viewer.accept(response.text)
        assert viewer.remote is not None
        assert viewer.remote.accepted[:2] == [True, False]
        viewer.connect()
    finally:
        publisher.close()
        viewer.close()
