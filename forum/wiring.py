"""Who listens to which news, and which jobs there are. Read it to know what an action sets off."""

from collections.abc import Callable, Mapping, Sequence

Listener = Callable[..., None]

LISTENERS: Mapping[type, Sequence[Listener]] = {}

# The name that a job's row holds → the function that does it.
JOBS: Mapping[str, Callable[..., None]] = {}
