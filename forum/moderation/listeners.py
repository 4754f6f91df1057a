"""How acts get into the log, from whichever room they come."""

from forum.core.db import db
from forum.core.events import StaffAct
from forum.moderation.events import PostFlagged
from forum.moderation.models import LogLine


def write_log_line(act: StaffAct) -> None:
    db.session.add(
        LogLine(
            by_id=act.by_id,
            verb=act.verb,
            subject=act.subject,
            reason=act.reason,
            changes=dict(act.changes),
        )
    )


def log_flag(news: PostFlagged) -> None:
    """No act of staff, but what staff then do rests on it. What was noted stays with the flag."""
    item = news.flag.item
    changes = {"item": item.id, "reason": news.flag.reason}
    write_log_line(StaffAct(news.by.id, "flag_post", f"post/{item.post_id}", changes=changes))
