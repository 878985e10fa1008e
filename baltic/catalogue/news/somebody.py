"""Whether words of a text name somebody who can speak, and under which name."""

from __future__ import annotations

import re

from .letters import compile_names
from .lexicon import lexicon

__all__ = [
    "NOUN_PHRASE",
    "ROLES",
    "TAILS",
    "ends_in_a_name",
    "is_ship",
    "is_somebody",
    "name_of",
]

#: Nouns of those who can hold a view: offices, companies, persons by what they do.
ROLES = (
    r"(?:police|court|prosecutors?|office|navy|coast guard|guards?|operators?|owners?|company|firm"
    r"|ministry|board|commission|committee|authority|authorities|agency|bureau|judges?|government"
    r"|master|captain|skipper|crew|mate|embassy|consulate|ambassador|consul|shipowners?|managers?"
    r"|lawyers?|counsel|attorney|minister|premier|president|chancellor|mayor|governor|deputy|MPs?"
    r"|spokes(?:man|woman|person)|service|services|inspectorate|institute|university|union|club"
    r"|insurers?|experts?|researchers?|analysts?|investigators?|inspectors?|superintendent|detective"
    r"|commissioner|commander|admiral|general|chair(?:man|woman)|chief|head|director|engineers?"
    r"|officers?|officials?|historian|seismologist|professor|counterpart|colleague|contractor"
    r"|fishermen|fisherman|pilot|surveyor)"
)
_NAMED_LAST = compile_names(r"\b[A-Z][\w'-]+(?: (?:de |von |van )?[A-Z][\w'-]+)+$")
_FULL_NAME = re.compile(r"(?:^|\s)[^\W\d_a-z][\w'-]+ [^\W\d_a-z][\w'-]+$")
_ROLE = re.compile(rf"\b{ROLES}\b", re.IGNORECASE)


def is_somebody(words: str) -> bool:
    """Return whether words name a person or a body, by an office or by two names.

    Parameters
    ----------
    words
        A noun phrase.

    Returns
    -------
    bool
        False for a ship, too, whose kind stands before its name.

    Examples
    --------
    >>> [is_somebody(w) for w in ("The Danish Navy", "Bent Ipsen", "The tanker Bright Sea", "Ice")]
    [True, True, False, False]
    """
    if is_ship(words):
        return False
    return bool(_ROLE.search(words) or _FULL_NAME.search(words))


def ends_in_a_name(words: str) -> bool:
    """Return whether words end in two names or more: a person's, or a body's.

    Examples
    --------
    >>> [ends_in_a_name(w) for w in ("manager Ann Lee", "Jan van Dam", "Ann Lee of Yle", "Lee")]
    [True, True, False, False]
    """
    return _NAMED_LAST.search(words) is not None


def is_ship(words: str) -> bool:
    """Return whether words name a ship by its kind, and nobody of it.

    Examples
    --------
    >>> is_ship("the trawler"), is_ship("the ship's master"), is_ship("Alma Lines")
    (True, False, False)
    """
    return bool(lexicon().words["ship_types"].search(words)) and not _ROLE.search(words)


