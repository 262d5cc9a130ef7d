from datetime import UTC, datetime

from server.tls.page import Shown, page

SHOWN = Shown("https://10.0.0.5:8000", ":".join(["AB"] * 32), datetime(2036, 1, 1, tzinfo=UTC))


def test_the_page_says_the_same_in_both_languages() -> None:
    chinese, english = page(SHOWN, "zh"), page(SHOWN, "en")
    for text in (chinese, english):
        assert text.count("AB") == 32
        assert "https://10.0.0.5:8000/" in text
        assert "2036" in text
        assert "{" not in text
    for tag in ("<h2>", "<li>", "<a ", "<pre>"):
        assert chinese.count(tag) == english.count(tag), tag


def test_an_address_cannot_write_into_the_page() -> None:
    hostile = Shown('https://"><script>', SHOWN.fingerprint, SHOWN.ends_at)
    assert "<script>" not in page(hostile, "zh")
