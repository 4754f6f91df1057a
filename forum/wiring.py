"""Who listens to which news, which jobs there are, who takes which mail, and what is done now and
then.

Read it to know what an action sets off.
"""

from collections.abc import Callable, Mapping, Sequence

from forum.accounts import events as account_events
from forum.accounts import jobs as accounts
from forum.accounts.actions import codes
from forum.announcements import events as official
from forum.core import dead_letters, idempotency
from forum.core.events import StaffAct
from forum.core.inbound import fetching, taking
from forum.moderation import events as staff
from forum.moderation import listeners as moderation
from forum.notifications import digests, incoming, mailing, pushing
from forum.notifications import jobs as telling
from forum.notifications import listeners as notifications
from forum.notifications.actions import devices, reading
from forum.threads import events as threads
from forum.webhooks import jobs as webhooks
from forum.webhooks.actions import delivering
from forum.webhooks.listeners import TELLERS, tell_webhooks

Listener = Callable[..., None]

_FIRST: dict[type, Sequence[Listener]] = {
    StaffAct: (moderation.write_log_line,),
    threads.ThreadStarted: (notifications.tell_of_thread,),
    threads.Replied: (notifications.tell_of_reply,),
    threads.PeopleMentioned: (notifications.tell_the_named,),
    threads.AnswerAccepted: (notifications.tell_of_answer,),
    threads.AnswerUnaccepted: (notifications.take_back_answer,),
    threads.PostHidden: (notifications.tell_author_hidden,),
    threads.PostRestored: (notifications.tell_author_restored,),
    threads.ThreadHidden: (notifications.tell_asker_hidden,),
    threads.ThreadRestored: (notifications.tell_asker_restored,),
    threads.MetToo: (notifications.follow_met,),
    threads.MeTooTakenBack: (notifications.stop_following_met,),
    threads.ThreadRead: (notifications.note_read,),
    threads.ReadLong: (notifications.follow_read,),
    official.AnnouncementPublished: (notifications.tell_of_announcement,),
    official.UpdatePosted: (notifications.tell_of_update,),
    official.MaintenanceChanged: (notifications.tell_of_change,),
    official.MaintenanceStarted: (notifications.tell_of_start,),
    official.MaintenanceCompleted: (notifications.tell_of_completion,),
    official.MaintenanceCancelled: (notifications.tell_of_cancellation,),
    staff.PostFlagged: (moderation.log_flag,),
    staff.ItemDecided: (notifications.tell_flaggers,),
    staff.Sanctioned: (notifications.tell_sanctioned,),
    staff.SanctionEnded: (notifications.tell_sanction_ended,),
    account_events.PasswordChanged: (notifications.tell_of_password,),
    account_events.TokenMade: (notifications.tell_of_token,),
    account_events.RoleGranted: (notifications.tell_of_role,),
}
# Webhooks hear last: what others made of the news is there.
LISTENERS: Mapping[type, Sequence[Listener]] = _FIRST | {
    news: (*_FIRST.get(news, ()), tell_webhooks) for news in TELLERS
}

# The name that a job's row holds → the function that does it.
JOBS: Mapping[str, Callable[..., None]] = {
    "send_sign_up_code": accounts.send_sign_up_code,
    "send_reset_code": accounts.send_reset_code,
    "tell_of_password": accounts.tell_of_password,
    "tell_of_token": accounts.tell_of_token,
    "tell_not_taken": taking.tell_not_taken,
    "tell_of_post": telling.tell_of_post,
    "tell_of_names": telling.tell_of_names,
    "tell_of_answer": telling.tell_of_answer,
    "tell_of_announcement": telling.tell_of_announcement,
    "tell_of_update": telling.tell_of_update,
    "tell_of_start": telling.tell_of_start,
    "send_mailing": mailing.send_mailing,
    "send_digest": digests.send_digest,
    "send_push": pushing.send_push,
    "deliver_webhook": webhooks.deliver_webhook,
}

# The purpose of an address (``core.mailbox``) → who takes mail that comes to it.
INCOMING: taking.Takers = {"reply": incoming.take_reply, "bounce": incoming.take_bounce}

# Every so many seconds, and when a worker starts.
SCHEDULE: Sequence[tuple[int, Callable[[], object]]] = (
    (600, dead_letters.sweep),
    (600, idempotency.sweep),
    (600, codes.sweep),
    (60, fetching.fetch),
    (3600, reading.sweep),
    (3600, digests.plan_digests),
    (3600, mailing.resume_mailings),
    (3600, devices.sweep),
    (600, delivering.sweep),
)
