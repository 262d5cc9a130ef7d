"""The errors of the control plane, split first by whose fault it is.

ServerError
├── Problem                     becomes a problem document (RFC 9457); `status` says whose fault it is
│   ├── NotSignedIn             401  nobody is known behind the request
│   ├── SignInRefused           401  wrong name or password, unknown device key
│   ├── NotAllowed              403  known, but not for this
│   ├── ForeignOrigin           403  the page that sent it is not ours
│   ├── NotFound                404
│   ├── MethodNotAllowed        405
│   ├── Conflict                409  not in this state; subclasses name the rule
│   ├── TooLarge                413
│   ├── WrongType               415
│   ├── Unprocessable           422  fields that do not fit, each named
│   ├── TooManyRequests         429
│   ├── InternalProblem         500  our fault: a bug
│   └── Unavailable             503  our fault, and it passes
│       └── DatabaseAway
└── StartError                  this process cannot start; one sentence says what to do

Features define the subclasses that only they raise, in their own `service.py` or `lifecycle.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from server.words import Words


class ServerError(Exception):
    """Base of every error that the control plane raises on purpose."""


class StartError(ServerError):
    """This process cannot start; the message is one sentence in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(f"{words.zh} / {words.en}")
        self.words = words


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that does not fit: its name, what came (shortened), what is allowed."""

    field: str
    came: str
    allowed: str


class Problem(ServerError):
    """An answer that is not the one the caller hoped for; rendered by `error_handlers`.

    `fields` fill the braces of `detail`; `headers` go out with the answer.
    """

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "problem"
    title: ClassVar[Words] = Words("出错了", "Something went wrong")
    detail: ClassVar[Words] = Words("请稍后再试。", "Please try again later.")

    def __init__(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        errors: tuple[FieldProblem, ...] = (),
        **fields: object,
    ) -> None:
        super().__init__(self.slug)
        self.fields = fields
        self.errors = errors
        self.headers = dict(headers or {})

    def __str__(self) -> str:
        return f"{self.status} {self.slug}: {self.detail.said('en', **self.fields)}"


class NotSignedIn(Problem):
    """Nobody is known behind the request."""

    status = 401
    slug = "not-signed-in"
    title = Words("还没有登录", "Not signed in")
    detail = Words("请先登录。", "Please sign in first.")


class SignInRefused(Problem):
    """Name, password or device key do not fit; deliberately does not say which."""

    status = 401
    slug = "sign-in-refused"
    title = Words("登录失败", "Sign-in refused")
    detail = Words("用户名或密码不对。", "The user name or the password is wrong.")


class NotAllowed(Problem):
    """The caller is known, but may not do this."""

    status = 403
    slug = "not-allowed"
    title = Words("没有权限", "Not allowed")
    detail = Words("您没有做这件事的权限。", "You may not do this.")


class ForeignOrigin(Problem):
    """An unsafe request or a WebSocket came from a page of another site."""

    status = 403
    slug = "foreign-origin"
    title = Words("来源不对", "Foreign origin")
    detail = Words(
        "请求来自别的网站（{origin}），已拒绝。",
        "The request comes from a page of another site ({origin}) and was refused.",
    )


class NotFound(Problem):
    """There is no such thing, or the caller may not know of it."""

    status = 404
    slug = "not-found"
    title = Words("没有找到", "Not found")
    detail = Words("没有这个内容。", "There is no such thing.")


class MethodNotAllowed(Problem):
    """The address exists, but not for this method."""

    status = 405
    slug = "method-not-allowed"
    title = Words("不支持这种操作", "Method not allowed")
    detail = Words("这个地址不支持 {method}。", "This address does not take {method}.")


class Conflict(Problem):
    """The thing is not in a state for this."""

    status = 409
    slug = "conflict"
    title = Words("现在不能这样做", "Not now")


class TooLarge(Problem):
    """The body is longer than allowed."""

    status = 413
    slug = "too-large"
    title = Words("内容太大", "Too large")
    detail = Words("内容不能超过 {limit} 字节。", "The body may have at most {limit} bytes.")


class WrongType(Problem):
    """The body is of another media type than this address takes."""

    status = 415
    slug = "wrong-type"
    title = Words("内容类型不对", "Wrong content type")
    detail = Words(
        "收到的类型是 {came}，这里只收 {allowed}。", "{came} came, allowed is {allowed}."
    )


class Unprocessable(Problem):
    """Fields of the request do not fit; `errors` names each."""

    status = 422
    slug = "unprocessable"
    title = Words("填写的内容不对", "Fields do not fit")
    detail = Words("请检查：{names}。", "Please check: {names}.")


class TooManyRequests(Problem):
    """A bound on tries was reached."""

    status = 429
    slug = "too-many-requests"
    title = Words("尝试太多次", "Too many tries")
    detail = Words(
        "尝试次数太多，请 {seconds} 秒后再试。", "Too many tries; try again in {seconds} seconds."
    )


class InternalProblem(Problem):
    """Our fault: a bug. The log holds the trace."""

    status = 500
    slug = "internal"
    title = Words("系统出错", "Internal error")
    detail = Words(
        "系统内部出错，已经记录下来。请稍后再试。",
        "Something inside broke and has been logged. Please try again later.",
    )


class Unavailable(Problem):
    """Our fault, and it passes: a part is away. Carries `Retry-After`."""

    status = 503
    slug = "unavailable"
    title = Words("暂时不可用", "Unavailable for a moment")

    def __init__(self, retry_after: int = 2, **fields: object) -> None:
        super().__init__(headers={"Retry-After": str(retry_after)}, errors=(), **fields)


class DatabaseAway(Unavailable):
    """The database does not answer."""

    slug = "database-away"
    detail = Words(
        "数据库暂时连不上，请过几秒再试。",
        "The database does not answer; try again in a few seconds.",
    )
