"""Fields that refuse what JSON lets pass: "5" for 5, half characters, times without a zone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from apiflask import Schema
from flask_babel import lazy_gettext as _
from marshmallow import RAISE, fields, validate

from forum.core.languages import LANGUAGES
from forum.core.numbers import LARGEST_ID, whole
from forum.core.text import has_surrogate

# Outside, a moment moved by its offset may have no year that a database can hold.
FIRST_YEAR, LAST_YEAR = 2000, 2199

_SHARED: dict[str, Any] = {
    "required": _("This field is missing."),
    "null": _("This field cannot be null."),
    "invalid": _("This has the wrong type."),
    "type": _("An object is needed here."),
}
_OUT_OF_RANGE = _("This number is out of range.")


class In(Schema):
    """A body or a query. What it does not name is refused."""

    error_messages: dict[str, Any] = {
        "unknown": _("There is no such field."),
        "type": _SHARED["type"],
    }

    class Meta:
        unknown = RAISE


class Out(Schema):
    """An answer: every field is there, if only as null."""

    def on_bind_field(self, field_name: str, field_obj: "fields.Field[Any]") -> None:
        field_obj.required = True


class Text(fields.String):
    default_error_messages = _SHARED | {
        "character": _("This text holds a character that cannot be stored.")
    }

    def __init__(self, most: int | None = None, *, least: int = 0, **given: Any) -> None:
        too_long = _("This has the wrong length.")
        if most is not None:
            given["validate"] = validate.Length(least, most, error=too_long)  # type: ignore[arg-type]
        super().__init__(**given)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, *args, **kwargs))
        if "\x00" in text or has_surrogate(text):
            raise self.make_error("character")
        return text


class Address(Text):
    """A URL."""

    def __init__(self) -> None:
        super().__init__(metadata={"format": "uri"})


class Choice(Text):
    """One of a few words."""

    def __init__(self, choices: Sequence[str], **given: Any) -> None:
        super().__init__(**given)
        words = ", ".join(choices)
        self.validators.append(
            validate.OneOf(choices, error=_("Choose one of: %(words)s.", words=words))  # type: ignore[arg-type]
        )


class Whole(fields.Integer):
    """A whole number."""

    default_error_messages = _SHARED | {"too_large": _OUT_OF_RANGE}

    def __init__(self, low: int = 1, high: int = LARGEST_ID, **given: Any) -> None:
        limits = validate.Range(low, high, error=_OUT_OF_RANGE)  # type: ignore[arg-type]
        super().__init__(validate=limits, **given)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise self.make_error("invalid")


class Digits(Whole):
    """A whole number in a query."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        number = whole(value)
        if number is None:
            raise self.make_error("invalid")
        return number


class Flag(fields.Boolean):
    default_error_messages = _SHARED

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if value is True or value is False:
            return bool(value)
        raise self.make_error("invalid")


class Switch(Flag):
    """true or false in a query."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        words = {"true": True, "false": False}
        return super()._deserialize(words.get(value, value), *args, **kwargs)


class Moment(fields.AwareDateTime):
    """RFC 3339; goes out in UTC with a Z."""

    default_error_messages = _SHARED | {
        "invalid": _("Write a time like 2026-11-22T10:00:00Z."),
        "invalid_awareness": _("Write a time with its zone, like 2026-11-22T10:00:00Z."),
    }

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not value.isascii():
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        moment = super()._deserialize(value, *args, **kwargs)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return moment.astimezone(UTC)

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


class Many(fields.List[Any]):
    default_error_messages = _SHARED

    def __init__(self, inner: "fields.Field[Any]", most: int | None = None, **given: Any) -> None:
        if most is not None:
            given["validate"] = validate.Length(0, most, error=_("These are too many."))  # type: ignore[arg-type]
        super().__init__(inner, **given)


class Texts(fields.Dict):
    """Language → text."""

    default_error_messages = _SHARED

    def __init__(self, most: int | None = None, **given: Any) -> None:
        super().__init__(keys=Choice(list(LANGUAGES)), values=Text(most), **given)


class Part(fields.Nested):
    default_error_messages = _SHARED


class Listing(Out):
    """A page of a list; ``items`` are what there are. ``next`` is the cursor of the next page."""

    next = Text(allow_none=True)
