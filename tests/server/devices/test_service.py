from server.devices.service import key_hash


def test_a_key_is_kept_as_a_hash_that_any_text_has() -> None:
    assert key_hash("a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    assert len(key_hash("\ud800")) == 64
