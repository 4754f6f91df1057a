"""Replies as clients write them: the body of a mail, and what of it somebody wrote themselves."""

HEAD = """\
Return-Path: <lin@qq.com>
Delivered-To: reply+r.abc@in.starmap.example
From: =?utf-8?b?5p6X?= <lin@qq.com>
To: Forum <reply+r.abc@in.starmap.example>
Subject: Re: =?utf-8?b?6L2s6LSm?=
Message-ID: <one@qq.com>
MIME-Version: 1.0
"""


def mail(body, charset="utf-8", subtype="plain", more="", head=HEAD):
    """As bytes, its body in eight bits."""
    kind = f"{more}Content-Type: text/{subtype}; charset={charset}\nContent-Transfer-Encoding: 8bit\n"
    return (head + kind).encode() + b"\n" + body.encode(charset, "replace")


# The client → what it sends, what is kept. 《》 stands for our own mail.
PLAIN = {
    "nothing quoted": ("重启后好了。\n\n谢谢，问题解决了。", "重启后好了。\n\n谢谢，问题解决了。"),
    "QQ": (
        "重启后好了。\n\n\n\n\n------------------ 原始邮件 ------------------\n"
        "发件人:                                                 \"指津\" <forum@starmap.example>;\n"
        "发送时间: 2026年11月25日(星期三) 上午10:00\n收件人: \"林\"<lin@qq.com>;\n主题: 转账\n\n《》",
        "重启后好了。",
    ),
    "QQ, new": (
        "重启后好了。\n\n\n\n\n         原始邮件\n         \n       \n发件人：指津 <forum@starmap.example>\n"
        "发件时间：2026年11月25日 10:00\n收件人：林 <lin@qq.com>\n主题：转账\n\n《》",
        "重启后好了。",
    ),
    "QQ on a phone": (
        "重启后好了。\n\n发自我的iPhone\n\n\n------------------ Original ------------------\n"
        "From: 指津 <forum@starmap.example>\nDate: Wed,Nov 25,2026 10:00 AM\nTo: 林 <lin@qq.com>\n\n《》",
        "重启后好了。",
    ),
    "NetEase": (
        "重启后好了。\n\n\n\n\n\n\n\n\n在 2026-11-25 10:00:00，\"指津\" <forum@starmap.example> 写道：\n\n《》",
        "重启后好了。",
    ),
    "NetEase, quoted": (
        "重启后好了。\nAt 2026-11-25 10:00:00, \"Waymark\" <forum@starmap.example> wrote:\n>《》\n>二",
        "重启后好了。",
    ),
    "NetEase's Mail Master": (
        "重启后好了。\n\n\n| |\n林\n|\n|\nlin@163.com\n|\n签名由网易邮箱大师定制\n"
        "---- 回复的原邮件 ----\n| 发件人 | 指津<forum@starmap.example> |\n| 日期 | 2026年11月25日 10:00 |\n《》",
        "重启后好了。",
    ),
    "Gmail, zh-Hans": (
        "重启后好了。\n\n指津 <forum@starmap.example> 于2026年11月25日周三 10:00写道：\n\n> 《》\n>\n> 二\n",
        "重启后好了。",
    ),
    "Gmail, zh-Hant": (
        "重啟後好了。\n\n指津 <forum@starmap.example> 於 2026年11月25日 週三 上午10:00寫道：\n\n> 《》\n",
        "重啟後好了。",
    ),
    "Gmail, broken into two": (
        "It works now.\n\nOn Wed, Nov 25, 2026 at 10:00 AM A Rather Long Name of a Community\n"
        "<forum@starmap.example> wrote:\n\n> 《》\n",
        "It works now.",
    ),
    "Gmail, German": (
        "Es geht.\n\nAm Mi., 25. Nov. 2026 um 10:00 Uhr schrieb Waymark <\n"
        "forum@starmap.example>:\n\n> 《》\n",
        "Es geht.",
    ),
    "Outlook, zh-Hans": (
        "重启后好了。\n\n________________________________\n发件人: 指津 <forum@starmap.example>\n"
        "发送时间: 2026年11月25日 10:00\n收件人: lin@outlook.com <lin@outlook.com>\n主题: 转账\n\n《》",
        "重启后好了。",
    ),
    "Outlook, zh-Hant": (
        "重啟後好了。\n\n取得 Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n"
        "寄件者: 指津 <forum@starmap.example>\n寄件日期: 2026年11月25日\n收件者: lin\n主旨: 轉帳\n\n《》",
        "重啟後好了。",
    ),
    "Outlook, en": (
        "It works now.\n\n-----Original Message-----\nFrom: Waymark <forum@starmap.example> \n"
        "Sent: Wednesday, November 25, 2026 10:00 AM\nTo: lin\nSubject: Transfer\n\n《》",
        "It works now.",
    ),
    "Outlook on a phone": (
        "It works now.\n\nGet Outlook for Android<https://aka.ms/AAb9ysg>\n"
        "________________________________\n*From:* Waymark\n*Sent:* Wednesday\n*To:* lin\n\n《》",
        "It works now.",
    ),
    "Apple Mail, zh-Hans": (
        "重启后好了。\n\n> 在 2026年11月25日，10:00，指津 <forum@starmap.example> 写道：\n> \n> 《》\n",
        "重启后好了。",
    ),
    "iPhone, zh-Hans": (
        "重启后好了。\n\n发自我的 iPhone\n\n> 在 2026年11月25日，上午10:00，指津 <forum@starmap.example> 写道：\n"
        "> \n> \ufeff《》\n",
        "重启后好了。",
    ),
    "iPhone, zh-Hant": (
        "重啟後好了。\n\n從我的 iPhone 傳送\n\n> 指津 <forum@starmap.example> 於 2026年11月25日 上午10:00 寫道：\n"
        "> \n> 《》\n",
        "重啟後好了。",
    ),
    "iPhone, en": (
        "It works now.\n\nSent from my iPhone\n\n> On Nov 25, 2026, at 10:00, Waymark <f@s.example> wrote:\n"
        "> \n> 《》\n",
        "It works now.",
    ),
    "Thunderbird, answers below": (
        "On 25/11/2026 10:00, Waymark wrote:\n> 《》\n> two\n\nIt works now.\n\n-- \nLin, Starmap\n",
        "It works now.",
    ),
    "Thunderbird, between the lines": (
        "On 25/11/2026 10:00, Waymark wrote:\n> 《》\nFirst.\n> two\nSecond.\n",
        "First.\nSecond.",
    ),
    "Thunderbird, zh-Hant": (
        "重啟後好了。\n\n指津 於 2026/11/25 上午 10:00 寫道:\n> 《》\n",
        "重啟後好了。",
    ),
    "Thunderbird, German": (
        "Es geht.\n\nAm 25.11.2026 um 10:00 schrieb Waymark:\n> 《》\n",
        "Es geht.",
    ),
    "Aliyun": (
        "重启后好了。\n\n\n------------------------------------------------------------------\n"
        "发件人：指津 <forum@starmap.example>\n日　期：2026年11月25日 10:00:00\n收件人：林<lin@aliyun.com>\n主　题：转账\n\n《》",
        "重启后好了。",
    ),
    "China Mobile": ("重启后好了。\n\n\n----邮件原文----\n发件人：指津 <f@s.example>\n收件人：林\n《》", "重启后好了。"),
    "Sina": ("重启后好了。\n----- 原始邮件 -----\n发件人：指津 <f@s.example>\n收件人：林\n《》", "重启后好了。"),
    "Proton": (
        "It works now.\n\nSent with Proton Mail secure email.\n\nOn Wednesday, November 25th, 2026 at 10:00 AM, Waymark <f@s.example> wrote:\n\n> 《》\n",
        "It works now.",
    ),
    "Samsung": (
        "It works now.\n\n\nSent from my Galaxy\n\n\n-------- Original message --------\nFrom: W <f@s.example>\nDate: 25/11/2026\n《》",
        "It works now.",
    ),
    "Yandex": (
        "Работает.\n\n25.11.2026, 10:00, \"Waymark\" <f@s.example>:\n> 《》\n",
        "Работает.",
    ),
    "Spark": (
        "It works now.\nOn 25 Nov 2026 at 10:00 +0800, Waymark <f@s.example>, wrote:\n> 《》",
        "It works now.",
    ),
    "the mark in our mail": (
        "Works.\n\nEl mié, 25 nov 2026, Waymark escribió:\n> ##- Write your reply above -##\n> 《》",
        "Works.\n\nEl mié, 25 nov 2026, Waymark escribió:",
    ),
    "a quote that is meant": (
        "> what is a seed?\n\nThe words.\n\nOn Wed, Nov 25, 2026 at 10:00, W <f@s.example> wrote:\n> 《》",
        "> what is a seed?\n\nThe words.",
    ),
    "code": (
        "试试：\n\n```sh\n-- \nif x:\n    > y\nOn 2026-11-25 x wrote:\n```\n\n- 一\n- 二\n\n谢谢，\n林",
        "试试：\n\n```sh\n-- \nif x:\n    > y\nOn 2026-11-25 x wrote:\n```\n\n- 一\n- 二\n\n谢谢，\n林",
    ),
    "words that programs use, too": (
        "他写道：\n发件人：不知道\n从我的钱包发送 2 个\n获取地址的方法在哪里\n发自内心地感谢",
        "他写道：\n发件人：不知道\n从我的钱包发送 2 个\n获取地址的方法在哪里\n发自内心地感谢",
    ),
    "nothing but a quote": ("On 25/11/2026 10:00, Waymark wrote:\n> 《》\n", ""),
}

