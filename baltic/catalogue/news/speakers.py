"""Who is said to say a sentence: before a verb of speech, behind it, beside a quotation."""

from __future__ import annotations

import re
from functools import lru_cache

from .letters import compile_names
from .lexicon import lexicon
from .somebody import NOUN_PHRASE, ROLES, TAILS, is_somebody, name_of
from .sources import named_by, source_of, view_of

__all__ = ["speaker_of", "subject_before", "subject_of"]

#: "is led by the Coast Guard, which has said that", "Litgrid, who said that"
#: "A ship, believed to be of that fleet,": she says nothing.
_SAID_TO_BE = re.compile(r"\s+to (?:be|have)\b", re.IGNORECASE)
_SECOND_VERB = re.compile(r"[\w\"] (?:but|and)\s*$", re.IGNORECASE)
_WHICH_SAYS = re.compile(
    r"(?P<by>(?:\bthe )?(?:\b[A-Z][\w&.'-]+ ?)+),? (?:which|who)"
    r" (?:has |have |had |now |also )*(?=\w+)"
)
_OF_IT = re.compile(r"^.* (?:by|of|to|with) (?=the |[A-Z])")
#: 'The minister, speaking in Brussels: "..."', "Police chief A. B.: officers went aboard"
_COLON = re.compile(
    r"^\W*(?:\d\d?[:.]\d\d |At \d\d?[:.]\d\d(?: [A-Z]{1,4})?(?: on [^,:]{2,30})?, "
    r"|On [^,:]{2,30}, )?"
    rf"(?P<by>{NOUN_PHRASE})(?:, (?:speaking|writing) [^:,]{{1,40}})?:\s"
)
#: 'A coaster lay there; the police in Kiel let her go: "..."'
_QUOTED_THEN = re.compile(r"^(?:[^\":]*;\s)?(?P<last>[^\":;]{3,200}):\s\"")
#: "Ann Lee, who leads the inquiry, is certain: the anchor tore it"
_STATED_THEN = re.compile(r"^(?P<head>[^\":;]{3,160}):\s(?=[a-zA-Z])")
#: "The chairman, Ann Lee, finds that rich: ..."
_APPOSED_COLON = compile_names(
    r"^\W*(?P<by>[^,:;\"]{2,60}), (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)+), [^:;\"]{2,60}:\s"
)
#: "The foreign ministry on the incident: ..."
_ON_WHAT = re.compile(r"\s(?:on|about|regarding) (?:the|its|this|an?)\s")
_THE = re.compile(r"^the ", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:\"]|\s[-–—]\s"
    r"|\b(?:although|though|while|but|whereas|and that|because(?! of)|after|when|which)\b",
    re.I,
)
#: "An anchor was found": nobody speaks.
_IS_DONE = re.compile(r"\b(?:was|were|is|are|be|been|being)\s+(?:\w+ly\s+)?$", re.I)
#: '"...", said its chief engineer', "..., said Anna Lee of the ministry"
_INVERTED = compile_names(
    r"\s+(?P<by>(?:the |an? |its |his |her |their |one |[A-Z]|(?:[a-z][\w-]+ ){1,4}(?=[A-Z]))"
    rf"{NOUN_PHRASE})"
    r"(?:, (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)+)(?=[,.]))?"
)
#: What stands before the verb of "..., said NAME"; "The ministry, which owns it, said" does not.
_ENDS = re.compile(r"[\",]\s*$")
_RELATIVE = re.compile(r",\s(?:which|who|whose|a|an|the)\b[^,]*,\s*$")
#: A noun phrase has no verb: '"...", said its chief', but "The firm said its anchors were".
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|did|does)\b", re.I)
#: Whatever the verb behind a quotation is, it is one of speaking.
_AFTER_QUOTE = tuple(
    compile_names(r"[,.!?]\"\s+" + form)
    for form in (
        # '"...," sighs network chief Ann Lee'
        r"[a-z]{2,12}(?:s|ed|id)\s(?P<by>(?:[a-z][\w-]+\s){0,5}[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,3})",
        # '"...," recalled a technician at the station'
        r"[a-z]{2,12}ed\s(?P<by>an?\s(?:[a-z][\w-]+\s){0,2}?[a-z][\w-]+)(?=[.,]|\s(?:at|of|in|from)\b)",
        # '"...," stormed the chairman of the defence committee'
        rf"[a-z]{{2,12}}(?:s|ed|id)\s(?P<by>(?:the|its|his|her)\s(?:[\w'-]+\s){{0,4}}?{ROLES}\b"
        r"(?:\s(?:of|at|in)\s[^,.;:\"]{2,50})?)(?=[,.])",
        # '"...," network chief Ann Lee sighs'
        r"(?P<by>(?:[\w'-]+\s){0,6}?[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,3})"
        r"\s+[a-z]{2,12}(?:s|ed|id)(?=[\s,.])",
        # '"...," the chairman of the committee, Jan Berg, thundered'
        r"(?P<by>(?:the|an?|its)\s[a-z][^,\"]{2,60}),\s(?P<name>[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)+),"
        r"\s[a-z]{2,12}(?:s|ed|id)\b",
    )
)
_INSERTED = compile_names(
    r"(?:^|, )(?P<by>[^,]+), (?:an? [^,]{2,40}? (?:called|named) "
    r"|(?:through|via) (?:[a-z-]+ ){0,4})?"
    r"(?P<name>[A-Z][\w'-]+(?: (?:of |de |von |van |& )?[A-Z][\w'-]+)+),$"
)
_WHO = re.compile(r"(?:^|[,;:] )(?P<by>[^,;:\"]{2,60}), who(?: all| both)?$")
#: "The defendants denied this and maintained", "her club has not paid and points to"
_AND_THEN = re.compile(
    r"^(?P<by>.{2,60}?) (?:denied|rejected|dismissed|refused|declined"
    r"|(?:is|are|was|were|has|have|had|does|do|did)(?:n't| not)?)\b.*\b(?:and|but)$",
    re.I,
)
#: "The Border Guard begs to differ: ..."
_VERB = re.compile(r"\s(?:begs|has|is|was|were|are|had)\s")
#: "A relay opened the breaker and the company told"
_OTHER_SUBJECT = re.compile(r"\w(?:ed|s)\b.* and (?P<by>(?:the|its|an?) [^,]+)$")
#: "Ann Lee, who studies them, urges", "Ann Lee (Greens) urged", "The Navy had been asked"
_BEGINS = compile_names(
    r"^\W*(?P<by>(?:(?:[Tt]he|An?|[A-Z][\w-]+(?:'s?)?) (?:[\w'-]+ ){0,4}?"
    rf"{ROLES}(?: (?:in|at|of) [A-Z][\w'-]+)?"
    r"|(?:[\w'-]+ ){0,5}?[A-Z][\w'-]+(?: [A-Z][\w'-]+)*))"
    r"(?: \([^()]{1,30}\))?"
    r"(?:, (?:\d\d-year-old )?(?P<name>[A-Z][\w'-]+(?: [A-Z](?:[\w'-]+|\.))+),)?"
    r"(?=(?:, (?:an?|the|its|for|who|which|speaking) [^,]{2,60},|,)?"
    r" (?:has|have|had|is|are|was|were|does|did|could|can|will|who|which"
    r"|heard|knew|kept|stood|left|met|see|say|think|hold|find|believe|take|agree|went|said|told|found|took|sent|held|saw|gave|put|let|made|came|spoke|began|[a-z]{2,12}(?:s|ed))\b)"
)
_MARKED_NAME = compile_names(
    r"(?<=\b[Tt]he )\"(?P<name>[A-Z][\w'-]*(?: [A-Z\d][\w'-]*){0,3})\"(?=\s[a-z]|'s)"
)
#: Words that a speaker behind the verb has at most: "said the break lies far off" has none.
_MOST_WORDS = 8


