"""A reply without the mail that it answers, and without what the program adds below it.

Ours, because mail-parser-reply 1.36, the one library that is kept and knows Chinese, takes the
blanks off the beginning of each line of code, cuts a reply at a line that begins with 谢谢， or
Thanks, and knows neither Gmail's nor NetEase's nor Tencent's first line of a quote.
"""

import re

from forum.core.mail import MARK

# Longer lines are text. A first line of a quote may be broken into three.
LONGEST_LINE, MOST_BROKEN = 400, 3

_FENCE = re.compile(r"\s*(```|~~~)")
# "On …, Lin wrote:", "在 …，林写道：", "林 <…> 於 … 寫道："; all name a moment or an address.
_WROTE = re.compile(r"(wrote|写道|寫道|写到|來信|来信)\s*[:：]$", re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}|\d{1,2}:\d\d|\S@\S")
_WHEN_FIRST = re.compile(r"(On\b|在|于|於|\d{4}[-年/.])", re.IGNORECASE)
_WHO_FIRST = re.compile(r".*<[^<>\s]+@[^<>\s]+>|\S.{0,60}[于於]\s?\d{4}")
_ANY_WROTE = re.compile(r"(?=.*\d{4})(?=.*(\S@\S|\d:\d\d)).*[:：]$")
# Outlook and all that follow it: at least two such lines one after another.
_LABEL = re.compile(
    r"\s*[*_]*(From|Sent|Date|To|Cc|Subject|发件人|发[送件]时间|发送日期|时间|日\s*期|收件人|抄\s*送人?|主\s*题"
    r"|寄件者|寄件人|傳送時間|寄件日期|發送時間|日期|收件者|收件人|副本|主旨|主題)[*_]*\s*[:：]",
    re.IGNORECASE,
)
_FROM = re.compile(r"\s*[*_]*(From|发件人|寄件者|寄件人|發件人)[*_]*\s*[:：]", re.IGNORECASE)
_RULED = re.compile(
    r"\s*[-—_=]{2,}\s*(Original Message|Original|Forwarded message|Reply message|原始邮件|原邮件"
    r"|回复的原邮件|转发的原邮件|转发的邮件|转发邮件信息|邮件原[件文]|原始郵件|原始訊息|轉寄的郵件|回覆的原郵件"
    r"|转发的邮件)\s*[-—_=]{2,}\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*([-_—=*]\s?){8,}$|\s*(原始邮件|原始郵件)\s*$")
# The last line, if a program wrote it. People begin lines with these words, too: 从我的钱包发送…
_PROGRAM = (
    r"(iPhone|iPad|Android|安卓|手机|手機|华为|HUAWEI|小米|荣耀|OPPO|vivo|三星|Samsung|Galaxy|Outlook"
    r"|Foxmail|邮箱|郵箱|信箱|\bMail\b|Yahoo|Proton|Spark|Thunderbird)"
)
_SENT_WITH = re.compile(
    r"(Sent (from|with|via)|Get|发自|发送自|从|来自|使用|获取|下载|傳送自|發自|寄自|從|來自|取得)"
    rf".{{0,20}}?{_PROGRAM}[^。！？!?]{{0,25}}(\s*[<(]\S+[>)])?$",
    re.IGNORECASE,
)
_NETEASE = re.compile(r"签名由.{0,20}网易邮箱大师")


def without_quotes(text: str) -> str:
    """Plain text of any length; what is fenced as code is left as it is."""
    lines = text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
    return "\n".join(_without_signature(_without_quotes(lines))).strip("\n")


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    code, answers, at = _fenced(lines), False, 0
    while at < len(lines):
        line = lines[at]
        if at in code:
            kept.append(line)
            at += 1
        elif MARK in line or _begins_rest(lines, at):
            break
        elif length := _wrote(lines, at):
            at += length
            if not _is_quote(_next(lines, at)):
                break
            # The answer stands below, or between the lines.
            answers = True
        else:
            if not (answers and _is_quote(line)):
                kept.append(line)
            at += 1
    return _without_last_quote(kept)


def _fenced(lines: list[str]) -> set[int]:
    """The numbers of lines of code, fences included. A fence that is not closed is none."""
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line)]
    pairs = zip(fences[::2], fences[1::2], strict=False)
    return {number for begin, end in pairs for number in range(begin, end + 1)}


def _begins_rest(lines: list[str], at: int) -> bool:
    """Whether all from here on is another mail."""
    if len(lines[at]) > LONGEST_LINE:
        return False
    if _RULED.match(lines[at]):
        return True
    return bool(_FROM.match(lines[at])) and any(map(_LABEL.match, lines[at + 1 : at + 5]))


def _wrote(lines: list[str], at: int) -> int:
    """How many lines say here who wrote what follows, or 0."""
    said = ""
    for count, line in enumerate(lines[at : at + MOST_BROKEN], 1):
        said = f"{said} {line.strip('> ')}".strip()
        if not line.strip("> ") or len(said) > LONGEST_LINE:
            return 0
        wrote = _WROTE.search(said) and _MOMENT.search(said)
        if wrote and _WHEN_FIRST.match(said):
            return count
        # In any language, if a quote follows.
        named = _ANY_WROTE.match(said) and _is_quote(_next(lines, at + count))
        if named or (wrote and _WHO_FIRST.match(said)):
            # What stands before a whole one is somebody's own line.
            return 0 if count > 1 and _wrote(lines, at + 1) else count
    return 0


def _next(lines: list[str], at: int) -> str:
    return next((line for line in lines[at : at + 3] if line.strip()), "")


def _is_quote(line: str) -> bool:
    return line.startswith(">")


def _without_last_quote(lines: list[str]) -> list[str]:
    """A quote in the middle is what somebody meant to quote; one at the end is not."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _is_quote(lines[end - 1])):
        end -= 1
    while end and (not lines[end - 1].strip() or _RULE.match(lines[end - 1][:LONGEST_LINE])):
        end -= 1
    return lines[:end]


def _without_signature(lines: list[str]) -> list[str]:
    code = _fenced(lines)
    for number, line in enumerate(lines):
        # RFC 3676, 4.3; many programs lose the blank.
        if line in ("-- ", "--") and number not in code:
            lines = lines[:number]
            break
    if any(_NETEASE.search(line[:LONGEST_LINE]) for line in lines):
        lines = _before_card(lines)
    while lines and (not lines[-1].strip() or _SENT_WITH.match(lines[-1].strip()[:LONGEST_LINE])):
        lines = lines[:-1]
    return lines


def _before_card(lines: list[str]) -> list[str]:
    """NetEase's visiting card is a table, drawn with bars."""
    cards = [number for number, line in enumerate(lines) if re.fullmatch(r"\s*\|\s*\|?\s*", line)]
    signed = [number for number, line in enumerate(lines) if _NETEASE.search(line)]
    return lines[: min(cards + signed)]
