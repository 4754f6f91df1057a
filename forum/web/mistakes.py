"""A refusal beside the field that it is about."""

from forum.core.errors import ForumError, Invalid


def by_field(error: ForumError | None) -> dict[str, str]:
    """Field → sentence, as forms show it; "" is for what concerns no single field."""
    if error is None:
        return {}
    return {error.field if isinstance(error, Invalid) else "": error.message}