@lru_cache(maxsize=256)
def speaker_of(text: str) -> str | None:
    """Return who is said to say it, in the words of the text.

    Examples
    --------
    >>> speaker_of('"We saw no sign of it," said its chief engineer, Ann Lee.')
    'its chief engineer, Ann Lee'
    """
    plain = _ASKED.sub("", _without_quotes(text))
    ways = (source_of, view_of, _before_colon, _relative, named_by, _subject, _after_quote)
    for way in (*ways, _holder):
        if (found := way(plain)) is not None:
            return found or None
    return None


#: "Asked who was right, the prosecutor said": who is asked is told behind.
_ASKED = re.compile(
    r"^\W*(?:When )?(?:[Aa]sked|[Qq]uestioned|[Pp]ressed|[Ss]peaking"
    r"|[Ww]riting|[Aa]nswering|[Rr]eplying)"
    r"\b[^,:;\"]{2,80},\s"
)
#: Behind whatever verb, a clause: no "that" of "the ship that dragged its anchor".
_CLAUSE_OF = re.compile(
    r"^(?!\W*(?:is|are|was|were)(?:n't| not) (?:sure|certain|clear)\b)"
    r"[^:;\"]{2,90}?\b(?:that|how|why) (?!\w+ed\b|(?:had|has|have|is|are|was|were|did|does|will"
    r"|would|can|could|may|might|cut|broke|tore|lay|ran|runs|came|went|links|connects)\b)"
)


