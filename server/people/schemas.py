"""People as the API tells them, and what may be said about them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from server.auth.schemas import Identifier, Named, NewPassword, Text
from server.models import Errand, Role

PersonName = Annotated[Text, Field(min_length=1, max_length=120, pattern=r"^\S([^\x00]*\S)?$")]
Username = Annotated[str, Field(min_length=2, max_length=80, pattern=r"^[^\s\x00-\x1f]+$")]
Email = Annotated[
    str, Field(max_length=254, pattern=r"^[^\s@\x00-\x1f,;<>]+@[^\s@\x00-\x1f,;<>]+$")
]


class RoleIn(BaseModel):
    """A role at exactly one scope."""

    role: Role
    city: Identifier | None = None
    district: Identifier | None = None
    school: Identifier | None = None

    @model_validator(mode="after")
    def _one_scope(self) -> Self:
        if sum(each is not None for each in (self.city, self.district, self.school)) != 1:
            raise ValueError("exactly one of city, district and school is allowed")
        return self


Roles = Annotated[list[RoleIn], Field(max_length=20)]


class PersonIn(BaseModel):
    """A new person; they choose their password with the invitation."""

    username: Username
    name: PersonName
    school_id: Identifier
    email: Email | None = None
    roles: Roles = []


class PersonChange(BaseModel):
    """What is given is changed; an empty e-mail address takes it away."""

    name: PersonName | None = None
    school_id: Identifier | None = None
    email: Email | Annotated[str, Field(max_length=0)] | None = None


class RolesIn(BaseModel):
    """All roles of a person; what is not listed is taken away."""

    roles: Roles


class RoleOut(BaseModel):
    """A role and where it is held."""

    role: Role
    city: Named | None = None
    district: Named | None = None
    school: Named | None = None


class Standing(StrEnum):
    """Whether somebody can sign in."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class PersonOut(BaseModel):
    """A person as administrators see them."""

    id: str
    username: str
    name: str
    email: str | None
    school: Named
    roles: list[RoleOut]
    standing: Standing
    manageable: bool
    """Whether the caller may change this person."""


class PersonList(BaseModel):
    """A page of people, by user name."""

    items: list[PersonOut]
    next_cursor: str | None


class CodeRequest(BaseModel):
    """How a new code reaches the person."""

    by_mail: bool = False


class CodeOut(BaseModel):
    """A code to be printed; it is shown this once."""

    code: str | None
    """None if it was sent by e-mail."""
    errand: Errand
    expires_at: datetime
    person: Named
    username: str


class Invited(BaseModel):
    """A new person and the invitation to hand over."""

    person: PersonOut
    invitation: CodeOut


class Typed(BaseModel):
    """A code as somebody typed it."""

    code: Annotated[Text, Field(min_length=1, max_length=40)]


class Redeeming(Typed):
    """A code and the password that its person chooses."""

    password: NewPassword


class CodeOwner(BaseModel):
    """For whom a code is."""

    name: str
    username: str
    errand: Errand


class Forgetful(BaseModel):
    """Somebody who wants a reset code by e-mail."""

    username: Annotated[Text, Field(min_length=1, max_length=80)]