#: What may stand where a speaker is named.
NOUN_PHRASE = r"(?:(?!\b(?:said|says|told|that|and|but|while|which|who)\b)[^,.;:!?\"()]){2,90}"
#: What stands between a subject and its verb.
TAILS = re.compile(
    r"(?:\s+(?:has|have|had|also|on \w+day|later|earlier|is|are|was|were|repeatedly|again|already"
    r"|all along|always|consistently|today|yesterday"
    r"|likewise|strongly|firmly|quickly|swiftly|immediately|officially|publicly|now|both|itself"
    r"|in a statement|still|initially|at first|first|at|the|(?:quick|swift|keen|at pains) to))+$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:\W|\d\d?(?:[:.]\d\d)?\b|here\b|unfortunately\b|nevertheless\b|and\b|but\b|while\b"
    r"|although\b|though\b|however\b|meanwhile\b|also\b|that\b|later\b|as\b"
    r"|(?:said|says|replied|added)\b(?= (?:the|an?|its)\b)"
    r"|(?:our|my)\b(?= (?-i:(?:[a-z-]+ ){0,4}[^\W\d_a-z]))"
    r"|(?:last|this|next) (?:night|week|month|year|spring|summer|autumn|winter|\w+day)\b"
    r"|(?:\w+ ){1,2}(?:hours?|days?|weeks?|months?|years?)"
    r" (?:later|afterwards|earlier|ago|before)\b"
    r"|on \w+day\b|earlier\b|in a statement\b|for its part\b|separately\b|still\b)+",
    re.IGNORECASE,
)
#: "A prosecutor decided", "defence counsel Ann Lee said that her client"; not "commissioned by",
#: no name: "said Hans Kofoed", and no noun: "both accused".
_TOO_MUCH = re.compile(
    r"(?<!\b[Tt]he)(?<!\b[Bb]oth)\s(?:said|says|told|tells|posts|writes|wrote|tweets|[a-z]{2,}ed(?!\s(?:by|in|for|to|from|at|with|as)\b))\b.*$"
)
#: "On the evidence the court considered"
_AT_FIRST = re.compile(
    r"^(?:on|in|after|from|at|with|under|by)"
    r" (?:the |an? |its |our |this |that |his |her )?(?:[\w-]+ ){1,4}?(?=(?:the|an?|its) )",
    re.I,
)
#: "We have no reason to", "the cost of the repair", "groups recalled that they"
_NOBODY = re.compile(
    r"(?:to|as|of|by|in|at|on|from|under|into|being|we|i|they|he|she|it|you|there|what|how|if|our|my|your|us|me"
    r"|them|him|against|amid|during|despite|since|until|through|without|within|because|given)\b"
    r"|(?:(?:the|a|an|its|\w+) )?(?:[\w-]+ ){0,3}"
    r"(?:measurements?|examinations?|tests?|images?|(?<!expert )data|traces?)$"
    r"|(?:the|a|an|its) (?:[\w-]+ ){0,2}"
    r"(?:costs?|film|scare|alarm|drop|fault|failure|break|outage|repair)\b"
    r"|.*\b(?:to|that|they|we|he|she|it|has|have|did|does|would|may|might|could|should)$"
    r"|.*\b(?:scare|alarm|leak|fault|outage|failure|break|rupture|accusation|allegation|event|incident"
    r"|tweet|quote)s?$",
    re.IGNORECASE,
)
#: "The accused said": what stands before "accused" is no name.
_NO_NOUN = re.compile(
    r"(?:the|an?|both|all|its|his|her|their|two|three|some|other|says?|said|tells?|told)",
    re.IGNORECASE,
)
#: "Spokeswoman Ann Lee to Yle: ...", but "the ambassador to Finland".
_TO_WHOM = re.compile(r"(?P<name>[^\W\d_a-z][\w'-]+ [^\W\d_a-z][\w'-]+) to [^\W\d_a-z].*$")
_FIRM = re.compile(r"\b(?:AB|A/?S|ASA|Oyj?|O\u00dc|AG|GmbH|SA|Ltd|plc|Inc|UAB|SIA)$")
_SOMEONE = re.compile(
    r"(?:the|a|an|its|his|her|their|local|state|police|one of|people|sources)\b", re.IGNORECASE
)


def name_of(words: str, apposed: str | None = None, *, is_told: bool = False) -> str | None:
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
    name = TAILS.sub("", _TOO_MUCH.sub("", name)).strip(" ,-'\"")
    name = _TO_WHOM.sub(r"\g<name>", name)
    pieces = name.split()
    if not pieces or len(pieces) > 12 or len(name) < 2:
        return None
    if lexicon().words["pronouns"].fullmatch(pieces[0]) and len(pieces) <= 2:
        return None
    if _NO_NOUN.fullmatch(name) or _NOBODY.match(name) or _is_adjective(name):
        return None
    if lexicon().words["heads"].search(name) and len(pieces) < 4 and not _FIRM.search(name):
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