def _holder(text: str) -> str | None:
    """Return whose clause it is, by any verb: "The Navy agrees with him that it was a net"."""
    by = subject_of(text)
    at = text.find(by) if by else -1
    if by is None or at < 0 or not is_somebody(by):
        return None
    return name_of(by) if _CLAUSE_OF.match(text[at + len(by) :]) else None


def _before_colon(text: str) -> str | None:
    """Return whose words follow a colon: 'The minister: "..."'."""
    words = lexicon()
    head = _COLON.match(text)
    if head and words.words["headline_labels"].fullmatch(head["by"]):
        return speaker_of(text[head.end() :]) or ""
    if head and (any(c.isupper() for c in head["by"][1:]) or _is_authority(head["by"])):
        who = _ON_WHAT.split(head["by"])[0]
        is_told = words.find("damage", who) or words.find("speech", who)
        return None if is_told else name_of(_VERB.split(head["by"])[0])
    if apposed := _APPOSED_COLON.match(text):
        return name_of(apposed["by"], apposed["name"])
    if clause := _QUOTED_THEN.match(text):
        return subject_of(clause["last"])
    clause = _STATED_THEN.match(text)
    by = subject_of(clause["head"]) if clause else None
    return by if by and is_somebody(by) else None


def _is_authority(words: str) -> bool:
    """Return whether words are nothing but an authority: "Police: an anchor was found"."""
    return bool(lexicon().words["authorities"].fullmatch(_THE.sub("", words)))


def _relative(text: str) -> str | None:
    """Return "the Coast Guard, which has said that"."""
    match = _WHICH_SAYS.search(text)
    if not match or not lexicon().words["speech"].match(text, match.end()):
        return None
    return name_of(_OF_IT.sub("", match["by"])) or ""


def _subject(text: str) -> str | None:
    """Return the subject of a verb of speech, before it or behind it."""
    for match in lexicon().words["speech"].finditer(text):
        before = text[: match.start()]
        if _SAID_TO_BE.match(text, match.end()) or _is_accused(match, text):
            continue
        # '"...", said NAME'
        rest = _INVERTED.match(text, match.end())
        is_behind = rest and _is_inverted(match[0], before, rest) and not _is_ship(rest["by"])
        if rest and is_behind and (name := name_of(rest["by"], rest["name"])):
            return name
        by = subject_before(before)
        if by and not _IS_DONE.search(before):
            return by
    return None


def _is_ship(words: str) -> bool:
    """Return whether words are "the vessel": "the manager, Alma Lines, said the vessel had not"."""
    return bool(lexicon().words["ship_types"].fullmatch(_THE.sub("", words.strip())))


_OF_WHAT = re.compile(r"\s+(?:of|over|in)\b")


def _is_accused(verb: re.Match[str], text: str) -> bool:
    """Return whether the subject is spoken of: "a freighter accused of it" says nothing."""
    is_done = lexicon().words["spoken_of"].fullmatch(verb[0])
    return bool(is_done and _OF_WHAT.match(text, verb.end()))


