"""In words, in which browser somebody has signed in: as much of User-Agent as a person knows."""

from collections.abc import Sequence

# In this order: most browsers name the ones that they descend from.
_BROWSERS = (
    ("MicroMessenger", "WeChat"), ("QQBrowser", "QQ Browser"), ("MiuiBrowser", "Mi Browser"),
    ("HuaweiBrowser", "Huawei Browser"), ("UCBrowser", "UC Browser"),
    ("SamsungBrowser", "Samsung Internet"), ("Edg", "Edge"), ("OPR/", "Opera"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"), ("curl", "curl"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device(agent: str) -> str:
    """Like "Firefox · Windows"; "" when neither is known."""
    found = (_first(agent, _BROWSERS), _first(agent, _SYSTEMS))
    return " · ".join(word for word in found if word)


def _first(agent: str, words: Sequence[tuple[str, str]]) -> str:
    return next((name for sign, name in words if sign in agent), "")
