"""Who is said to say a sentence: before a verb of speech, behind it, beside a quotation."""

from __future__ import annotations

import re
from functools import lru_cache

from .letters import compile_names
from .lexicon import lexicon

__all__ = ["speaker_of", "subject_before", "subject_of"]

_NP = r"(?:(?!\b(?:said|says|told|that|and|but|while|which|who)\b)[^,.;:!?\"()]){2,90}"
_ACCORDING = re.compile(
    rf"\b(?:according to|in the (?:words|view|opinion|judgement) of) (?P<by>{_NP})", re.IGNORECASE
)
_BY_WHOM = re.compile(rf"\s+(?P<by>{_NP})")
#: "In the company's assessment ..."
_IN_THE_VIEW = re.compile(
    r"\b(?:in|by) (?P<by>(?:[\w&.-]+ ){0,5}[\w&.-]+)'s? (?:\w+ )?"
    r"(?:assessment|view|opinion|judgement|estimation|findings?|account)\b",
    re.IGNORECASE,
)
#: "Police seized the ship on suspicion of mischief."
_ACTED = re.compile(
    rf"^\W*(?P<by>{_NP}?) (?:has |have |had )?"
    r"(?:impounded|detained|seized|boarded|arrested|stopped|held)\b.*\bsuspicion of\b",
    re.IGNORECASE,
)
#: "is led by the Coast Guard, which has said that", "Litgrid, who said that"
#: "A ship, believed to be of that fleet,": she says nothing.
_SAID_TO_BE = re.compile(r"\s+to (?:be|have)\b", re.IGNORECASE)
_SECOND_VERB = re.compile(r"\w (?:but|and)\s*$", re.IGNORECASE)
_WHICH_SAYS = re.compile(
    r"(?P<by>(?:\bthe )?(?:\b[A-Z][\w&.'-]+ ?)+),? (?:which|who)"
    r" (?:has |have |had |now |also )*(?=\w+)"
)
_OF_IT = re.compile(r"^.* (?:by|of|to|with) (?=the |[A-Z])")
_THEN_CLAUSE = re.compile(r"(?<=\w\w\w)\s(?:the|an?|there|it|its|this|no)\s")
#: "The authority's preliminary finding is that ...".
_FINDING = re.compile(
    rf"^\W*(?P<by>{_NP})'s? (?:[\w-]+ ){{0,2}}"
    r"(?:finding|conclusion|assessment|view|opinion|hypothesis|theory|suspicion|belief|position)s?\b"
    r".{0,60}? (?:is|was) that\b"
)
#: 'The minister, speaking in Brussels: "..."', "Police chief A. B.: officers went aboard"
_COLON = re.compile(
    rf"^\W*(?:\d\d?[:.]\d\d )?(?P<by>{_NP})(?:, (?:speaking|writing) [^:,]{{1,40}})?:\s"
)
_LEADS = re.compile(
    r"^(?:\W|\d\d?(?:[:.]\d\d)?\b|here\b|unfortunately\b|nevertheless\b|and\b|but\b|while\b"
    r"|although\b|though\b|however\b|meanwhile\b|also\b|that\b|later\b|as\b"
    r"|(?:said|says|replied|added)\b(?= (?:the|an?|its)\b)"
    r"|on \w+day\b|earlier\b|in a statement\b|for its part\b|separately\b|still\b)+",
    re.IGNORECASE,
)
_TAILS = re.compile(
    r"(?:\s+(?:has|have|had|also|on \w+day|later|earlier|is|are|was|were|repeatedly|again|already"
    r"|today|yesterday|strongly|firmly|quickly|swiftly|immediately|officially|publicly|now|both|itself"
    r"|in a statement|still|initially|at first|first|at|the))+$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:\"]|\s[-–—]\s"
    r"|\b(?:although|though|while|but|whereas|and that|because|after|when|which)\b",
    re.I,
)
#: "An anchor was found": nobody speaks.
_IS_DONE = re.compile(r"\b(?:was|were|is|are|be|been|being)\s+(?:\w+ly\s+)?$", re.I)
#: '"...", said its chief engineer', "..., said Anna Lee of the ministry"
_INVERTED = compile_names(
    rf"\s+(?P<by>(?:the |an? |its |one |[A-Z]|(?:[a-z][\w-]+ ){{1,4}}(?=[A-Z])){_NP})"
    r"(?:, (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)+)(?=[,.]))?"
)
#: What stands before the verb of "..., said NAME"; "The ministry, which owns it, said" does not.
_ENDS = re.compile(r"[\",]\s*$")
_RELATIVE = re.compile(r",\s(?:which|who|whose|a|an|the)\b[^,]*,\s*$")
#: A noun phrase has no verb: '"...", said its chief', but "The firm said its anchors were".
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|did|does)\b", re.I)
#: '"...," sighs network chief Ann Lee': whatever the verb is, it is one of speaking.
_QUOTE_THEN = compile_names(
    r"[,.!?]\"\s+(?:[a-z]{2,12}(?:s|ed|id)\s+(?P<by>(?:[a-z][\w-]+\s){0,5}"
    r"[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,3})"
    r"|(?P<first>(?:[a-z][\w-]+\s){0,5}[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,3})"
    r"\s+[a-z]{2,12}(?:s|ed|id)(?=[\s,.]))"
)
_INSERTED = compile_names(
    r"(?:^|, )(?P<by>[^,]+), (?P<name>[A-Z][\w'-]+(?: (?:of |de |von |van |& )?[A-Z][\w'-]+)+),$"
)
#: "The defendants denied this and maintained", "her club has not paid and points to"
_AND_THEN = re.compile(
    r"^(?P<by>.{2,60}?) (?:denied|rejected|dismissed|refused|declined"
    r"|(?:is|are|was|were|has|have|had|does|do|did)(?:n't| not)?)\b.*\b(?:and|but)$",
    re.I,
)
#: "The Border Guard begs to differ: ..."
_VERB = re.compile(r"\s(?:begs|has|is|was|were|are|had)\s")
#: "A prosecutor decided", "defence counsel Ann Lee said that her client"; not "commissioned by".
_TOO_MUCH = re.compile(
    r"\s(?:said|says|told|tells|\w{2,}ed(?!\s(?:by|in|for|to|from|at|with|as)\b))\b.*$"
)
#: "A relay opened the breaker and the company told"
_OTHER_SUBJECT = re.compile(r"\w(?:ed|s)\b.* and (?P<by>(?:the|its|an?) [^,]+)$")
#: "On the evidence the court considered"
_AT_FIRST = re.compile(
    r"^(?:on|in|after|from|at|with|under|by) (?:the |an? |its )?[\w-]+ (?=(?:the|an?|its) )", re.I
)
#: "We have no reason to", "the cost of the repair", "groups recalled that they"
_NOBODY = re.compile(
    r"(?:to|as|of|by|into|being|we|i|they|he|she|it|you|there|what|how|if|our|my|your)\b"
    r"|(?:(?:the|a|an|its|\w+) )?(?:[\w-]+ ){0,3}"
    r"(?:measurements?|examinations?|tests?|images?|(?<!expert )data|traces?)$"
    r"|(?:the|a|an|its) (?:[\w-]+ ){0,2}"
    r"(?:costs?|film|scare|alarm|drop|fault|failure|break|outage|repair)\b"
    r"|.*\b(?:to|that|they|we|he|she|it|has|have|did|does|would)$",
    re.IGNORECASE,
)
_SOMEONE = re.compile(r"(?:the|a|an|its|local|state|police)\b", re.IGNORECASE)
#: "Ann Lee, who studies them, urges", "The Navy had been asked"
_BEGINS = compile_names(
    r"^\W*(?P<by>(?:The (?:[\w'-]+ ){0,4}?"
    r"(?:police|court|prosecutors?|navy|coast guard|operators?|owners?|company)"
    r"|(?:[\w'-]+ ){0,5}?[A-Z][\w'-]+(?: [A-Z][\w'-]+)*))"
    r"(?=,? (?:has|had|is|was|does|did|who|which|[a-z]{2,12}(?:s|ed))\b)"
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
    plain = _without_quotes(text)
    for way in (_source, _finder, _before_colon, _relative, _passive, _subject, _after_quote):
        if (found := way(plain)) is not None:
            return found or None
    return None


def _source(text: str) -> str | None:
    """Return whom a sentence tells as its source, as the other ways do.

    None where a sentence has no such words; empty where it has, but not of anybody: then no
    other way is tried.
    """
    match = _ACCORDING.search(text)
    # "According to inspector Ann Lee the ship is suspected"
    return match and (_name(_THEN_CLAUSE.split(match["by"], maxsplit=1)[0], is_told=True) or "")


def _finder(text: str) -> str | None:
    """Return who finds, views or acts on a suspicion: "The authority's finding is that ..."."""
    for pattern in (_FINDING, _IN_THE_VIEW, _ACTED):
        if (match := pattern.search(text)) and (name := _name(match["by"])):
            return name
    return None


def _before_colon(text: str) -> str | None:
    """Return whose words follow a colon: 'The minister: "..."'."""
    words = lexicon()
    head = _COLON.match(text)
    if not head or not any(c.isupper() for c in head["by"][1:]):
        return None
    if words.find("damage", head["by"]) or words.find("speech", head["by"]):
        return None
    return _name(_VERB.split(head["by"])[0])


def _relative(text: str) -> str | None:
    """Return "the Coast Guard, which has said that"."""
    match = _WHICH_SAYS.search(text)
    if not match or not lexicon().words["speech"].match(text, match.end()):
        return None
    return _name(_OF_IT.sub("", match["by"])) or ""


def _passive(text: str) -> str | None:
    """Return by whom something "was reported by"."""
    match = lexicon().find("passive_by", text)
    rest = match and _BY_WHOM.match(text, match.end())
    return rest and (_name(rest["by"]) or "")


def _subject(text: str) -> str | None:
    """Return the subject of a verb of speech, before it or behind it."""
    for match in lexicon().words["speech"].finditer(text):
        if _SAID_TO_BE.match(text, match.end()):
            continue
        before = text[: match.start()]
        # '"...", said NAME'
        rest = _INVERTED.match(text, match.end())
        is_behind = rest and _is_inverted(match[0], before, rest)
        if rest and is_behind and (name := _name(rest["by"], rest["name"])):
            return name
        by = subject_before(before)
        if by and not _IS_DONE.search(before):
            return by
    return None


def _after_quote(text: str) -> str | None:
    """Return the subject of any verb behind a quotation: '"...," sighs network chief Ann Lee'."""
    match = _QUOTE_THEN.search(text)
    return match and _name(match["by"] or match["first"])


def subject_of(text: str) -> str | None:
    """Return whom or what a sentence is about, where it begins with a name.

    Examples
    --------
    >>> subject_of("Ann Lee, who studies them, urges caution.")
    'Ann Lee'
    """
    match = _BEGINS.match(text)
    return _name(match["by"]) if match else None


def _is_inverted(verb: str, before: str, rest: re.Match[str]) -> bool:
    """Return whether who speaks stands behind the verb: '"...", said NAME'."""
    if not _ENDS.search(before) or _RELATIVE.search(before) or verb.casefold().startswith("t"):
        return False
    return not _FINITE.search(rest["by"]) and len(rest["by"].split()) <= _MOST_WORDS


def _without_quotes(text: str) -> str:
    """Return a text of the same length without what stands between quotation marks.

    A quotation that began in a sentence before ends in this one: 'It was cut," he said.'
    """
    marks = [m.start() for m in re.finditer('"', text)]
    if marks and len(marks) % 2 and re.search(r"[,.!?]$", text[: marks[0]]):
        marks.insert(0, -1)
    plain = list(text)
    for begin, end in zip(marks[::2], marks[1::2], strict=False):
        stop = end - 1 if text[end - 1 : end] in (",", ".", "!", "?") else end
        plain[begin + 1 : stop] = " " * max(stop - begin - 1, 0)
    return "".join(plain)


def subject_before(before: str) -> str | None:
    """Return the noun phrase that a text ends with, as the subject of the next verb."""
    tail = _TAILS.sub("", before.rstrip()).rsplit('"', 1)[-1]
    if match := _INSERTED.search(tail.strip()):
        # "The minister, Ann Lee, said"
        return _name(match["by"], match["name"])
    part = _CLAUSE.split(tail)[-1]
    if not part.strip() and "," in tail:
        # "The ministry, which owns it, said": the subject stands before the insertion.
        part = tail.split(",")[0]
    if not part.strip() and _SECOND_VERB.search(before):
        # "The owners spoke of a mishap but rejected": the subject is that of the sentence.
        return subject_of(before)
    part = part.strip()
    if match := _AND_THEN.match(part) or _OTHER_SUBJECT.search(part):
        part = match["by"]
    return _name(part)


def _name(words: str, apposed: str | None = None, *, is_told: bool = False) -> str | None:
    """Return words as a speaker: one noun phrase of some words, no pronoun, no clause.

    Parameters
    ----------
    words
        From the text.
    apposed
        Name behind them: "its chief engineer, Ann Lee".
    is_told
        The text says that it is a speaker: "according to specialists".
    """
    name = _AT_FIRST.sub("", _LEADS.sub("", " ".join(words.split())))
    name = re.split(r"\s+(?:on|in a|last|this|late|early|yesterday|today)\s+(?=\w)", name)[0]
    name = _TAILS.sub("", _TOO_MUCH.sub("", name)).strip(" ,-'\"")
    pieces = name.split()
    if not pieces or len(pieces) > 12 or len(name) < 2:
        return None
    if lexicon().words["pronouns"].fullmatch(pieces[0]) and len(pieces) <= 2:
        return None
    if _NOBODY.match(name) or _is_adjective(name):
        return None
    if lexicon().words["heads"].search(name) and len(pieces) < 4:
        return None
    bare = re.sub(r"^(?:the|an?|its|her) ", "", name, flags=re.IGNORECASE)
    if any(cause.fullmatch(bare) for cause in lexicon().tables["causes"].values()):
        return None
    if re.search(r"\b(?:is|are|was|were|been|had|damage|damaged|cut)\b", name, re.IGNORECASE):
        return None
    is_some_one = any(c.isupper() for c in name) or _SOMEONE.match(name)
    if not is_some_one and not is_told and not (len(pieces) <= 3 and name.endswith("s")):
        return None
    return f"{name}, {apposed}" if apposed else name


def _is_adjective(name: str) -> bool:
    """Return whether "according to Swedish and Danish data" is cut to "Swedish"."""
    return name.casefold() in {land[1] for land in lexicon().countries.values()}
