import pytest
from pydantic_settings import BaseSettings

from server.settings import REPOSITORY, ServerSettings
from server.settings_table import described, table
from streaming.settings import MediaSettings


@pytest.mark.parametrize("settings", [ServerSettings, MediaSettings])
def test_every_setting_is_described(settings: type[BaseSettings]) -> None:
    words = described(settings)
    assert [name for name in settings.model_fields if len(words.get(name, "")) < 20] == []


def test_the_page_is_what_the_classes_say() -> None:
    page = (REPOSITORY / "deploy" / "settings.md").read_text("utf-8")
    assert page == table(), "run: python -m server.settings_table > deploy/settings.md"


def test_no_default_of_this_machine_is_on_the_page() -> None:
    assert str(REPOSITORY) not in table()
