"""Numbers as people and programs type them."""

# SQLite and PostgreSQL hold no larger number, and answer one with an error.
LARGEST_ID = 2**63 - 1


def whole(typed: str, most: int = LARGEST_ID) -> int | None:
    """From 0 to ``most``; None for what is no such number. Digits of other scripts are none.

    The length comes first: Python takes its time over a million digits, or refuses.
    """
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(LARGEST_ID))):
        return None
    number = int(typed)
    return number if number <= most else None
