from server.organisation.problems import wrong_field


def test_a_long_value_is_shortened() -> None:
    (error,) = wrong_field("name", "x" * 500, "less").errors
    assert (error.field, len(error.came), error.allowed) == ("name", 80, "less")
