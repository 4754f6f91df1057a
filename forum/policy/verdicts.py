"""Yes, or no and why."""

from dataclasses import dataclass
from typing import Literal

from forum.core.errors import Forbidden


@dataclass(frozen=True)
class No:
    """A refusal, and the sentence that the person reads.

    The sentence is lazy: most refusals only mean that a page does not draw a button.
    """

    because: object

    def __bool__(self) -> Literal[False]:
        return False


Verdict = Literal[True] | No
YES: Literal[True] = True


def require(verdict: Verdict) -> None:
    if isinstance(verdict, No):
        raise Forbidden(str(verdict.because))
