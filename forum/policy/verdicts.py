"""Yes, or no and why."""

from dataclasses import dataclass
from typing import Literal

from forum.core.errors import Forbidden


@dataclass(frozen=True)
class No:
    """A refusal, and the sentence that the person reads."""

    because: str

    def __bool__(self) -> Literal[False]:
        return False


Verdict = Literal[True] | No
YES: Literal[True] = True


def require(verdict: Verdict) -> None:
    if isinstance(verdict, No):
        raise Forbidden(verdict.because)
