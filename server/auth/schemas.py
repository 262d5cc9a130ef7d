"""What is said about signing in."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from server.models import Role
from streaming.contract import IDENTIFIER

Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""Text without NUL, which PostgreSQL cannot store."""


Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER)]
"""An id of ours in a body."""
NewPassword = Annotated[Text, Field(min_length=8, max_length=200)]
"""Length is what counts (NIST SP 800-63B, section 5.1.1.2); what everybody tries first is refused by `passwords`."""


class Credentials(BaseModel):
    """A user name and a password."""

    username: Annotated[Text, Field(min_length=1, max_length=80)]
    password: Annotated[Text, Field(min_length=1, max_length=200)]


class Named(BaseModel):
    """A thing by id and name."""

    id: str
    name: str


class Me(BaseModel):
    """The person who has signed in."""

    kind: Literal["person"] = "person"
    id: str
    name: str
    username: str
    school: Named
    roles: list[Role]


class PasswordChange(BaseModel):
    """The password until now and the new one."""

    old: Annotated[Text, Field(min_length=1, max_length=200)]
    new: NewPassword


class IdentityAnswer(BaseModel):
    """What the identity server puts into the address of the browser that comes back. Source: RFC 6749, section 4.1.2."""

    code: Annotated[Text, Field(max_length=4000)] | None = None
    state: Annotated[Text, Field(max_length=200)] | None = None
    error: Annotated[Text, Field(max_length=200)] | None = None
    iss: Annotated[Text, Field(max_length=500)] | None = None


class SignInWays(BaseModel):
    """How people may sign in beside their password, and out again."""

    identity_server: str | None
    """Path that leads to the bureau's identity server; none: there is none."""
    sign_out: str | None
    """Path that signs this browser out there, if it came from there."""
