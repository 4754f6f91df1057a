"""Version 1. A file holds what belongs to one room."""

from forum.api.v1 import (
    admin_categories,
    admin_webhooks,
    answers,
    docs,
    me,
    moderation,
    official,
    people,
    pins,
    places,
    posts,
    removing,
    sanctions,
    site,
    threads,
)

PARTS = (
    threads.bp,
    posts.bp,
    removing.bp,
    answers.bp,
    places.bp,
    people.bp,
    me.bp,
    official.bp,
    pins.bp,
    moderation.bp,
    sanctions.bp,
    site.bp,
    admin_categories.bp,
    admin_webhooks.bp,
    docs.bp,
)
