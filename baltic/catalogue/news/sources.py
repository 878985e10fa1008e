"""Turns of phrase that name a source: "according to", "in the view of", "reported by"."""

from __future__ import annotations

import re

from .letters import compile_names
from .lexicon import lexicon
from .somebody import NOUN_PHRASE, ends_in_a_name, name_of

__all__ = ["named_by", "source_of", "view_of"]

_ACCORDING = re.compile(
    r"\b(?:according to|as (?:established|stated|reported|confirmed|announced) by"
    r"|in the (?:words|view|opinion|judgement) of|by the (?:account|word) of)"
    rf" (?P<by>{NOUN_PHRASE})",
    re.IGNORECASE,
)
_VIEW = (
    r"(?:conclusion|view|verdict|opinion|assessment|belief|finding|answer|reply|explanation"
    r"|diagnosis|theory|version)"
)
#: "According to the view of the navy"
_OF_WHOSE = re.compile(
    rf"^(?:the|an?) (?:\w+ )?(?:{_VIEW[3:-1]}|findings?|information|reports?|accounts?) of ", re.I
)
_SAYS_LAST = re.compile(r",\s(?:says|said)\s(?P<by>[^,.;:\"]{2,60})(?:,[^.;:\"]{2,70})?[.]?$")
#: Whose word it is, in turns without a verb of speech.
_VIEWS = tuple(
    re.compile(form)
    for form in (
        # "That is the conclusion of chief prosecutor Ann Lee", '"...," was the answer of Ann Lee'
        rf"\b(?:is|was) the (?:\w+ )?{_VIEW} of (?P<by>{NOUN_PHRASE})",
        rf"^\W*[Tt]he (?:\w+ )?{_VIEW} of (?P<by>{NOUN_PHRASE}?) (?:is|was) that\b",
        # "in what Estonia called an attack"
        r"\bwhat (?P<by>(?:[\w'-]+ ){0,4}?[A-Z][\w'-]+(?: [\w'-]+){0,3}?)"
        r" (?:called|calls|described as|describes as|termed|branded)\b",
        # "The paper quotes a researcher, Ann Lee, for the view that", "Ann Lee, whom it quoted as"
        r"\bquot(?:es|ed) (?P<by>(?:an?|the) [\w' -]{2,50}(?:, [A-Z][\w' -]+(?=,))?),?"
        r" (?:for the view|as (?:saying|calling))\b",
        rf"^\W*(?P<by>{NOUN_PHRASE}), (?:whom|who) [\w' ]{{2,20}} quoted as (?:saying|calling)\b",
        rf"^\W*(?P<by>{NOUN_PHRASE}?) (?:is|was|were|are) quoted (?:(?:by|in) [\w' -]{{2,40}} )?as"
        r" (?:saying|calling)\b",
        # "that is what the police think"
        r"\bis (?:what|how) (?P<by>(?:[\w'-]+ ){0,4}?[\w'-]+)"
        r" (?:thinks?|believes?|says?|suspects?|assumes?|explains?|explained|sees?|reads?)\b",
        # "At the agency they do not recognise that"
        rf"^\W*(?:[Oo]ver )?[Aa]t (?P<by>the {NOUN_PHRASE}?),? they\b",
        # "As Fingrid put it", "if the navy is to be believed"
        rf"(?:^\W*|,\s)[Aa]s (?P<by>{NOUN_PHRASE}?) (?:put|puts|sees|saw|has|tells|told) it\b",
        rf"\bif (?P<by>{NOUN_PHRASE}?) (?:is|are) to be believed\b",
        # So begin "For Fingrid there is no doubt" and 'Said Ann Lee of Elering: "..."'.
        rf"^\W*For (?P<by>{NOUN_PHRASE}?)(?:, (?:who|which|an?|the) [^,]{{3,70}},|,)?"
        r" (?:there is no doubt|it is (?:clear|certain|obvious))\b",
        rf"^\W*(?:Said|Says) (?P<by>{NOUN_PHRASE}): ",
        # So does "The ministry's verdict: an anchor".
        rf"^\W*(?P<by>{NOUN_PHRASE})'s? (?:\w+ )?{_VIEW}: ",
    )
)
_BY_WHOM = re.compile(rf"\s+(?P<by>{NOUN_PHRASE})")
#: "In the company's assessment ..."
_IN_THE_VIEW = re.compile(
    r"\b(?:in|by) (?P<by>(?:[\w&.-]+ ){0,5}[\w&.-]+)'s? (?:\w+ )?"
    r"(?:assessment|view|opinion|judgement|estimation|findings?|account|submission|reading|eyes"
    r"|analysis|version|telling|verdict|theory|words)\b",
    re.IGNORECASE,
)
#: "Police seized the ship on suspicion of mischief."
_ACTED = re.compile(
    rf"^\W*(?P<by>{NOUN_PHRASE}?) (?:has |have |had )?"
    r"(?:impounded|detained|seized|boarded|arrested|stopped|held)\b.*\bsuspicion of\b",
    re.IGNORECASE,
)
#: "According to its managing director, Ann Lee, ..."
_APPOSED = compile_names(r", (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)+)(?=[,.])")
_THEN_CLAUSE = re.compile(r"(?<=\w\w\w)\s(?:the|an?|there|it|its|this|no)\s")
#: "The authority's preliminary finding is that ...".
_FINDING = re.compile(
    rf"^\W*(?P<by>{NOUN_PHRASE})'s? (?:[\w-]+ ){{0,2}}"
    r"(?:finding|conclusion|assessment|view|opinion|hypothesis|theory|suspicion|belief|position"
    r"|investigation|inquiry|analysis|probe|measurement|survey|examination)s?\b"
    r".{0,60}? (?:(?:is|was|remains|remained) that|(?:points?|pointed) (?:to|at)|(?:suggest|show"
    r"|indicate|find|conclude)(?:s|ed)?|found|shown)\b"
)


def source_of(text: str) -> str | None:
    """Return whom a sentence tells as its source, as the other ways do.

    None where a sentence has no such words; empty where it has, but not of anybody: then no
    other way is tried.
    """
    match, last = _ACCORDING.search(text), _SAYS_LAST.search(text)
    # "According to the navy it was an anchor, says Captain Ann Lee": the navy's is hers, and so
    # is "the chain was out when the police found her, said Ann Lee, a commander".
    if last and (match or ends_in_a_name(last["by"])) and (name := name_of(last["by"])):
        return name
    # "According to inspector Ann Lee the ship is suspected"
    if match is None:
        return None
    by = _OF_WHOSE.sub("", match["by"])
    apposed = _APPOSED.match(text, match.end())
    name = apposed["name"] if apposed else None
    return name_of(_THEN_CLAUSE.split(by, maxsplit=1)[0], name, is_told=True) or ""


def view_of(text: str) -> str | None:
    """Return who finds, views or acts on a suspicion: "The authority's finding is that ..."."""
    for pattern in (*_VIEWS, _FINDING, _IN_THE_VIEW, _ACTED):
        if (match := pattern.search(text)) and (name := name_of(match["by"])):
            return name
    return None


def named_by(text: str) -> str | None:
    """Return by whom something "was reported by"."""
    match = lexicon().find("passive_by", text)
    rest = match and _BY_WHOM.match(text, match.end())
    if rest and _OF_US.match(rest["by"]):
        return None
    return rest and (name_of(rest["by"]) or "")


#: "She has been ruled out by us, said Ann Lee"
_OF_US = re.compile(r"(?:us|me|them|him|her)\b", re.IGNORECASE)
