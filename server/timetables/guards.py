"""The owner check of a calendar feed: its key in the address, because calendar programs have no cookie."""

from typing import Annotated

from fastapi import Depends, Query


class FeedKey:
    """Takes the key of a feed's address; the service checks it, and that its person may still see the lessons."""

    owner_check = "whoever shows the secret key of the feed, while its person may see the lessons"

    async def __call__(self, key: Annotated[str, Query(max_length=200)] = "") -> str:
        """Return the key, empty if none was shown."""
        return key


ShownKey = Annotated[str, Depends(FeedKey())]
