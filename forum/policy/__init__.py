"""The house rules: who may do what. The only place that answers that question.

A rule takes the person and the things and returns ``YES`` or ``No(reason)``. Actions enforce a
rule with ``require``; templates ask the same rule whether to draw the button. A rule knows shapes,
not tables, and asks the database nothing: a fact that needs a query is one of its arguments.
"""

from forum.policy.announcements import *  # noqa: F403
from forum.policy.moderation import *  # noqa: F403
from forum.policy.notifications import *  # noqa: F403
from forum.policy.people import *  # noqa: F403
from forum.policy.posts import *  # noqa: F403
from forum.policy.seeing import *  # noqa: F403
from forum.policy.threads import *  # noqa: F403
from forum.policy.verdicts import YES, No, Verdict, require
from forum.policy.webhooks import *  # noqa: F403

__all__ = ["YES", "No", "Verdict", "require"]
