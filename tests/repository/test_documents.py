"""The documents keep what they promise: two languages alike, every dependency explained, links that lead somewhere."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
CHINESE_SECTIONS = {
    "Two commands": "两条命令",
    "What to click": "点哪里",
    "What is embedded, and what production uses": "内置了什么，正式使用换成什么",
    "Settings": "设置",
    "Tests and measurements": "测试与测量",
    "Where to read on": "接着读什么",
    "Licence": "许可证",
}


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def sections(name: str) -> list[str]:
    return re.findall(r"^## (.+)$", text(name), re.MULTILINE)


def code_words(name: str) -> list[str]:
    """Return what stands in back ticks without Chinese: commands, settings, paths, names."""
    words = re.findall(r"`([^`\n]+)`", text(name))
    return sorted({word for word in words if word.isascii()})


def test_both_languages_have_the_same_sections_in_the_same_order() -> None:
    assert sections("README.zh-CN.md") == [CHINESE_SECTIONS[one] for one in sections("README.md")]


def test_both_languages_name_the_same_commands_settings_and_accounts() -> None:
    assert code_words("README.zh-CN.md") == code_words("README.md")


def test_both_languages_have_tables_of_the_same_size() -> None:
    rows = [
        [line.count("|") for line in text(name).splitlines() if line.startswith("|")]
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_to_a_file_leads_to_one(name: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text(name)) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_setting_of_the_readme_exists() -> None:
    known = text("server/settings.py") + text("streaming/settings.py")
    named = set(re.findall(r"TONGKE_([A-Z_]+[A-Z])", text("README.md"))) - {"CONFIG"}
    assert len(named) > 5
    missing = {
        name for name in named if not re.search(rf"^    {name.lower()}: ", known, re.MULTILINE)
    }
    assert missing == set()


def test_every_account_and_key_of_the_readme_is_seeded() -> None:
    seed = text("server/demo/seed.py")
    for word in ("tongke-demo", "demo-classroom-a", "demo-classroom-c", "teacher", "hub", "admin"):
        assert word in text("README.md")
        assert word in seed


def test_every_command_of_the_readme_is_in_the_makefile() -> None:
    named = set(re.findall(r"make ([a-z-]+)", text("README.md")))
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    assert {"run", "test", "check", "bench-relay"} <= named
    assert named <= targets


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.match(r"[A-Za-z0-9_-]+", line)[0] for line in wanted]  # type: ignore[index]
    explained = text("ARCHITECTURE.md").split("\n## Dependencies", 1)[1].split("\n## ", 1)[0]
    known = re.findall(r"[A-Za-z0-9_-]+", explained.lower())
    assert [name for name in names if name not in known] == []


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    assert sections("CHANGELOG.md")[0] == "[Unreleased]"


def test_the_licence_is_the_whole_apache_licence() -> None:
    licence = text("LICENSE")
    assert "Version 2.0, January 2004" in licence
    for number in range(1, 10):
        assert re.search(rf"^   {number}\. [A-Z]", licence, re.MULTILINE)
    assert "END OF TERMS AND CONDITIONS" in licence


def test_the_picture_of_the_product_is_small_enough_for_a_thin_link() -> None:
    for picture in (ROOT / "deploy" / "pictures").iterdir():
        assert picture.stat().st_size <= 300_000, picture.name
        assert picture.name in text("README.md")


def test_the_map_names_every_top_level_folder_and_every_room() -> None:
    tree = text("ARCHITECTURE.md")
    rooms = [one for one in (ROOT / "streaming").iterdir() if (one / "__init__.py").exists()]
    for folder in [ROOT / "streaming", ROOT / "server", ROOT / "scheduler", *rooms]:
        assert f"{folder.name}/" in tree
