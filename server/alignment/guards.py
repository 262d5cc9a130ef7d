"""Owner check of alignment: it concerns a whole city, so only who keeps the city's times may see and do it."""

from typing import Annotated

from fastapi import Depends

from server.auth.guards import SignedInPerson
from server.auth.policy import Area, Keep, PersonCaller, may_keep
from server.errors import NotAllowed


class Coordinating:
    """Lets people pass that keep the times of their whole city; what they get is their city's."""

    owner_check = "coordinators and administrators of the whole city; rows are cut to it"

    async def __call__(
        self, person: Annotated[PersonCaller, Depends(SignedInPerson())]
    ) -> PersonCaller:
        """Return the person.

        Raises:
            NotSignedIn: if nobody is known.
            NotAllowed: if the person does not keep the city's times.
        """
        if not may_keep(person, Keep.TIMES, Area(person.place.city)):
            raise NotAllowed
        return person


Coordinator = Annotated[PersonCaller, Depends(Coordinating())]
