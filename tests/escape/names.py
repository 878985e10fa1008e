"""Names as someone means harm, and what people should see of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from baltic.escape import printable

__all__ = [
    "KNOWN",
    "STEERING",
    "TELLING",
    "batches",
    "in_turn",
    "pressed",
    "seen",
    "smallest",
    "whole",
]

#: What no output may hold as it stands: it steers a screen, turns text round, or hides.
STEERING = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2028\u2029"
    "\u2060-\u2067\u206a-\u206f\ufeff\U000e0000-\U000e007f]"
)

KNOWN = (
    "<img src=x onerror=window.__pwned=1>",
    "</script><script>window.__pwned=2</script>",
    "</title><svg onload=window.__pwned=3>",
    "</noscript></style><iframe srcdoc='<script>window.__pwned=4</script>'>",
    "\"><a href='javascript:window.__pwned=5'>x</a>",
    "' onmouseover='window.__pwned=6",
    "<!--<script>",
    "]]>",
    "-->",
    "{{7*7}}",
    "{{ cycler.__init__.__globals__.os.popen('id') }}",
    "{% for x in range(9) %}",
    "{# gone #}",
    "${window.__pwned=7}",
    "`${window.__pwned=8}`",
    "\\u003cb\\u003e\\",
    "&lt;b&gt;&#60;",
    "@import url(http://evil.example/x.css)",
    "http://evil.example/ www.evil.example evil.example",
    "me@evil.example @someone #12",
    "[x](javascript:window.__pwned=9)",
    "![x](http://evil.example/i.png)",
    "[x]: http://evil.example",
    "<http://evil.example>",
    "a|b\\|c | d",
    "- item",
    "1. item",
    "# head",
    "--- ***",
    "`code` **b** __b__ ~~s~~ $x$",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\uff1d1+1",
    "\ufeff=1+1",
    "'=1+1",
    "a;=1+1; @x",
    'a"b,c\nd',
    "\x1b[31mRED\x1b]0;title\x07",
    "\x9b31mC1\x85\x90",
    "[bold red]rich[/bold red] [/] :skull:",
    "\u202egnp.exe\u2066x",
    "\u2028line\u2029paragraph",
    "nul\x00nul\ud800half\udfff",
    "\ufdd0\uffff\U0001ffff",
    "tag\U000e0041\U000e0042 zero\u200bwidth soft\u00adhyphen",
    "Z\u0336" + "\u0301\u0489" * 40,
    "שלום 12 עולם",
    "سفينة 34",
    "می\u200cخواهم",
    "Ж中文 हिन्दी ไทย",
    "🚢👩\u200d👩\u200d👧🏴",
    "$[name] $[description]",
    "javascript:window.__pwned=10",
    "__proto__",
    "constructor",
    "../../etc/passwd",
    "X" * 10_000,
)

#: Those by which a name on a page can be told from others.
TELLING = tuple(k for k in KNOWN if any(map(str.isalnum, printable(k))))

_FRAGMENT = st.sampled_from([k for k in KNOWN if len(k) < 200]) | st.sampled_from(
    list("<>\"'`{}$\\&|[]()*_~#!=+-@;:/% \n\t\r\x1b\x9b\u202e\u2028\u0301")
)


def _one() -> st.SearchStrategy[str]:
    parts = st.lists(_FRAGMENT | st.text(max_size=6), min_size=1, max_size=4)
    return parts.map("".join).filter(lambda name: any(map(str.isalnum, printable(name))))


def batches() -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a test the argument `names` twice: all known ones, and as many new ones.

    A batch is not made smaller by running the test again hundreds of times, each a page of
    its own: see :func:`smallest`.
    """
    new = st.lists(_one(), min_size=len(TELLING), max_size=len(TELLING), unique=True)

    def wrap(test: Callable[..., None]) -> Callable[..., None]:
        return settings(
            max_examples=2,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(given(names=st.just(list(TELLING)) | new)(test))

    return wrap


def smallest(names: Sequence[str], check: Callable[[Sequence[str]], None]) -> None:
    """Run a check of many names at once; when it fails, halve them to the name at fault."""
    try:
        check(names)
    except AssertionError as error:
        left = list(names)
        while len(left) > 1:
            half = len(left) // 2
            failing = next((p for p in (left[:half], left[half:]) if _fails(p, check)), None)
            if failing is None:
                break
            left = list(failing)
        raise AssertionError(f"with the names {left!a}: {error}") from error


def _fails(names: Sequence[str], check: Callable[[Sequence[str]], None]) -> bool:
    try:
        check(names)
    except AssertionError:
        return True
    return False


def in_turn(names: Sequence[str]) -> Callable[[], str]:
    """Return what gives the next name at each call, for ever."""
    endless: Iterator[str] = cycle(names)
    return lambda: next(endless)


def seen(name: object, chars: int = 70) -> str:
    """Return the beginning of a name as people see it, or of what a page shows of it.

    White space, and the isolates put round text of right-to-left scripts, do not count.
    """
    words = re.sub("[\u2060\u2068\u2069]", "", printable(name))
    return " ".join(words.split())[:chars].strip()


def whole(names: Sequence[str]) -> list[str]:
    """Return names as a table can hold them: no half of a surrogate pair."""
    return [re.sub("[\ud800-\udfff]", "\ufffd", name) for name in names]


def pressed(text: str) -> str:
    """Return a text without any white space and marks of isolation."""
    return re.sub(r"[\s\u2060\u2068\u2069]+", "", printable(text))
