"""What lists show, in the database's words; ``policy.seeing`` says what else somebody may see."""

from sqlalchemy import ColumnElement, and_

from forum.threads.models import Thread


def listed() -> ColumnElement[bool]:
    """Threads that lists show, to whomever may see the category. Leads every list's index."""
    return and_(
        Thread.state == "public", Thread.staff_only.is_(False), Thread.audience == "category"
    )
