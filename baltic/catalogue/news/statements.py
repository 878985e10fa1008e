"""Who says what about the cause: claims, denials and doubts in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .charged import who_denies
from .lexicon import lexicon
from .somebody import NOUN_PHRASE, name_of
from .speakers import speaker_of, subject_before

__all__ = ["NOBODY", "Statement", "find_cause", "find_statements", "is_question"]

_RULED_OUT = re.compile(
    r"(?:, [\w ]{2,16},)?\s+(?:(?:has|have|had|was|were|is|are|can|could)\s+)?(?:now |also )?"
    r"(?:be(?:en)? )?"
    r"(?:ruled out|excluded|struck off|dismissed|discarded|not |off the (?:list|table))"
    r"|[^,;.]{0,30}? (?:as |is |was |to be )(?:highly |very |most |rather )?"
    r"(?:improbable|unlikely|implausible|far-fetched|out of the question)"
    r"|\s+(?:never|(?:did|had|has|have)(?: not|n't))"
    r" (?:c[ao]me?|touch|hit|reach|cut|cause|damage|sever|drag|cross)"
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
    r"(?:n't|\b(?:not|never|rarely|hardly|cannot|no))\b[^,;:]*"
    r"\b(?:without|anything (?:other|but))\b",
    re.I,
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
    r"\b(?:investigation|inquiry|probe|proceedings|case)s? (?:into|of|on|concerning|over|under|for)"
    r" (?:[\w\"'-]+ ){0,4}[\"']?(?:[\w-]+-)?$"
    r"|\binvestigat(?:es?|ed|ing) (?:(?:possible|suspected|alleged|aggravated|gross) ){0,2}$"
    r"|\b(?:investigat|prob|examin|treat|handl|look)\w+ [^,;:]{0,40}\bas (?:[\w-]+ ){0,3}$"
    r"|\b(?:asked about|fear(?:s|ed|ing)?|concerns?|speculation|questions?|allegations? of"
    r"|talk of)\b"
    r"[^,;:]{0,25}$"
    r"|\b(?:tweets|posts|comments|memes|rumou?rs)\b[^.;,:]{0,25}$"
    r"|\b(?:supposed|purported|imagined|rumou?red|so-called)\s(?:\w+\s)?$",
    re.I,
)
_OPEN_AFTER = re.compile(
    r"\s+(?:\w+\s+){0,8}?(?:cannot|can't|can not|could not|couldn't|has not|had not|have not"
    r"|hasn't|is not|was not)"
    r"\s+(?:\w+\s+){0,2}?(?:ruled out|excluded|confirmed)"
    # "A large anchor will go through a metre of it": of any anchor.
    r"|s?\s+(?:will|would|can)\s+(?:\w+\s+)?(?:go|reach|dig|cut|plough|sink|penetrate|tear)\b",
    re.I,
)
#: What a law calls an offence, or a charge, is no finding.
_OFFENCE = re.compile(r"\b(?:[Cc]riminal|[Pp]enal) (?:[Ll]aw|[Cc]ode)\b")
_CHARGES = re.compile(r"\bcharges?,? (?:\w+ )?(?:including|of|for|such as)\b[^;:.]{0,40}$", re.I)
_WHETHER = re.compile(
    r"\b(?:whether|if (?:there|it|this|that) (?:was|were|is|are|has|have|had|may|might))\b[^;:.]*$",
    re.I,
)
_UNDECIDED = frozenset(["deliberate", "accident"])
#: Characters around a cause in which a text says that there is no sign of it.
_NEAR = 90
_IS_THING = re.compile(r"(?:an?|the) (?:[\w-]+ ){0,3}that\b", re.IGNORECASE)
_IS_FACT = re.compile(
    r"did not|no (?:[\w-]+ ){1,4}(?:had|has|have) anything"
    r"|(?:had|has|have) (?:had |caused )?(?:nothing|no)\b",
    re.IGNORECASE,
)
#: "Nobody disputes that it broke.", "nor was it disputed", "does not deny"
NOBODY = re.compile(
    r"\b(?:nobody|no one|none|few)\s$|(?:n't|\b(?:not|nor|never|neither))\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_COURT = re.compile(r"\b(?:courts?|judges?)\b", re.IGNORECASE)


#: Who denies a charge: "a charge the Kremlin called absurd", "a claim that Berlin rejected".
_OF_CHARGE = re.compile(
    r" (?P<by>[^.,;:\"]{2,60}?) (?:(?:has|have|had|also|later|promptly|\w+ly) )*"
    r"(?:den(?:y|ied|ies)|reject(?:s|ed)?|dismiss(?:es|ed)?|disput(?:e|es|ed)|refut(?:e|es|ed)"
    r"|(?:call|brand|describ)(?:s|ed|es)? (?:as )?[\"']?(?:\w+ )?"
    r"(?:absurd|baseless|nonsense|false|groundless|unfounded|ridiculous|hysterical|slander\w*|lies?"
    r"|untrue|laughable|paranoi\w+|provocation))\b",
    re.IGNORECASE,
)
#: Between a cause and the word that calls it false: that word is of something else.
_OTHER_CLAUSE = re.compile(r"[;,]|\b(?:but|and|while)\b")


_NEW_CLAUSE = re.compile(r"[;:,]|\b(?:and|but|while|although|though)\b")


#: "It may be gear, it may be an anchor": of several that may be, none is said to be it.
_MAY_BE = re.compile(r"\b(?:may|might|could) (?:equally |also |well )?(?:be|have been)\b", re.I)
#: "The statement made by the embassy, in which any part in it was denied"
_IN_WHICH = re.compile(
    r"\b(?:statement|note|letter|message|reply|post|release)s?\b[^.;,]{0,60}? (?:by|from|of)"
    r" (?P<by>[^.;,\"]{2,80}), in which [^.;]{0,90}?\b(?:was|were|is|are|it|he|she|they)\b"
    r"[^.;]{0,12}?\b(?:den(?:ied|ies|y)|reject(?:ed|s)?|dismiss(?:ed|es)?)\b",
    re.I,
)


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
    if is_question(text) or len(_MAY_BE.findall(text)) > 1:
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
    clause = re.split(r"[,;:]|\bbut\b", lexicon().words["said_anew"].split(before)[-1])[-1]
    after = text[match.end() : match.end() + 30]
    doubt = lexicon().words["cause_doubt"]
    if _NOT_WITHOUT.search(clause):
        return False
    false = lexicon().find("false_alarm", text)
    if (
        false
        and not _OTHER_CLAUSE.search(text[match.end() : false.start()])
        and (match.start() < false.end())
    ):
        # "Claims that it had been blown up are false."
        return True
    near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    if any(match[0] in m[0] for m in lexicon().words["no_signs"].finditer(near)):
        # "Signs of an attack have not been found."
        return True
    if lexicon().words["refuted"].search(text[: match.start()]):
        # "It denied reports that a crew had found an anchor."
        return True
    return (
        bool(doubt.search(clause)) or bool(_NO_SUCH.search(before)) or bool(_RULED_OUT.match(after))
    )


def _is_open(label: str, text: str, match: re.Match[str]) -> bool:
    """Return whether a cause is named as one that may be, or may not."""
    clause = re.split(r"[,;:]|\bbut\b", text[max(0, match.start() - 80) : match.start()])[-1]
    if label in _UNDECIDED and _WHETHER.search(clause):
        return True
    if label in _UNDECIDED and (_OFFENCE.search(text) or _CHARGES.search(text[: match.start()])):
        return True
    if label == "accident" and lexicon().find("offences", text[: match.start()]):
        # "... of negligent interference": the name of an offence.
        return True
    after = text[match.end() : match.end() + 50]
    return bool(_FEARED.search(clause) or _OPEN_BEFORE.search(clause) or _OPEN_AFTER.match(after))


def find_statements(text: str) -> list[Statement]:
    """Return claims, denials and doubts on the cause in a sentence."""
    if is_question(text):
        return []
    if aloud := _said_aloud(text):
        # "Lee argued that it was an anchor; the court was not persuaded": two say two things.
        beside = _claim_alone(text)
        is_other = beside and beside.by and beside.by != aloud.by and aloud.stance == "doubts"
        return [beside, aloud] if beside and is_other else [aloud]
    denials = _denied_in_which(text) or _denials(text) or _denials_said(text)
    if denials or _is_dismissed(text):
        rest = [_claim_beside(text)]
    else:
        rest = [_claim_alone(text), _doubt_beside(text)]
    denials = (
        denials or _charges_denied(text) or _denied_passively(text) or _denied_by_the_charged(text)
    )
    return [*denials, *(one for one in rest if one)]


#: "The owner does not dispute this": what was said before is owned up to.
_ADMITTED = re.compile(
    r"\b(?:do|does|did|has|have)(?:n't| not) (?:den(?:y|ied)|disput(?:e|ed)|contest(?:ed)?)"
    r" (?:it|this|that)\b(?! [a-z])",
    re.I,
)
#: "The union is not persuaded", "Ann Lee questions whether the storm was enough"
_UNPERSUADED = re.compile(
    r"\b(?:is|are|was|were|remains?)(?:n't| not| un| far from | hardly | less than )\s?"
    r"(?:persuaded|convinced)\b(?: either| yet| at all| by (?:it|this|that|the \w+))?"
    r"(?=\W*$|[,:;])"
    r"|\b(?:do|does|did)(?:n't| not) (?:buy|believe in|subscribe to|share)"
    r" (?:(?:the|that|this) (?:[\w-]+ )?(?:story|stories|theory|view|explanation|version|account)"
    r"|it|this|that)\b"
    r"|\b(?:questions?|questioned) (?:whether|if)\b"
    r"(?=.*\b(?:storm|anchor|trawl|weather|ship|vessel))",
    re.I,
)
#: "Lee's story was a different one."
_OTHER_STORY = re.compile(
    rf"^\W*(?P<by>{NOUN_PHRASE}?)'s? (?:story|version|account|explanation|tale)"
    r" (?:is|was) (?:quite |rather |very )?(?:an? )?(?:different|another|other)\b",
    re.I,
)


def _said_aloud(text: str) -> Statement | None:
    """Return an admission, a doubt or a denial that names no cause of its own."""
    if told := _OTHER_STORY.match(text):
        by = name_of(told["by"])
        return Statement(by, _clause_after(text, 0), "denies", None) if by else None
    for pattern, stance in ((_ADMITTED, "claims"), (_UNPERSUADED, "doubts")):
        if told := pattern.search(text):
            by = subject_before(text[: told.start()]) or speaker_of(text)
            if by or stance == "doubts":
                cause = next(iter(_causes_named(text)), None) if stance == "doubts" else None
                return Statement(by, " ".join(text.split()), stance, cause)
    return None


def _causes_named(text: str) -> list[str]:
    """Return the causes that a sentence names, whatever it says of them."""
    return [label for label, words in lexicon().tables["causes"].items() if words.search(text)]


def _denials(text: str) -> list[Statement]:
    """Return what somebody "denies": a court that dismisses charges denies nothing."""
    words = lexicon().words
    found = []
    for match in words["denial"].finditer(text):
        if not words["denied"].search(text[match.end() : match.end() + 40]):
            continue
        by = subject_before(text[: match.start()]) or speaker_of(text)
        if not (by and _COURT.search(by)) and not NOBODY.search(text[: match.start()]):
            found.append(Statement(by, _clause_after(text, match.start()), "denies", None))
    return found


def _is_dismissed(text: str) -> bool:
    """Return whether a court dismisses what is named, and nobody else claims it there."""
    match = lexicon().find("denial", text)
    by = match and subject_before(text[: match.start()])
    if not by or not _COURT.search(by):
        return False
    claimed_by = speaker_of(text)
    return claimed_by is None or bool(_COURT.search(claimed_by))


#: "The two events had nothing to do with each other": nobody denies that of oneself.
_OF_EVENTS = re.compile(r"\b(?:events|incidents|cases|faults|failures|breaks|outages)\s*$", re.I)


def _denials_said(text: str) -> list[Statement]:
    """Return what somebody says not to be so: "had nothing to do with it"."""
    found: list[Statement] = []
    for match in lexicon().words["denial_said"].finditer(text):
        by = subject_before(text[: match.start()])
        if _OF_EVENTS.search(text[: match.start()]):
            continue
        if by is None or _IS_THING.match(by):
            by = speaker_of(text)
        elif _IS_FACT.match(match[0]):
            # "The ship did not touch it, police said": who speaks is not who is spoken of.
            by = speaker_of(text) or (None if '"' in text else by)
        clause = _clause_after(text, match.start())
        if not any(earlier.claim.endswith(clause) for earlier in found):
            found.append(Statement(by, clause, "denies", None))
    return found


def _charges_denied(text: str) -> list[Statement]:
    """Return what is denied beside the charge itself: "..., a charge the Kremlin called absurd"."""
    for match in lexicon().words["charged"].finditer(text):
        rest = _OF_CHARGE.match(text, match.end())
        if rest and (by := name_of(rest["by"])):
            return [Statement(by, _clause_after(text, match.start()), "denies", None)]
    return []


#: "That was disputed by counsel": the agent of the passive denies.
_BY_WHOM = re.compile(
    r"\b(?:that|this|it|which|(?:charge|claim|accusation|allegation|suggestion|version|theory|account"
    r"|charges|claims|accusations|allegations|suggestions))\b[^.;,]{0,40}? (?:was|is|were|are|been)"
    r" (?:\w+ly )?(?:denied|rejected|dismissed|disputed|contested|refuted|brushed aside|waved away)"
    rf" by (?P<by>{NOUN_PHRASE})",
    re.IGNORECASE,
)


def _denied_passively(text: str) -> list[Statement]:
    """Return what is denied by somebody who stands behind the verb."""
    told = _BY_WHOM.search(text)
    by = name_of(told["by"]) if told else None
    if told is None or by is None or _COURT.search(by):
        return []
    return [Statement(by, _clause_after(text, told.start()), "denies", None)]


def _denied_in_which(text: str) -> list[Statement]:
    """Return what is denied in "the statement by the embassy, in which it denied that"."""
    told = _IN_WHICH.search(text)
    by = name_of(told["by"]) if told else None
    return [Statement(by, " ".join(text.split()), "denies", None)] if by else []


def _denied_by_the_charged(text: str) -> list[Statement]:
    """Return what somebody denies right behind the charge: "..., which he denies"."""
    told = who_denies(text)
    return [Statement(told[0], _clause_after(text, told[1]), "denies", None)] if told else []


def _claim_beside(text: str) -> Statement | None:
    """Return what is claimed of the cause beside a denial: not what is denied."""
    cause = find_cause(text)
    denied = lexicon().find("denial", text) or lexicon().find("denial_said", text)
    at = text.find(cause[1].split()[0]) if cause else -1
    if not cause or (denied and at > denied.start()):
        return None
    if denied and _IS_FACT.match(denied[0]) and not _NEW_CLAUSE.search(text[at : denied.start()]):
        # "A ship with its anchor out did not touch it" says nothing of the cause.
        return None
    return Statement(speaker_of(text), text, "claims", cause[0])


def _claim_alone(text: str) -> Statement | None:
    """Return what is claimed of the cause, doubted, or of whom, in a sentence without denial."""
    if cause := find_cause(text):
        return Statement(speaker_of(text), text, "claims", cause[0])
    if doubted := _doubted_cause(text):
        return Statement(speaker_of(text), text, "doubts", doubted)
    innocent = lexicon().find("no_foul_play", text)
    if innocent and not _OPEN_BEFORE.search(text[: innocent.end()]):
        return Statement(speaker_of(text), text, "doubts", None)
    if _accuses(text):
        return Statement(speaker_of(text), text, "claims", None)
    return None


def _doubt_beside(text: str) -> Statement | None:
    """Return the doubt in "nothing suggests intent, and bad seamanship is likelier"."""
    if not find_cause(text):
        return None
    doubted = _doubted_cause(text)
    if not doubted and not lexicon().find("no_foul_play", text):
        return None
    return Statement(speaker_of(text), text, "doubts", doubted)


def _doubted_cause(text: str) -> str | None:
    """Return the first cause of the table that a sentence doubts."""
    for label, pattern in lexicon().tables["causes"].items():
        for match in pattern.finditer(text):
            if _doubted(text, match) and not _is_open(label, text, match):
                return label
    return None


#: "The minister ruled out that it was the weather."
_RULES_OUT = re.compile(r"\b(?:rul(?:es?|ed|ing) out|exclud(?:es?|ed|ing)) that\b[^.;,]*$")


def _accuses(text: str) -> bool:
    """Return whether a sentence names somebody as suspected, and does not deny it."""
    negation = lexicon().words["negation"]
    return any(
        not negation.search(text, max(0, m.start() - 14), m.start())
        and not _RULES_OUT.search(text[: m.start()])
        for m in lexicon().words["accusation"].finditer(text)
    )


def _clause_after(text: str, at: int) -> str:
    rest = re.split(r"[.;!?]", text[at:])[0]
    return " ".join(rest.split())
