"""The forms in which English prose writes dates, as patterns."""

# ruff: noqa: E501  a table of patterns reads best with one on a line

from __future__ import annotations

import re

__all__ = [
    "AFTER_WEEKDAY", "DAYS", "EASTER", "FEASTS", "MONTHS", "NUMBERS", "OF_A_YEAR", "ORDINALS", "PATTERN",
    "WEAK",
]  # fmt: skip

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
           "twelve")  # fmt: skip
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
            "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
            "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first",
            "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
            "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth",
            "thirty-first")  # fmt: skip
FEASTS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "st stephen's day": (12, 26), "new year's eve": (12, 31), "new year's day": (1, 1),
}  # fmt: skip

#: Days from Easter Sunday.
EASTER = {
    "maundy thursday": -3, "good friday": -2, "holy saturday": -1, "easter saturday": -1,
    "easter sunday": 0, "easter monday": 1, "ascension day": 39, "whit sunday": 49,
    "whit monday": 50,
}  # fmt: skip

_M = r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_Y = r"(?P<{0}>(?:19|20)\d\d)"
_D = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_DAY = r"(?P<{0}>mon|tues|wednes|thurs|fri|satur|sun)day"
_PART = r"(?:\s+(?P<{0}>early morning|morning|afternoon|evening|night|midday|noon|overnight))?"
_NUM = r"(?P<{0}>a|an|\d{{1,2}}|" + "|".join(NUMBERS) + r"|several|few|a few)"