HTML = {
    "Gmail": (
        '<div dir="ltr">重启后好了。<br></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        "指津 &lt;<a href=\"mailto:f@s.example\">f@s.example</a>&gt; 于2026年11月25日周三 10:00写道：<br></div>"
        '<blockquote class="gmail_quote"><p>《》</p></blockquote></div>',
        "重启后好了。",
    ),
    "Outlook": (
        "<html><head><style>p.MsoNormal {margin:0}</style></head><body><p class=MsoNormal>It works now.</p>"
        "<p class=MsoNormal>Thanks &amp; bye</p><div style='border-top:solid'><p><b>From:</b> Waymark<br>"
        "<b>Sent:</b> Wednesday<br><b>To:</b> lin</p></div><p>《》</p></body></html>",
        "It works now.\n\nThanks & bye",
    ),
    "QQ": (
        '<div>重启后好了。</div><div><br></div><div><includetail><!--<![endif]--></includetail></div>'
        '<div style="font-size: 12px">------------------&nbsp;原始邮件&nbsp;------------------</div>'
        "<div><b>发件人:</b> 指津</div><div>《》</div>",
        "重启后好了。",
    ),
    "a list": (
        "<p>Two things:</p><ul><li>first</li><li><p>second</p></li></ul><blockquote><ul><li>old</li></ul></blockquote>",
        "Two things:\n\n- first\n- second",
    ),
    "code": ("<p>Try:</p><pre>if x:\n    y\n</pre>", "Try:\n\nif x:\n    y"),
    "hostile": ("<script>alert(1)</script><img src=x onerror=1>&lt;b&gt; ok<style>x</style>", "<b> ok"),
}
