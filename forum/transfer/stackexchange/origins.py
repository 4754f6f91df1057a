"""Where imported rows say that they came from. Comments have numbers of their own there."""

POSTS = "stackexchange:"
COMMENTS = "stackexchange-comment:"


def of_posts(site: str) -> str:
    """Also of threads and people."""
    return f"{POSTS}{site}"


def of_comments(site: str) -> str:
    return f"{COMMENTS}{site}"
