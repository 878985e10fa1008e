"""What has been said about an incident and by whom: claims, denials, steps of the law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from .moments import Day

__all__ = ["AttributionClaim", "LegalStep", "who_says"]

Words = Annotated[str, Field(min_length=1, max_length=5000)]


class _Said(BaseModel):
    """Unknown keys are kept; what was not said is not written."""

    model_config = ConfigDict(extra="allow", frozen=True)

    @model_serializer(mode="wrap")
    def _only_what_was_said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        plain: dict[str, Any] = handler(self)
        return {k: v for k, v in plain.items() if k in self.model_fields_set}


class AttributionClaim(_Said):
    """One statement on the cause: who made it, when, and whether it asserts or denies.

    Examples
    --------
    >>> AttributionClaim(by="the owner", claim="no anchor was down", stance="denies").stance
    'denies'
    """

    by: Words
    claim: Words
    stance: Annotated[
        Literal["claims", "denies", "clears", "doubts"] | None,
        Field(description="denies: of oneself; clears: of another, by an authority"),
    ] = None
    about: Annotated[str | None, Field(description="ship, state or thing spoken of")] = None
    date: Day = None
    sources: list[Any] = Field(default_factory=list)


class LegalStep(_Said):
    """What was the legal state from a date on.

    Examples
    --------
    >>> LegalStep(date="2025-10-03", status="charges dismissed").date
    '2025-10-03'
    """

    date: Annotated[Day, Field(description="year, month or day from which it holds; null: unknown")]
    status: Words
    by: str | None = None
    sources: list[Any] = Field(default_factory=list)


def who_says(claim: Mapping[str, Any]) -> str:
    """Return who made a statement and whether it asserts: what stands before its words.

    A denial told without its stance reads as the very claim that is denied.

    Parameters
    ----------
    claim
        A statement as plain JSON: `by`, and where known `stance` and `about`.

    Returns
    -------
    str
        One line, without a colon at its end.

    Examples
    --------
    >>> who_says({"by": "the owner", "claim": "an anchor was down", "stance": "denies"})
    'the owner denies'
    >>> who_says({"by": "the police", "claim": "no link", "stance": "clears", "about": "Ship A"})
    'the police clears (about Ship A)'
    """
    words = str(claim.get("by") or "not stated")
    if claim.get("stance"):
        words += f" {claim['stance']}"
    return f"{words} (about {claim['about']})" if claim.get("about") else words
