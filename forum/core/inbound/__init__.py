"""Mail that comes in: what it is, what it says without what it quotes, and who takes it."""

from forum.core.inbound.bounces import Bounce
from forum.core.inbound.messages import LARGEST, Incoming, parse

__all__ = ["LARGEST", "Bounce", "Incoming", "parse"]
