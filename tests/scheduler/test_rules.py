import pytest

from scheduler.instance import Policy
from scheduler.rules import Rule, sentence


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_has_a_sentence_in_both_languages(rule: Rule) -> None:
    chinese, english = (sentence(rule, Policy(), chinese=each) for each in (True, False))
    assert any("一" <= each <= "鿿" for each in chinese)
    assert english.isascii()
    assert not set("{}") & set(chinese + english)


def test_a_sentence_tells_the_citys_own_number() -> None:
    assert "12 minutes" in sentence(Rule.SHIFT, Policy(max_shift_minutes=12), chinese=False)
    assert "12 分钟" in sentence(Rule.SHIFT, Policy(max_shift_minutes=12))
