from server.devices.guards import OnDevice
from tests.support.app import Hall


async def test_a_device_of_another_school_does_not_exist(hall: Hall) -> None:
    # Luo coordinates the hub's district; room a lies in another one.
    luo, far, tang = [await hall.person(name) for name in ("luo", "far", "tang")]
    for client in (luo, far):
        answer = await client.get("/api/devices/device-a")
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-such-device")
    assert (await tang.get("/api/devices/device-a")).status_code == 200
    assert (await (await hall.person("he")).get("/api/devices/device-a")).status_code == 403
    assert (await (await hall.device("a")).get("/api/devices/device-a")).status_code == 401


def test_the_guard_says_who_may_pass() -> None:
    assert "coordinator" in OnDevice.owner_check
