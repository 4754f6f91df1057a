"""Names that nobody can take: they are addresses of ours, or sound like authority."""

from flask_babel import gettext as _

from forum.accounts.queries import names_of_staff
from forum.core.errors import Invalid
from forum.core.text import skeleton

_WORDS = """
    me guest anonymous somebody nobody everyone all here system root null undefined
    admin administrator moderator mod official support staff team help helpdesk helpcenter
    service customerservice security safety abuse postmaster webmaster noreply waymark
    官方 官方客服 官方团队 官方團隊 客服 在线客服 在線客服 人工客服 客服中心 管理员 管理員 管理
    版主 站长 站長 系统 系統 团队 團隊 安全中心 安全团队 安全團隊 运营 運營 技术支持 技術支援
    工作人员 工作人員 指津 所有人
"""
_LIKE = frozenset(skeleton(word) for word in _WORDS.split())


def is_reserved(name: str) -> bool:
    """Compared by what it looks like; blanks do not make another name of it."""
    return skeleton("".join(name.split())) in _LIKE


def check_not_reserved(name: str, field: str) -> None:
    """Raises ``Invalid``."""
    if is_reserved(name):
        raise Invalid(_("This name is kept for staff. Choose another."), field)


def check_not_of_staff(name: str, field: str) -> None:
    """Raises ``Invalid`` for a name that looks like one under which staff speak."""
    if _letters(name) in {_letters(other) for other in names_of_staff()}:
        raise Invalid(_("Somebody else is known by this name. Choose another."), field)


def _letters(name: str) -> str:
    # Of a name without any letter the signs are the name.
    return skeleton("".join(c for c in name if c.isalnum())) or skeleton(name)