#: Tried in this order at each place; the first that fits stands.
_FORMS: tuple[tuple[str, str], ...] = (
    ("iso", r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)(?:T[0-2]\d:?[0-5]\d(?::?[0-5]\d)?Z?)?"),
    ("dotted", r"(?P<d1>[0-3]?\d)\.(?P<m1>[01]?\d)\.(?P<y1>(?:19|20)\d\d)"),
    ("slashed", r"(?P<s1>[0-3]?\d)/(?P<s2>[0-3]?\d)[/ ]" + _Y.format("y5")),
    ("slashed2", r"(?<=\b(?:on|of|by)\s)(?!24/7\b)(?P<s3>[0-3]?\d)/(?P<s4>[0-3]?\d)(?![\d/])"),
    ("range", _D.format("ra") + r"(?:\s?(?:-|–|to|and|/)\s?)" + _D.format("rb") + r"(?:\s+of)?\s+"
     + _M.format("rm") + r"(?:,?\s+" + _Y.format("ry") + ")?"),
    ("range2", _M.format("sm") + r"\s+" + _D.format("sa") + r"\s?(?:-|–|to|and)\s?"
     + _D.format("sb") + r"(?:,?\s+" + _Y.format("sy") + r")?(?!\d)"),
    ("night_of", r"night of\s+(?:the\s+)?(?:" + _D.format("d4") + r"(?:\s+of)?\s+" + _M.format("m4")
     + "|" + _M.format("m9") + r"\s+" + _D.format("d9") + r"(?![\d:]))(?:,?\s+" + _Y.format("y9") + ")?"),
    ("night_before", r"(?:night|overnight)\s+(?:in)?to\s+(?:the\s+)?(?:" + _DAY.format("wn") + r",?\s+)?(?:" + _D.format("e4") + r"(?:\s+of)?\s+" + _M.format("f4")
     + "|" + _M.format("f9") + r"\s+" + _D.format("e9") + r"(?![\d:]))(?:,?\s+" + _Y.format("g9") + ")?"),
    ("dashed", _D.format("d0") + r"-" + _M.format("m1a") + r"-" + _Y.format("y0")),
    ("weekday_of", r"(?P<wth>first|second|third|fourth|last)\s+" + _DAY.format("w6") + r"\s+(?:in|of)\s+"
     + _M.format("mw") + r"(?:,?\s+" + _Y.format("yw") + ")?"),
    ("ordinal", r"(?P<ord>" + "|".join(reversed(ORDINALS)) + r")(?:\s+day)?\s+of\s+" + _M.format("m8")
     + r"(?:,?\s+" + _Y.format("y7") + ")?"),
    ("dmy", _D.format("d2") + r"(?:\s+of)?\s+" + _M.format("m2") + r"(?:,?\s+(?:" + _Y.format("y2") + r"|(?P<ly2>last|this)\s+year))?"),
    ("mdy", _M.format("m3") + r"\s+" + _D.format("d3") + r"(?![\d:])(?:,?\s+" + _Y.format("y3") + ")?"),
    ("feast", r"(?P<feast>" + "|".join(FEASTS) + r")(?:,?\s+(?:of\s+)?" + _Y.format("y4") + ")?"),
    ("easter", r"(?P<easter>" + "|".join(EASTER) + r")(?:,?\s+" + _Y.format("y10") + ")?"),
    ("nights", r"(?:night|overnight)\s+(?:(?:between|from|of)\s+)?" + _DAY.format("n1")
     + r"\s+(?:and|(?:in)?to|on)\s+" + _DAY.format("n2")),
    ("nights3", _DAY.format("n6") + r"(?:\s+night|\s+evening)?(?:\s+(?:in)?to\s+|,?\s+(?:or|and)\s+(?:early\s+)(?:on\s+)?)" + _DAY.format("n7") + r"(?:\s+morning)?"),
    ("christmas", r"(?:last|at|on|over|around|of)\s+(?P<xmas>christmas)(?!\s+(?:day|eve|tree|market|party))(?:,?\s+(?:of\s+)?" + _Y.format("y11") + ")?"),
    ("nights2", r"between\s+" + _DAY.format("n3") + r"\s+and\s+" + _DAY.format("n4")),
    ("night_to", r"(?:night|overnight)\s+(?:in)?to\s+" + _DAY.format("n5")),
    ("day_of_week", _DAY.format("w3") + r"(?:\s+(?:early morning|morning|afternoon|evening|night))?"
     r"\s+(?:of\s+)?last\s+week"),
    ("day_nth", _DAY.format("w4") + r"\s+the\s+(?P<nth>[0-3]?\d)(?:st|nd|rd|th)"),
    # "Late on the 10th the line was shut": but not "on the 10th floor".
    ("nth_alone", r"(?<=\bon\s)the\s+(?P<nth2>[0-3]?\d)(?:st|nd|rd|th)(?=\s*[,.;:)]|\s+(?:the|a|an|at|in|around|and|it|its|shortly|just|after|before)\b)"),
    ("last_day", r"(?P<which>last|this past|past)\s+" + _DAY.format("w1") + _PART.format("p1")),
    ("day", _DAY.format("w2") + _PART.format("p2")),
    # "at 18:07 EEST Wed", "on Tue night": such a word alone may be a star, a name.
    ("day_short", r"(?:(?<=\bon\s)|(?<=\b[CE]ET\s)|(?<=\b[CE]EST\s)|(?<=\b(?:UTC|GMT)\s)|(?<=[:.]\d\d\s))(?P<w5>mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b(?!day)\.?" + _PART.format("p3")),
    ("month_rel", r"(?P<mrel>last|this)\s+" + _M.format("m5")),
    ("month_year", _M.format("m6") + r"(?:\s+of)?,?\s+(?:" + _Y.format("y6") + "|(?P<ly>last year|this year))"),
    ("month", r"(?:in|since|during|late|early|mid-?|of)\s+(?:(?:late|early|mid)[ -])?" + _M.format("m7") + r"(?!\s+\d)"),
    ("month_of", r"the\s+" + _M.format("m0") + r"(?=\s+(?:incident|damage|outage|break|cut|attack|failure|leak)s?\b)"),
    ("later", _NUM.format("q1") + r"\s+(?P<u1>days?|weeks?|months?)\s+(?P<dir1>later|earlier|after that|before that)"),
    ("ago", _NUM.format("q2") + r"\s+(?P<u2>days?|weeks?|months?|years?)\s+ago"),
    ("since_now", _NUM.format("q3") + r"\s+(?P<u3>days?|weeks?|months?)\s+since(?=\s+(?:the|a|an|its|it)\b)"),
    ("following", r"(?:the\s+)?(?P<fol>following|next|same|previous)\s+(?:day|morning|night|evening)|(?P<fol2>the day before(?!\s+yesterday)|the day after|a day later|a day earlier)"),
    ("overnight", r"(?P<over>(?:overnight|during the night)(?!\s+(?:of|from|to|into|between|\w+day)\b)|last night)"),
    ("early", r"(?:earlier\s+)?(?P<near>(?:the\s+)?day before yesterday|today|yesterday|this morning|this afternoon|this evening|tonight|earlier in the day)"),
    ("weekend", r"(?:at|over|during|on)\s+the\s+(?P<we>weekend)"),
    ("week", r"(?:earlier\s+|late\s+|early\s+)?(?P<wk>last|this)\s+(?P<wu>week(?:end)?|month|year)"),
    ("year", r"(?:in|(?P<since>since)|of|from|during)\s+(?:late\s+|early\s+|mid-?)?" + _Y.format("y8") + r"(?![\d-])"),
)  # fmt: skip
PATTERN = re.compile(
    r"(?<![\w.-])(?:" + "|".join(f"(?P<F{name}>{form})" for name, form in _FORMS) + r")(?!\w)",
    re.IGNORECASE,
)
#: Words such as "may", "march", "sun", "second" need the company of a number or a capital.
WEAK = re.compile(r"^(?:sat|sun|mon|tues?|wed|thu(?:rs?)?|fri|may|march|mar)\b", re.IGNORECASE)

#: Forms with a month, whose year can be told from when the text was written at the latest.
OF_A_YEAR = frozenset(
    ["range", "range2", "night_of", "night_before", "ordinal", "dmy", "mdy", "weekday_of", "feast", "christmas", "easter", "slashed2", "month_rel", "month_year",
     "month", "month_of"]
)  # fmt: skip


#: Forms before which a weekday may stand.
AFTER_WEEKDAY = OF_A_YEAR | {"iso", "dotted", "slashed"}
