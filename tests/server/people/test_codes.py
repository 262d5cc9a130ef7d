from hypothesis import given, strategies as st

from server.people.codes import LENGTH, new_code, normal


def test_a_code_is_three_groups_that_differ_each_time() -> None:
    codes = {new_code() for _ in range(100)}
    assert len(codes) == 100
    assert all([len(group) for group in code.split("-")] == [4, 4, 4] for code in codes)


def test_case_spaces_and_look_alikes_do_not_count() -> None:
    assert normal(" 4f7k 9qxm–2trb ") == normal("4F7K-9QXM-2TRB") == "4f7k9qxm2trb"
    assert normal("OILU-0000-0000") == "011v00000000"


@given(typed=st.text())
def test_whatever_is_typed_gives_a_code_or_nothing(typed: str) -> None:
    assert len(normal(typed)) in {0, LENGTH}
