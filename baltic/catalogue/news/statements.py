"""Who says what about the cause: claims, denials and doubts in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .letters import compile_names
from .lexicon import lexicon

__all__ = ["Statement", "find_cause", "find_statements", "is_question", "speaker_of", "subject_of"]

_NP = r"(?:(?!\b(?:said|says|told|that|and|but|while|which|who)\b)[^,.;:!?\"()]){2,90}"
_ACCORDING = re.compile(
    rf"\b(?:according to|in the (?:words|view|opinion|judgement) of) (?P<by>{_NP})", re.IGNORECASE
)
#: "In the company's assessment ..."
_IN_THE_VIEW = re.compile(
    r"\bin (?P<by>(?:[\w&.-]+ ){0,5}[\w&.-]+)'s? (?:\w+ )?"
    r"(?:assessment|view|opinion|judgement|estimation|findings?)\b",
    re.IGNORECASE,
)
#: "Police seized the ship on suspicion of sabotage."
_ACTED = re.compile(
    rf"^\W*(?P<by>{_NP}?) (?:has |have |had )?"
    r"(?:impounded|detained|seized|boarded|arrested|stopped|held)\b.*\bsuspicion of\b",
    re.IGNORECASE,
)
_THEN_CLAUSE = re.compile(r"(?<=\w\w\w)\s(?:the|an?|there|it|its|this|no)\s")
#: "The authority's preliminary finding is that ...".
_FINDING = re.compile(
    rf"^\W*(?P<by>{_NP})'s? (?:[\w-]+ ){{0,2}}(?:finding|conclusion|assessment|view|opinion|hypothesis|theory|suspicion|belief|position)s?\b"
    r".{0,60}? (?:is|was) that\b"
)
#: 'The minister, speaking in Brussels: "..."', "Police chief A. B.: officers went aboard"
_COLON = re.compile(
    rf"^\W*(?:\d\d?[:.]\d\d )?(?P<by>{_NP})(?:, (?:speaking|writing) [^:,]{{1,40}})?:\s"
)
_LEADS = re.compile(
    r"^(?:\W|\d\d?[:.]\d\d\b|and\b|but\b|while\b|although\b|though\b|however\b|meanwhile\b|also\b|that\b|later\b|as\b"
    r"|on \w+day\b|earlier\b|in a statement\b|for its part\b|separately\b|still\b)+",
    re.IGNORECASE,
)
_TAILS = re.compile(
    r"(?:\s+(?:has|have|had|also|on \w+day|later|earlier|is|are|was|were|repeatedly|again|already"
    r"|today|yesterday|strongly|firmly|quickly|swiftly|immediately|officially|publicly|now|both|itself"
    r"|in a statement|still|initially|first|the))+$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:\"]|\s[-–—]\s"
    r"|\b(?:although|though|while|but|whereas|and that|because|after|when|which)\b",
    re.I,
)

_RULED_OUT = re.compile(
    r"\s+(?:has|have|had|was|were|is|are|could)?\s*(?:been )?(?:ruled out|excluded|not )"
)
#: "It sought shelter from the gale": weather that is only the scene.
_SCENE = re.compile(
    r"\b(?:in|from|through|against|out|of|during) (?:an?|the|\w+'s) (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
#: "No outside interference is suspected."
_NO_SUCH = re.compile(r"\bno\s+(?:[\w-]+\s+(?:or|and)\s+)?$", re.I)
#: "does not happen without an outside impact" says that there was one.
_NOT_WITHOUT = re.compile(
    r"(?:n't|\b(?:not|never|rarely|hardly|cannot|no))\b[^,;:]*\bwithout\b", re.I
)
#: What "cannot be ruled out" is neither claimed nor doubted.
_OPEN_BEFORE = re.compile(
    r"(?:n't|\b(?:not|never|nor|neither|cannot|nobody|without|yet to|early to|refus\w+ to"
    r"|declin\w+ to))\s+(?:\w+\s+){0,3}?"
    r"(?:rul\w+ out|exclud\w+|den\w+|dismiss\w*|say|confirm\w*|speculat\w+|comment)\b"
    r"|\b(?:too (?:soon|early)|premature) to\b",
    re.I,
)
_FEARED = re.compile(
    r"\b(?:investigation|inquiry|probe|proceedings|case)s? (?:into|of|on|concerning|over)"
    r" (?:[\w-]+ ){0,2}$"
    r"|\b(?:asked about|fear(?:s|ed|ing)?|concerns?|speculation|questions?|allegations? of|talk of)\b"
    r"[^,;:]{0,25}$",
    re.I,
)
_OPEN_AFTER = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:cannot|can't|can not|could not|couldn't|has not|had not|have not"
    r"|hasn't|is not|was not)"
    r"\s+(?:\w+\s+){0,2}?(?:ruled out|excluded|confirmed)",
    re.I,
)
_WHETHER = re.compile(r"\bwhether\b[^;:.]*$", re.I)
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
_INSERTED = compile_names(r"(?:^|, )(?P<by>[^,]+), (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)+),$")
#: "The defendants denied this and maintained", "her club has not paid and points to"
_AND_THEN = re.compile(
    r"^(?P<by>.{2,60}?) (?:denied|rejected|dismissed|refused|declined"
    r"|(?:is|are|was|were|has|have|had|does|do|did)(?:n't| not)?)\b.*\b(?:and|but)$",
    re.I,
)
#: "A relay opened the breaker and the company told"
_OTHER_SUBJECT = re.compile(r"\w(?:ed|s)\b.* and (?P<by>(?:the|its|an?) [^,]+)$")
#: "On the evidence the court considered"
_AT_FIRST = re.compile(
    r"^(?:on|in|after|from|at|with|under|by) (?:the |an? |its )?[\w-]+ (?=(?:the|an?|its) )", re.I
)
_UNDECIDED = frozenset(["deliberate", "accident"])
_IS_THING = re.compile(r"(?:an?|the) (?:[\w-]+ ){0,3}that\b", re.IGNORECASE)
#: "We have no reason to", "the cost of the repair", "groups recalled that they"
_NOBODY = re.compile(
    r"(?:we|i|they|he|she|it|you|there|what|how|if|our|my|your)\b"
    r"|(?:(?:the|a|an|its|\w+) )?(?:[\w-]+ ){0,3}"
    r"(?:measurements?|examinations?|tests?|images?|(?<!expert )data|traces?)$"
    r"|(?:the|a|an|its) (?:[\w-]+ ){0,2}"
    r"(?:costs?|film|alarm|drop|fault|failure|break|outage|repair)\b"
    r"|.*\b(?:to|that|they|we|he|she|it|has|have|did|does|would)$",
    re.IGNORECASE,
)
_COURT = re.compile(r"\b(?:courts?|judges?)\b", re.IGNORECASE)
_SOMEONE = re.compile(r"(?:the|a|an|its|local|state|police)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    """One statement in a sentence: by whom (None where unsaid), what, and its stance."""

    by: str | None
    claim: str
    stance: str
    cause: str | None


def find_cause(text: str) -> tuple[str, str] | None:
    """Return the first cause that a sentence names and does not rule out: label and words.

    Examples
    --------
    >>> find_cause("damage attributed to an external impact")
    ('external', 'external impact')
    """
    if is_question(text):
        return None
    text = _without_idle_anchors(text)
    hits = []
    for label, pattern in lexicon().tables["causes"].items():
        for match in pattern.finditer(text):
            hinders = label == "weather" and lexicon().words["obstacle"].search(text)
            hinders = hinders or (label == "weather" and _SCENE.search(text[: match.start()]))
            if not hinders and not _doubted(text, match) and not _is_open(label, text, match):
                hits.append((match.start(), label, match[0]))
                break
    if not hits:
        return None
    # "a technical fault, not an anchor": the doubted one is gone; of the rest the first.
    hits.sort()
    return hits[0][1], " ".join(hits[0][2].split())


def _without_idle_anchors(text: str) -> str:
    """Return a text of the same length without anchors that were only looked at."""
    return lexicon().words["idle_anchors"].sub(lambda m: " " * len(m[0]), text)


def is_question(text: str) -> bool:
    """Return whether a sentence asks: what it names is not said to be so.

    Examples
    --------
    >>> is_question('"Was it an anchor?"'), is_question("It was cut.")
    (True, False)
    """
    return text.rstrip("\"') ").endswith("?")


def _doubted(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 60) : match.start()]
    clause = re.split(r"[,;:]|\bbut\b", before)[-1]
    after = text[match.end() : match.end() + 30]
    doubt = lexicon().words["cause_doubt"]
    if _NOT_WITHOUT.search(clause):
        return False
    return (
        bool(doubt.search(clause)) or bool(_NO_SUCH.search(before)) or bool(_RULED_OUT.match(after))
    )


def _is_open(label: str, text: str, match: re.Match[str]) -> bool:
    """Return whether a cause is named as one that may be, or may not."""
    clause = re.split(r"[,;:]|\bbut\b", text[max(0, match.start() - 80) : match.start()])[-1]
    if label in _UNDECIDED and _WHETHER.search(clause):
        return True
    after = text[match.end() : match.end() + 50]
    return bool(_FEARED.search(clause) or _OPEN_BEFORE.search(clause) or _OPEN_AFTER.match(after))


def find_statements(text: str) -> list[Statement]:
    """Return claims, denials and doubts on the cause in a sentence."""
    if is_question(text):
        return []
    words = lexicon().words
    found: list[Statement] = []
    for match in words["denial"].finditer(text):
        tail = text[match.end() : match.end() + 40]
        if not words["denied"].search(tail):
            continue
        by = _subject(text[: match.start()]) or speaker_of(text)
        if by and _COURT.search(by):
            # A court that dismisses charges denies nothing.
            continue
        claim = _clause_after(text, match.start())
        found.append(Statement(by, claim, "denies", None))
    for match in words["denial_said"].finditer(text) if not found else ():
        by = _subject(text[: match.start()])
        if by is None or _IS_THING.match(by):
            by = speaker_of(text)
        found.append(Statement(by, _clause_after(text, match.start()), "denies", None))
    cause = find_cause(text)
    doubted = None
    for label, pattern in lexicon().tables["causes"].items():
        for match in pattern.finditer(text):
            if _doubted(text, match) and not _is_open(label, text, match):
                doubted = doubted or (label, match[0])
    denied = (words["denial"].search(text) or words["denial_said"].search(text)) if found else None
    if cause and not (denied and text.find(cause[1].split()[0]) > denied.start()):
        found.append(Statement(speaker_of(text), text, "claims", cause[0]))
    elif doubted and not found and not cause:
        found.append(Statement(speaker_of(text), text, "doubts", doubted[0]))
    elif not found and not cause and words["no_foul_play"].search(text):
        found.append(Statement(speaker_of(text), text, "doubts", None))
    elif not found and not cause and words["accusation"].search(text) and (by := speaker_of(text)):
        found.append(Statement(by, text, "claims", None))
    return found


def speaker_of(text: str) -> str | None:
    """Return who is said to say it, in the words of the text.

    Examples
    --------
    >>> speaker_of('"We saw no sign of it," said its chief engineer, Ann Lee.')
    'its chief engineer, Ann Lee'
    """
    words = lexicon().words
    text = _without_quotes(text)
    if match := _ACCORDING.search(text):
        # "According to inspector Ann Lee the ship is suspected"
        return _name(_THEN_CLAUSE.split(match["by"], maxsplit=1)[0], is_told=True)
    for pattern in (_FINDING, _IN_THE_VIEW, _ACTED):
        if (match := pattern.search(text)) and (name := _name(match["by"])):
            return name
    head = _COLON.match(text)
    if head and any(c.isupper() for c in head["by"][1:]) and not words["damage"].search(head["by"]):
        name = None if words["speech"].search(head["by"]) else _name(head["by"])
        if name:
            return name
    if match := words["passive_by"].search(text):
        rest = re.compile(rf"\s+(?P<by>{_NP})").match(text, match.end())
        if rest:
            return _name(rest["by"])
    for match in words["speech"].finditer(text):
        before = text[: match.start()]
        # '"...", said NAME'
        rest = _INVERTED.match(text, match.end())
        if rest and _is_inverted(match[0], before, rest["by"]):
            return _name(rest["by"], rest["name"])
        by = _subject(before)
        if by and not _IS_DONE.search(before):
            return by
    if match := _QUOTE_THEN.search(text):
        return _name(match["by"] or match["first"])
    return None


#: "Ann Lee, who studies them, urges", "The Navy had been asked"
_BEGINS = compile_names(
    r"^\W*(?P<by>(?:[Tt]he )?(?:[\w'-]+ ){0,5}?[A-Z][\w'-]+(?: [A-Z][\w'-]+)*)"
    r"(?=,? (?:has|had|is|was|does|did|who|which|[a-z]{2,12}(?:s|ed))\b)"
)


def subject_of(text: str) -> str | None:
    """Return whom or what a sentence is about, where it begins with a name.

    Examples
    --------
    >>> subject_of("Ann Lee, who studies them, urges caution.")
    'Ann Lee'
    """
    match = _BEGINS.match(text)
    return _name(match["by"]) if match else None


def _is_inverted(verb: str, before: str, by: str) -> bool:
    """Return whether who speaks stands behind the verb: '"...", said NAME'."""
    is_behind = bool(_ENDS.search(before)) and not _RELATIVE.search(before)
    return is_behind and not verb.casefold().startswith("t") and not _FINITE.search(by)


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


def _subject(before: str) -> str | None:
    """Return the noun phrase that a text ends with, as the subject of the next verb."""
    tail = _TAILS.sub("", before.rstrip()).rsplit('"', 1)[-1]
    if match := _INSERTED.search(tail.strip()):
        # "The minister, Ann Lee, said"
        return _name(match["by"], match["name"])
    part = _CLAUSE.split(tail)[-1]
    if not part.strip() and "," in tail:
        # "The ministry, which owns it, said": the subject stands before the insertion.
        part = tail.split(",")[0]
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
    name = _TAILS.sub("", name).strip(" ,-'\"")
    pieces = name.split()
    if not pieces or len(pieces) > 12 or len(name) < 2:
        return None
    if lexicon().words["pronouns"].fullmatch(pieces[0]) and len(pieces) <= 2:
        return None
    if _NOBODY.match(name):
        return None
    if lexicon().words["heads"].search(name) and len(pieces) < 4:
        return None
    if any(cause.fullmatch(name) for cause in lexicon().tables["causes"].values()):
        return None
    if re.search(r"\b(?:is|are|was|were|been|had|damage|damaged|cut)\b", name, re.IGNORECASE):
        return None
    is_some_one = any(c.isupper() for c in name) or _SOMEONE.match(name)
    if not is_some_one and not is_told and not (len(pieces) <= 3 and name.endswith("s")):
        return None
    return f"{name}, {apposed}" if apposed else name


def _clause_after(text: str, at: int) -> str:
    rest = re.split(r"[.;!?]", text[at:])[0]
    return " ".join(rest.split())
