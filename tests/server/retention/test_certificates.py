from tests.support.app import Hall
from tests.support.erasures import ASK, WHY, answered, erase, keep


async def test_a_certificate_proves_what_was_erased(each_hall: Hall) -> None:
    await keep(each_hall)
    tang = await each_hall.person("tang")
    one = (await tang.post(ASK, json=WHY)).json()
    each_hall.clock.advance(days=7)
    await erase(each_hall)
    await answered(each_hall, one["id"])
    await erase(each_hall)
    tang = await each_hall.person("tang")
    answer = await tang.get(f"/api/erasures/{one['id']}/certificate")
    assert answer.headers["content-disposition"].startswith("attachment")
    said = answer.json()
    assert (said["objects"], said["asked_by"], said["reason"]) == (4, "唐老师", WHY["reason"])
    assert said["disks"] == {"node-1.archiver": {"files": 2, "size": 20}}
    genuine = await tang.post("/api/erasures/verification", json={"jws": said["jws"]})
    assert genuine.json() == {"genuine": True, "certificate": said}
    head, body, signature = said["jws"].split(".")
    forged = ".".join((head, body[:-2] + "AA", signature))
    told = (await tang.post("/api/erasures/verification", json={"jws": forged})).json()
    assert told == {"genuine": False, "certificate": None}
