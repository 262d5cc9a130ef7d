"""Sentences in the two languages of the product, and which one a request wants. No I/O."""

from typing import NamedTuple


class Words(NamedTuple):
    """One sentence, Chinese and English; both may hold the same `{fields}`."""

    zh: str
    en: str

    def said(self, language: str, **fields: object) -> str:
        """Return the sentence in `language` (`zh`, anything else is English) with its fields filled in."""
        text = self.zh if language == "zh" else self.en
        return text.format(**fields) if fields else text


def language_of(accept_language: str | None) -> str:
    """Return `zh` or `en` for an `Accept-Language` header.

    Chinese where nothing is asked for: this product's screens are Chinese first. Only the first language
    of the list counts; weights are rarely sent in another order than that of preference.
    """
    first = (accept_language or "zh").split(",")[0].split(";")[0].strip().lower()
    return "zh" if first in {"", "*"} or first.startswith("zh") else "en"
