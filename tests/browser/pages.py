"""Every page type of the site, with somebody who sees it, in the demonstration.

Of pages that are one template with other words, one or two stand for all.
"""

from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.threads.actions.editing import edit_post
from forum.threads.models import Post, Thread
from forum.webhooks.actions.setting_up import create_webhook
from forum.webhooks.models import EVENTS

ASKER, MEMBER, MODERATOR, OFFICIAL, ADMINISTRATOR = "小白白", "老许", "阿盾", "运维小组", "晴川"

# Name, visitor, path. {question}, {news}: threads; {own}, {reply}: posts of the asker and another.
PAGES = [
    ("home", None, "/"),
    ("home of a member", MEMBER, "/"),
    ("unanswered", None, "/unanswered"),
    ("solved", None, "/solved"),
    ("category", None, "/c/transfers"),
    ("official category", OFFICIAL, "/c/announcements"),
    ("tags", None, "/tags"),
    ("tag", None, "/tag/手续费"),
    ("thread as guest", None, "/t/{question}"),
    ("thread as asker", ASKER, "/t/{question}"),
    ("thread as moderator", MODERATOR, "/t/{question}"),
    ("thread with a quote", MEMBER, "/t/{question}?quote={own}"),
    ("ask", MEMBER, "/ask"),
    ("edit", ASKER, "/posts/{own}/edit"),
    ("history", ASKER, "/posts/{own}/history"),
    ("history with nothing", MEMBER, "/posts/{reply}/history"),
    ("redact", ASKER, "/posts/{own}/redact"),
    ("withdraw", ASKER, "/posts/{own}/hide"),
    ("solved without an answer", MODERATOR, "/threads/{open}/close"),
    ("duplicate", MODERATOR, "/threads/{open}/duplicate"),
    ("lock the choice", MODERATOR, "/threads/{question}/choice/lock"),
    ("move", MODERATOR, "/threads/{question}/move"),
    ("rename", MODERATOR, "/threads/{question}/rename"),
    ("flag", ASKER, "/posts/{reply}/flag"),
    ("sign in", None, "/sign-in"),
    ("sign up", None, "/sign-up"),
    ("forgot", None, "/forgot"),
    ("person with threads", None, "/u/小白白"),
    ("person with replies", None, "/u/老许/replies"),
    ("me", MEMBER, "/u/老许"),
    ("person as administrator", ADMINISTRATOR, "/u/老许"),
    ("settings: profile", MEMBER, "/settings/profile"),
    ("settings: preferences", MEMBER, "/settings/preferences"),
    ("notices", ASKER, "/notifications"),
    ("settings: notices and mail", MEMBER, "/settings/notifications"),
    ("settings: what one follows", MEMBER, "/settings/following"),
    ("settings: password", MEMBER, "/settings/password"),
    ("settings: sessions", MEMBER, "/settings/sessions"),
    ("settings: tokens", MEMBER, "/settings/tokens"),
    ("settings: standing", MEMBER, "/settings/standing"),
    ("announcements", None, "/announcements"),
    ("new maintenance", OFFICIAL, "/announcements/new?kind=maintenance"),
    ("new security notice", OFFICIAL, "/announcements/new?kind=security"),
    ("manage", OFFICIAL, "/announcements/{news}/manage"),
    ("announcement", None, "/t/{news}"),
    ("announcement as official", OFFICIAL, "/t/{news}"),
    ("pins", OFFICIAL, "/announcements/pins"),
    ("pin", OFFICIAL, "/t/{news}/pin"),
    ("queue", MODERATOR, "/moderation/queue"),
    ("log", MODERATOR, "/moderation/log"),
    ("moderated person", MODERATOR, "/moderation/people/wang_8812"),
    ("administration: site", ADMINISTRATOR, "/admin/site"),
    ("administration: categories", ADMINISTRATOR, "/admin/categories"),
    ("administration: category", ADMINISTRATOR, "/admin/categories/1"),
    ("administration: jobs", ADMINISTRATOR, "/admin/jobs"),
    ("administration: texts", ADMINISTRATOR, "/admin/texts/rules"),
    ("administration: webhooks", ADMINISTRATOR, "/admin/webhooks"),
    ("administration: new webhook", ADMINISTRATOR, "/admin/webhooks/new"),
    ("administration: webhook", ADMINISTRATOR, "/admin/webhooks/{webhook}"),
    ("administration: log of a webhook", ADMINISTRATOR, "/admin/webhooks/{webhook}/deliveries"),
    ("rules", None, "/rules"),
    ("privacy", None, "/privacy"),
    ("report", None, "/report"),
    ("for programs", None, "/api/v1/docs"),
    ("not found", None, "/nowhere"),
]


def find_spots(site):
    """The numbers that the paths above name. The asker's question gets an earlier version."""
    with site.app.app_context():
        question = _thread("转账 6 个小时%")
        own, reply = _posts(question)[:2]
        asker = db.session.get(User, question.author_id)
        webhook = _webhook()
        edit_post(own, own.body.replace("很慌", "有点慌"), "calmer", by=asker)
        return {
            "question": question.id,
            "open": _thread("提币显示%").id,
            "news": _thread("比特币节点升级%").id,
            "own": own.id,
            "reply": reply.id,
            "webhook": webhook.id,
        }


def _webhook():
    """With an address that is longer than a telephone is wide."""
    by = db.session.scalars(select(User).where(User.handle == ADMINISTRATOR)).one()
    return create_webhook(f"https://hooks.example/{'long' * 40}", EVENTS, by=by)


def _thread(title):
    return db.session.scalars(select(Thread).where(Thread.title.like(title))).one()


def _posts(thread):
    return db.session.scalars(
        select(Post).where(Post.thread_id == thread.id).order_by(Post.number)
    ).all()
