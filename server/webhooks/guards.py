"""Owner check of what belongs to a subscription."""

from typing import Annotated

from fastapi import Depends, Path
from starlette.requests import HTTPConnection

from server.auth.guards import Holding
from server.auth.policy import ADMINISTRATORS, PersonCaller
from server.dependencies import database
from server.webhooks import service
from streaming.contract import IDENTIFIER

WebhookId = Annotated[str, Path(pattern=IDENTIFIER)]


class OnWebhook:
    """Lets administrators pass whose scope holds the whole of the subscription's."""

    owner_check = "an administrator over the scope of the webhook"

    async def __call__(
        self,
        connection: HTTPConnection,
        webhook_id: WebhookId,
        caller: Annotated[PersonCaller, Depends(Holding(ADMINISTRATORS, "an administrator"))],
    ) -> PersonCaller:
        """Return the administrator.

        Raises:
            NotSignedIn, NotAllowed: see `Holding`.
            NoSuchWebhook: if there is none in their scope.
        """
        async with database(connection).reading() as transaction:
            await service.find(transaction, webhook_id, caller)
        return caller


KeeperOfWebhook = Annotated[PersonCaller, Depends(OnWebhook())]
