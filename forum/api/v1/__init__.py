"""Version 1. A file holds what belongs to one room."""

from forum.api.v1 import (
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
    docs.bp,
)
