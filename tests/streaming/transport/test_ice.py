import pytest
from aioice import stun
from hypothesis import given, strategies as st

from streaming.errors import PacketError
from streaming.transport import ice
from tests.support.transport_parts import binding_request

OURS = ice.Credentials("ours", "our-password-our-password")
THEIRS = ice.Credentials("them", "their-password-their-password")


def agent():
    return ice.IceLite(OURS, THEIRS)


def test_a_right_check_is_answered_with_the_address_it_came_from():
    check = ice.parse(binding_request("ours", OURS.password))
    response = stun.parse_message(agent().answer(check, ("192.0.2.9", 4711)))
    assert response.message_class == stun.Class.RESPONSE
    assert response.attributes["XOR-MAPPED-ADDRESS"] == ("192.0.2.9", 4711)
    assert response.check_message_integrity(OURS.password.encode())


def test_a_wrong_password_gets_no_answer():
    check = ice.parse(binding_request("ours", "guessed"))
    assert agent().answer(check, ("192.0.2.9", 4711)) is None


def test_the_answer_is_never_longer_than_the_request():
    request = binding_request("ours", OURS.password)
    answer = agent().answer(ice.parse(request), ("192.0.2.9", 4711))
    assert len(answer) <= len(request)


def test_nomination_is_read():
    assert agent().nominates(ice.parse(binding_request("ours", OURS.password)))
    assert not agent().nominates(ice.parse(binding_request("ours", OURS.password, nominate=False)))


def test_a_consent_check_is_confirmed_once_and_only_by_the_peer():
    asking = agent()
    request = stun.parse_message(asking.ask(5.0))
    assert request.attributes["USERNAME"] == "them:ours"
    assert request.check_message_integrity(THEIRS.password.encode())
    response = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, request.transaction_id)
    response.attributes["XOR-MAPPED-ADDRESS"] = ("192.0.2.1", 1)
    response.add_message_integrity(b"forged")
    assert asking.confirmed(ice.parse(bytes(response))) is None
    response.add_message_integrity(THEIRS.password.encode())
    assert asking.confirmed(ice.parse(bytes(response))) == 5.0
    assert asking.confirmed(ice.parse(bytes(response))) is None


def test_the_newest_consent_checks_are_remembered_and_no_more():
    asking = agent()
    requests = [stun.parse_message(asking.ask(float(at))) for at in range(ice.MAX_ASKED + 1)]
    answers = []
    for request in requests:
        response = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, request.transaction_id)
        response.attributes["XOR-MAPPED-ADDRESS"] = ("192.0.2.1", 1)
        response.add_message_integrity(THEIRS.password.encode())
        answers.append(asking.confirmed(ice.parse(bytes(response))))
    assert answers == [None, *(float(at) for at in range(1, ice.MAX_ASKED + 1))]


def test_a_check_without_user_name_is_refused():
    request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    with pytest.raises(PacketError):
        ice.parse(bytes(request))


@given(st.binary(max_size=600))
def test_any_bytes_end_in_one_error(data):
    with pytest.raises(PacketError):
        ice.parse(data)


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_check_is_refused_or_has_no_integrity(position, value):
    request = bytearray(binding_request("ours", OURS.password))
    position %= len(request)
    if request[position] == value:
        return
    request[position] = value
    try:
        check = ice.parse(bytes(request))
    except PacketError:
        return
    # RFC 8489 section 14.7: FINGERPRINT stands behind MESSAGE-INTEGRITY and is not covered by it.
    if check.request and position < len(request) - 8:
        assert agent().answer(check, ("192.0.2.9", 1)) is None


def test_credentials_are_long_and_fresh():
    mint = ice.Mint("")
    one, two = mint.credentials(), mint.credentials()
    assert one != two
    assert len(one.ufrag) >= 4
    assert len(one.password) >= 22


def test_a_session_that_is_gone_is_refused_by_the_next_process_too():
    gone = ice.Mint("token").credentials()
    request = binding_request(gone.ufrag, gone.password)
    refusal = ice.Mint("token").refuse(ice.parse(request))
    answer = stun.parse_message(refusal)
    assert answer.message_class == stun.Class.ERROR
    assert answer.attributes["ERROR-CODE"][0] == 403
    assert answer.check_message_integrity(gone.password.encode())
    assert len(refusal) <= len(request)


def test_a_stranger_is_told_nothing_about_sessions():
    gone = ice.Mint("token").credentials()
    forged = ice.parse(binding_request(gone.ufrag, "guessed"))
    assert ice.Mint("token").refuse(forged) is None
    assert ice.Mint("").refuse(ice.parse(binding_request(gone.ufrag, gone.password))) is None


def test_loopback_is_always_announced():
    assert "127.0.0.1" in ice.host_addresses(ipv6=True)
    assert not any(":" in address for address in ice.host_addresses(ipv6=False))


def test_whom_a_check_names_is_read_without_reading_it_whole():
    request = binding_request("ours", OURS.password)
    assert ice.named_user(request) == ice.parse(request).local_ufrag == "ours"
    response = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, b"0123456789ab")
    assert ice.named_user(bytes(response)) is None
    nobody = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    assert ice.named_user(bytes(nobody)) is None
    assert ice.named_user(request[:6]) is None


@given(st.binary(max_size=600), st.integers(0, 120))
def test_any_bytes_name_nobody_or_somebody_of_the_same_name_as_the_whole_reading(data, cut):
    datagram = (binding_request("ours", OURS.password)[:cut] + data)[:600]
    name = ice.named_user(datagram)
    try:
        check = ice.parse(datagram)
    except PacketError:
        return
    assert name == (check.local_ufrag if check.request else None)
