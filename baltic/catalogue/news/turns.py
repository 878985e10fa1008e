"""Whose turn it is in a transcript: lines that begin with a label, "LEE (on tape): It broke."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .letters import compile_names
from .sentences import Sentence

__all__ = ["is_asking", "turns_of"]

_LABEL = compile_names(
    r"^\W*(?P<label>[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){0,2})(?: \([^()]{1,30}\))?: (?=\W*\w)"
)
#: Labelled lines from which a text is a transcript, and its labels; one of them comes again.
_LINES, _LABELS = 4, 2
_ASKING = re.compile(
    r"presenter|host|moderator|interviewer|anchor|studio|question|q|announcer|newsreader|we|chair",
    re.IGNORECASE,
)


def is_asking(label: str) -> bool:
    """Return whether a label is that of who leads a talk, who claims nothing.

    Examples
    --------
    >>> is_asking("PRESENTER"), is_asking("LEE")
    (True, False)
    """
    return bool(_ASKING.fullmatch(label))


def turns_of(text: Sequence[Sentence]) -> dict[int, tuple[str, Sentence]]:
    """Return whose turn each sentence of a transcript is in, and the sentence without its label.

    Parameters
    ----------
    text
        All sentences.

    Returns
    -------
    dict
        By offset: the label as it stands, and the sentence; empty for any other text.

    Examples
    --------
    >>> from baltic.catalogue.news.sentences import split_sentences
    >>> lines = ["HOST: Is it cut?", "LEE: It is.", "HOST: And when?", "LEE: At noon. I saw it."]
    >>> told = "\\n\\n".join(lines)
    >>> [(label, said.text) for label, said in turns_of(split_sentences(told)).values()][-2:]
    [('LEE', 'At noon.'), ('LEE', 'I saw it.')]
    """
    heads = {s.start: m for s in text if (m := _LABEL.match(s.text))}
    labels = Counter(m["label"] for m in heads.values())
    if labels.total() < _LINES or len(labels) < _LABELS or max(labels.values()) < _LABELS:
        return {}
    found: dict[int, tuple[str, Sentence]] = {}
    label = ""
    for sentence in text:
        if head := heads.get(sentence.start):
            label = head["label"]
            found[sentence.start] = label, replace(sentence, text=sentence.text[head.end() :])
        elif label:
            found[sentence.start] = label, sentence
    return found
