from scheduler.errors import InputError, SchedulerError


def test_an_input_error_names_the_field_what_came_and_what_is_allowed() -> None:
    error = InputError("first_week", 0, "1 or more")

    assert isinstance(error, SchedulerError)
    assert str(error) == "first_week: 0 came, allowed is 1 or more"
    assert (error.field, error.came, error.allowed) == ("first_week", 0, "1 or more")
