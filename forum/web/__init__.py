"""Pages for people."""

from flask import Flask

from forum.web import (
    admin,
    admin_categories,
    admin_jobs,
    admin_webhooks,
    announcements,
    answers,
    asking,
    choices,
    errors,
    following,
    health,
    imported,
    lists,
    live,
    me_too,
    moderation,
    notifications,
    people,
    pins,
    posts,
    push,
    removing,
    resetting,
    sanctions,
    settings,
    signing,
    signing_up,
    texts,
    threads,
    tools,
    unsubscribing,
    wishes,
)

PAGES = (
    lists.bp,
    threads.bp,
    live.bp,
    asking.bp,
    posts.bp,
    removing.bp,
    answers.bp,
    me_too.bp,
    tools.bp,
    signing.bp,
    choices.bp,
    health.bp,
    signing_up.bp,
    resetting.bp,
    people.bp,
    settings.bp,
    notifications.bp,
    following.bp,
    wishes.bp,
    push.bp,
    unsubscribing.bp,
    announcements.bp,
    pins.bp,
    imported.bp,
    moderation.bp,
    sanctions.bp,
    admin.bp,
    admin_categories.bp,
    admin_jobs.bp,
    admin_webhooks.bp,
    texts.bp,
)


def attach(app: Flask) -> None:
    for pages in PAGES:
        app.register_blueprint(pages)
    errors.attach(app)
