"""Sign-in by the bureau's identity server, against a real one (oidc-provider)."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from sqlalchemy import func, select

from server.clock import SystemClock
from server.models import Person, RoleGrant
from tests.support.app import Hall, hall
from tests.support.identity_server import BureauServer, bureau_server, sign_in_there
from tests.support.node_process import free_udp_port

SITE = "http://school.test"
CALLBACK = "/api/session/oidc/callback"
NAMES = {
    "lin@bureau": {"preferred_username": "LIN", "email": "lin@x.cn", "email_verified": True},
    "unproved": {"preferred_username": "he", "email": "lin@x.cn", "email_verified": False},
    "stranger": {"preferred_username": "nobody-here", "name": "administrator"},
    "nameless": {"name": "林老师"},
}


@pytest.fixture(scope="module")
def bureau() -> Iterator[BureauServer]:
    with bureau_server(SITE, NAMES) as running:
        yield running


@pytest.fixture
async def joined(bureau: BureauServer) -> AsyncIterator[Hall]:
    async with hall(**bureau.settings()) as here:
        at_the_same_time(here)
        yield here


def at_the_same_time(here: Hall, seconds: float = 0.0) -> None:
    """Move the hall's clock to the bureau's, or so many seconds off it."""
    off = SystemClock().now() - here.clock.now()
    here.clock.advance(seconds=off.total_seconds() + seconds)


async def begun(client: httpx.AsyncClient, then: str = "/studio") -> str:
    """Press the button; return where it leads."""
    answer = await client.get("/api/session/oidc", params={"next": then})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def came_back(
    client: httpx.AsyncClient, login: str, then: str = "/studio"
) -> tuple[str, httpx.Response]:
    """Sign in there and come back; return the address that we are sent to, and the answer."""
    back = await sign_in_there(await begun(client, then), login)
    answer = await client.get(back)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]), answer


async def who(client: httpx.AsyncClient) -> str | None:
    answer = await client.get("/api/session")
    return str(answer.json()["id"]) if answer.status_code == 200 else None


async def test_whoever_the_bureau_knows_is_let_in_by_name_and_goes_where_they_wanted(
    joined: Hall,
) -> None:
    client = joined.client()
    ways = (await client.get("/api/session/ways")).json()
    assert ways == {"identity_server": "/api/session/oidc", "sign_out": None}
    then, answer = await came_back(client, "lin@bureau")
    assert (then, await who(client)) == ("/studio", "lin")
    session = next(one for one in answer.headers.get_list("set-cookie") if "tongke_session" in one)
    for part in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert part in session


async def test_what_is_asked_binds_the_code_to_this_browser(joined: Hall) -> None:
    one, other = [parse_qs(urlsplit(await begun(joined.client())).query) for _ in range(2)]
    assert one["code_challenge_method"] == ["S256"]
    assert one["redirect_uri"] == [SITE + CALLBACK]
    for name in ("state", "nonce", "code_challenge"):
        assert len(one[name][0]) >= 43
        assert one[name] != other[name]


async def test_a_code_is_good_for_the_browser_that_began_and_once(joined: Hall) -> None:
    client, victim = joined.client(), joined.client()
    back = await sign_in_there(await begun(client), "lin@bureau")
    await begun(victim)
    for stranger in (victim, joined.client()):
        answer = await stranger.get(back)
        assert answer.headers["location"] == "/login?refused=stale"
        assert await who(stranger) is None
    assert (await client.get(back)).headers["location"] == "/studio"
    assert (await client.get(back)).headers["location"] == "/login?refused=stale"


async def test_a_stolen_code_is_of_no_use_with_ones_own_attempt(joined: Hall) -> None:
    # The thief has the code and an attempt of their own: state fits, but the bureau wants the other verifier.
    stolen = parse_qs(
        urlsplit(await sign_in_there(await begun(joined.client()), "lin@bureau")).query
    )
    thief = joined.client()
    own = parse_qs(urlsplit(await begun(thief)).query)
    said = {"code": stolen["code"][0], "state": own["state"][0], "iss": stolen["iss"][0]}
    answer = await thief.get(f"{CALLBACK}?{urlencode(said)}")
    assert answer.headers["location"] == "/login?refused=untrusted"
    assert await who(thief) is None


@pytest.mark.parametrize("login", ["stranger", "nameless"])
async def test_whoever_is_nobody_of_ours_gets_no_account(joined: Hall, login: str) -> None:
    async def rows() -> tuple[int | None, int | None]:
        async with joined.database.reading() as transaction:
            people = select(func.count()).select_from(Person)
            grants = select(func.count()).select_from(RoleGrant)
            session = transaction.session
            return await session.scalar(people), await session.scalar(grants)

    before, client = await rows(), joined.client()
    then, _ = await came_back(client, login)
    assert then == "/login?refused=unknown"
    assert await who(client) is None
    assert await rows() == before


async def test_a_deactivated_person_stays_out(joined: Hall) -> None:
    async with joined.writing() as transaction:
        person = await transaction.session.get(Person, "lin")
        assert person is not None
        person.disabled_at = joined.clock.now()
    then, _ = await came_back(joined.client(), "lin@bureau")
    assert then == "/login?refused=unknown"


async def test_an_address_opens_an_account_only_if_it_is_proved_and_one_persons(
    bureau: BureauServer,
) -> None:
    given = bureau.settings(oidc_claim="email", oidc_scope="openid email")
    async with hall(**given) as here:
        at_the_same_time(here)
        async with here.writing() as transaction:
            lin = await transaction.session.get(Person, "lin")
            assert lin is not None
            lin.email = "Lin@x.cn"
        client = here.client()
        assert (await came_back(client, "unproved"))[0] == "/login?refused=unknown"
        assert (await came_back(client, "lin@bureau"))[0] == "/studio"
        assert await who(client) == "lin"
        async with here.writing() as transaction:
            he = await transaction.session.get(Person, "he")
            assert he is not None
            he.email = "lin@x.cn"
        assert (await came_back(here.client(), "lin@bureau"))[0] == "/login?refused=unknown"


async def test_new_keys_of_the_bureau_are_found_by_themselves(
    joined: Hall, bureau: BureauServer
) -> None:
    assert (await came_back(joined.client(), "lin@bureau"))[0] == "/studio"
    bureau.change_keys()
    joined.clock.advance(seconds=11)
    assert (await came_back(joined.client(), "lin@bureau"))[0] == "/studio"


@pytest.mark.parametrize(("off", "then"), [(-90, "/studio"), (90, "/studio"), (-600, "/login")])
async def test_clocks_may_differ_by_two_minutes(joined: Hall, off: int, then: str) -> None:
    at_the_same_time(joined, off)
    assert (await came_back(joined.client(), "lin@bureau"))[0].split("?")[0] == then


async def test_whoever_says_no_there_comes_back_without_a_fault(joined: Hall) -> None:
    client = joined.client()
    asked = parse_qs(urlsplit(await begun(client)).query)
    said = {"error": "access_denied", "state": asked["state"][0]}
    issuer = joined.app.state.settings.oidc_issuer
    answer = await client.get(f"{CALLBACK}?{urlencode({**said, 'iss': issuer})}")
    assert answer.headers["location"] == "/login?refused=cancelled"


@pytest.mark.parametrize("issuer", [{}, {"iss": "https://evil.example"}])
async def test_an_answer_of_another_issuer_is_not_believed(
    joined: Hall, issuer: dict[str, str]
) -> None:
    client = joined.client()
    back = parse_qs(urlsplit(await sign_in_there(await begun(client), "lin@bureau")).query)
    said = {"code": back["code"][0], "state": back["state"][0], **issuer}
    answer = await client.get(f"{CALLBACK}?{urlencode(said)}")
    assert answer.headers["location"] == "/login?refused=untrusted"


@pytest.mark.parametrize("then", ["//evil.example", "/\\evil.example", "https://evil.example", ""])
async def test_nobody_is_led_out_of_the_house(joined: Hall, then: str) -> None:
    assert (await came_back(joined.client(), "lin@bureau", then))[0] == "/"


async def test_signing_out_ends_it_on_both_sides(joined: Hall, bureau: BureauServer) -> None:
    client = joined.client()
    await came_back(client, "lin@bureau")
    ways = (await client.get("/api/session/ways")).json()
    assert ways["sign_out"] == "/api/session/oidc/end"
    assert (await client.delete("/api/session")).status_code == 204
    left = (await client.get(ways["sign_out"])).headers["location"]
    asked = parse_qs(urlsplit(left).query)
    assert left.startswith(bureau.issuer)
    assert asked["post_logout_redirect_uri"] == [f"{SITE}/login"]
    async with httpx.AsyncClient(trust_env=False) as browser:
        # It takes the token for its own and asks the person to confirm.
        assert (await browser.get(left)).status_code == 200
    assert await who(client) is None
    assert (await client.get("/api/session/ways")).json()["sign_out"] is None
    assert (await client.get("/api/session/oidc/end")).headers["location"] == "/login"


async def test_a_bureau_that_is_away_leaves_the_password() -> None:
    nowhere = f"http://127.0.0.1:{free_udp_port()}"
    async with hall(oidc_issuer=nowhere, oidc_client_id="tongke") as here:
        answer = await here.client().get("/api/session/oidc")
        assert answer.headers["location"] == "/login?refused=away"
        assert await who(await here.person("lin")) == "lin"


async def test_an_issuer_that_names_itself_otherwise_is_not_asked_further(
    bureau: BureauServer,
) -> None:
    given = bureau.settings() | {"oidc_issuer": f"{bureau.issuer}/"}
    async with hall(**given) as here:
        answer = await here.client().get("/api/session/oidc")
        assert answer.headers["location"] == "/login?refused=away"


async def test_without_an_identity_server_there_is_no_such_door(hall: Hall) -> None:
    client = hall.client()
    nothing = {"identity_server": None, "sign_out": None}
    assert (await client.get("/api/session/ways")).json() == nothing
    for path in ("/api/session/oidc", CALLBACK):
        assert (await client.get(path)).status_code == 404
    assert (await client.get("/api/session/oidc/end")).headers["location"] == "/login"
