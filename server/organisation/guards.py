"""Owner checks of the organisation. Which area a change touches is known only from its body or row: the service asks there."""

from typing import Annotated

from fastapi import Depends

from server.auth.guards import SignedInPerson
from server.auth.policy import Keep, PersonCaller, keeps_anywhere
from server.errors import NotAllowed


class Reading:
    """Lets people pass; what they get is cut to the reach of their roles."""

    owner_check = "a person who is signed in; the answer is cut to the reach of their roles"

    async def __call__(
        self, person: Annotated[PersonCaller, Depends(SignedInPerson())]
    ) -> PersonCaller:
        """Return the person."""
        return person


class Keeping:
    """Lets people pass that may change a part of the organisation somewhere; the service asks where."""

    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self.owner_check = f"whoever may keep the {keep.value} of the area that is changed"

    async def __call__(
        self, person: Annotated[PersonCaller, Depends(SignedInPerson())]
    ) -> PersonCaller:
        """Return the person.

        Raises:
            NotSignedIn: if nobody is known.
            NotAllowed: if there is no area that the person may change.
        """
        if not keeps_anywhere(person, self.keep):
            raise NotAllowed
        return person


Reader = Annotated[PersonCaller, Depends(Reading())]
