"""What can go wrong, in words a person can act on. Faces decide how to show it."""


class ForumError(Exception):
    status = 400
    code = "bad_request"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SignInFirst(ForumError):
    status = 401
    code = "sign_in_first"


class Forbidden(ForumError):
    status = 403
    code = "forbidden"


class NotFound(ForumError):
    status = 404
    code = "not_found"


class Conflict(ForumError):
    status = 409
    code = "conflict"


class Gone(ForumError):
    """It was here, and was deleted for good."""

    status = 410
    code = "gone"


class Invalid(ForumError):
    """What somebody typed breaks a rule; ``field`` says where they typed it."""

    status = 422
    code = "invalid"

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class TooMany(ForumError):
    """A limit is used up for ``retry_after`` seconds."""

    status = 429
    code = "too_many"

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = max(1, retry_after)
