import base64

from server.webhooks.signature import secret_of, signed, written


def test_the_signature_is_that_of_standard_webhooks() -> None:
    # Source: the example of the Standard Webhooks specification's reference libraries.
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_every_subscription_has_a_secret_of_its_own() -> None:
    assert secret_of("a", "1") != secret_of("a", "2") != secret_of("b", "2")
    assert base64.b64decode(written(secret_of("a", "1")).removeprefix("whsec_")) == secret_of(
        "a", "1"
    )
