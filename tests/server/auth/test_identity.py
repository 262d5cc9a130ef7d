import pytest

from server.auth.identity import own_path


@pytest.mark.parametrize("path", ["/", "/studio", "/replay?lesson=1&at=3#x", "/登录"])
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "studio", "//evil.test", "/\\evil.test", "/a\\b", "https://evil.test", "/a\nb", "/" * 600],
)
def test_every_other_one_becomes_the_first_page(path: str) -> None:
    assert own_path(path) == "/"
