"""The owner checks of timetables: who keeps times, and a feed's key in its address, because calendar programs have no cookie."""

from typing import Annotated

from fastapi import Depends, Path, Query

from server.auth.guards import SignedInPerson
from server.auth.policy import Keep, PersonCaller
from server.organisation.guards import Keeping
from streaming.contract import IDENTIFIER


class FeedKey:
    """Takes the key of a feed's address; the service checks it, and that its person may still see the lessons."""

    owner_check = "whoever shows the secret key of the feed, while its person may see the lessons"

    async def __call__(self, key: Annotated[str, Query(max_length=200)] = "") -> str:
        """Return the key, empty if none was shown."""
        return key


class Teaching:
    """Lets people pass; the service asks whether the course is theirs to keep, or to teach."""

    owner_check = "whoever keeps the times of the course's schools; its teacher, what is taught"

    async def __call__(
        self, person: Annotated[PersonCaller, Depends(SignedInPerson())]
    ) -> PersonCaller:
        """Return the person."""
        return person


ShownKey = Annotated[str, Depends(FeedKey())]
CourseKeeper = Annotated[PersonCaller, Depends(Teaching())]
Keeper = Annotated[PersonCaller, Depends(Keeping(Keep.TIMES))]
RowId = Annotated[str, Path(pattern=IDENTIFIER, max_length=80)]
TermId = Annotated[str, Query(pattern=IDENTIFIER, max_length=80)]
SchoolId = Annotated[str, Query(pattern=IDENTIFIER, max_length=80)]
