"""Work that the program has given up."""

from forum.api.v1.schemas.fields import Flag, Listing, Many, Moment, Out, Part, Text, Whole


class FailedJob(Out):
    id = Whole()
    name = Text()
    attempts = Whole(0)
    failed_at = Moment()
    error = Text()
    can_be_retried = Flag()


class Jobs(Listing):
    items = Many(Part(FailedJob))
    # Of those that wait: how many, and since when the first of them is due.
    waiting = Whole(0)
    oldest_due_at = Moment(allow_none=True)


class Retried(Out):
    count = Whole(0)