def _after_quote(text: str) -> str | None:
    """Return the subject of any verb behind a quotation: '"...," sighs network chief Ann Lee'."""
    for pattern in _AFTER_QUOTE:
        if match := pattern.search(text):
            return name_of(match["by"], match.groupdict().get("name"))
    return None


def subject_of(text: str) -> str | None:
    """Return whom or what a sentence is about, where it begins with a name.

    Examples
    --------
    >>> subject_of("Ann Lee, who studies them, urges caution.")
    'Ann Lee'
    """
    match = _BEGINS.match(_BEFORE_IT.sub("", _STAMPED.sub("", text, count=1)))
    return name_of(match["by"], match["name"]) if match else None


#: What a post, a line of a timeline or of a list begins with.
_STAMPED = re.compile(
    r"^\W*(?:\w+ (?:hours|days|weeks|months) (?:on|later|afterwards|earlier),?\s"
    r"|(?:At )?\d\d?[:.]\d\d(?: [A-Z]{1,4})?[,:]?\s|\d\d?[/.)]\s|[-\u2013\u2022*]\s)\W*"
)


#: "Since then the Navy has found", "On Monday Ann Lee said".
_BEFORE_IT = compile_names(
    r"^\W*(?:Since (?:then|[A-Z]\w+)|Meanwhile|So far|By (?:now|then)|On [A-Z]\w+day(?: \w+)?"
    r"|In [A-Z]\w+"
    r"|Yesterday|Today|Later|Then|Now|Earlier|Last \w+),? (?=the |[A-Z])"
)


def _is_inverted(verb: str, before: str, rest: re.Match[str]) -> bool:
    """Return whether who speaks stands behind the verb: '"...", said NAME'."""
    if (
        not _ENDS.search(before)
        or _RELATIVE.search(before)
        or verb.casefold().startswith(("tol", "tel"))
    ):
        return False
    return not _FINITE.search(rest["by"]) and len(rest["by"].split()) <= _MOST_WORDS


def _without_quotes(text: str) -> str:
    """Return a text of the same length without what stands between quotation marks.

    A quotation that began in a sentence before ends in this one: 'It was cut," he said.'
    """
    # 'The owner of the "Edda" tells us': these marks only set off a name.
    text = _MARKED_NAME.sub(lambda m: f" {m['name']} ", text)
    marks = [m.start() for m in re.finditer('"', text)]
    if marks and len(marks) % 2 and re.search(r"[,.!?]$", text[: marks[0]]):
        marks.insert(0, -1)
    plain = list(text)
    for begin, end in zip(marks[::2], marks[1::2], strict=False):
        stop = end - 1 if text[end - 1 : end] in (",", ".", "!", "?") else end
        plain[begin + 1 : stop] = " " * max(stop - begin - 1, 0)
    return "".join(plain)


_VERB_MARKED = re.compile(r"(?<=\w) \"(?:\w+ly)?$")


def subject_before(before: str) -> str | None:
    """Return the noun phrase that a text ends with, as the subject of the next verb."""
    # 'The embassy "categorically rejected" it': a verb in marks is the text's own.
    tail = TAILS.sub("", _VERB_MARKED.sub("", before.rstrip())).rsplit('"', 1)[-1]
    if match := _WHO.search(tail):
        # "The three men, who denied": whoever stands before "who".
        return name_of(match["by"])
    if match := _INSERTED.search(tail.strip()):
        # "The minister, Ann Lee, said"
        return name_of(match["by"], match["name"])
    part = _CLAUSE.split(tail)[-1]
    if not part.strip() and "," in tail:
        # "The ministry, which owns it, said": the subject stands before the insertion.
        part = tail.split(",")[0]
    if part.strip() in ("", "and", "but") and _SECOND_VERB.search(before):
        # "The owners spoke of a mishap but rejected": the subject is that of the sentence.
        return subject_of(before)
    part = part.strip()
    if match := _AND_THEN.match(part) or _OTHER_SUBJECT.search(part):
        part = match["by"]
    return name_of(part)
