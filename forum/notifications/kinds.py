"""What people are told of: kinds, the topics that they choose by, and the channels."""

from dataclasses import dataclass

CHANNELS = ("app", "mail", "push")


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody switches on and off in one place, and what holds until they do."""

    name: str
    app: bool = True
    mail: bool = True
    push: bool = False
    # Channels by which they are told whatever they chose.
    fixed: tuple[str, ...] = ()

    def wants(self, channel: str, chosen: bool | None) -> bool:
        """``chosen``: what they said, if they did."""
        if chosen is None or channel in self.fixed:
            return bool(getattr(self, channel))
        return chosen


TOPICS = {
    topic.name: topic
    for topic in (
        Topic("mentions", push=True),
        Topic("replies", push=True),
        Topic("answers", push=True),
        Topic("solutions"),
        # Who follows finds it in the list; who watches is written to as well.
        Topic("following"),
        Topic("announcements"),
        Topic("moderation", fixed=("app",)),
        Topic("critical", push=True, fixed=CHANNELS),
        # Its mails are the account's own, which hold no link.
        Topic("security", mail=False, push=True, fixed=("app", "mail")),
    )
}

# Kind → topic; the strongest first: one event tells a person once, through the first that fits.
KINDS = {
    "critical_notice": "critical",
    "mention": "mentions",
    "reply": "replies",
    "quote": "replies",
    "accepted": "answers",
    "answered": "answers",
    "solved": "solutions",
    "thread_post": "following",
    "new_thread": "following",
    "announcement_published": "announcements",
    "announcement_updated": "announcements",
    "announcement_changed": "announcements",
    "announcement_started": "announcements",
    "announcement_completed": "announcements",
    "announcement_cancelled": "announcements",
    "flag_decided": "moderation",
    "post_hidden": "moderation",
    "post_restored": "moderation",
    "sanctioned": "moderation",
    "sanction_ended": "moderation",
    "password_changed": "security",
    "token_made": "security",
    "role_granted": "security",
}
STRENGTH = {kind: place for place, kind in enumerate(KINDS)}


def topic_of(kind: str) -> Topic:
    return TOPICS[KINDS[kind]]
