"""Claims, denials and doubts in the turns that writers use for them, and whose they are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.catalogue.news.speakers import speaker_of, subject_of
from baltic.catalogue.news.statements import find_cause, find_statements
from tests.catalogue.test_news_speakers import CUT, only


def said(text: str) -> list[tuple[str, str]]:
    claims: list[dict[str, Any]] = only(f"{CUT}\n\n{text}")["attribution_claims"]
    return [(claim["by"], claim["stance"]) for claim in claims]


@pytest.mark.parametrize(
    "agrees",
    [
        "Litgrid agrees.",
        "Litgrid says so, too.",
        "Litgrid, its owner, takes the same view.",
        "Litgrid shares this assessment.",
        "Litgrid is of the same opinion.",
        "Litgrid is also convinced of it.",
        "Litgrid admits as much and has apologised.",
        "Litgrid backed that theory on Monday.",
        "Litgrid sees it the same way.",
        "Litgrid came to the same conclusion.",
        "Litgrid confirmed this.",
    ],
)
def test_who_shares_what_was_said_before_claims_it_too(agrees: str) -> None:
    told = f"An anchor tore it, the navy said. {agrees}"
    assert said(told) == [("the navy", "claims"), ("Litgrid", "claims")]


@pytest.mark.parametrize(
    "other",
    [
        "Litgrid does not agree.",
        "Litgrid agreed to pay the bill.",
        "Does Litgrid agree?",
        "They agree.",
        "Litgrid will mend it.",
        "Litgrid confirmed this week that a ship is on its way.",
    ],
)
def test_who_does_not_share_it_claims_nothing(other: str) -> None:
    assert said(f"An anchor tore it, the navy said. {other}") == [("the navy", "claims")]


def test_who_says_so_stands_for_those_who_are_not_named() -> None:
    told = "They hold that an anchor tore it. Litgrid says so, and the navy says so."
    assert said(told) == [("Litgrid", "claims"), ("the navy", "claims")]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Her owner, Nord Line, said there had been no contact between the ship and a cable.",
         "Her owner, Nord Line"),
        ("Nord Line said it does not recognise that version.", "Nord Line"),
        ('China\'s ambassador, Li Bo, called hints at the crew of the bulker in port "a smear".',
         "China's ambassador, Li Bo"),
        ('In Oslo that was dismissed as rubbish: "We lay in port," skipper Ivar Lund explained.',
         "skipper Ivar Lund"),
        ('"Nonsense," says Kurt Holm, who leads the fishermen.', "Kurt Holm"),
        ('"That is pure fantasy," said captain Ivar Lund.', "captain Ivar Lund"),
        ("The skipper swore that he had touched nothing out there.", "The skipper"),
        ("The first mate insists that he was told nothing.", "The first mate"),
        ("The contractor, Sund Works, says it was not their fault.",
         "The contractor, Sund Works"),
        ("Minister Ann Lee blamed Moscow, a charge the Kremlin called absurd.", "the Kremlin"),
        ("He spoke of sabotage, an accusation that Beijing has rejected.", "Beijing"),
        ("The embassy said that Oman had no part in the break.", "The embassy"),
    ],
)  # fmt: skip
def test_turns_of_denial(text: str, by: str) -> None:
    assert [(s.by, s.stance) for s in find_statements(text) if s.stance == "denies"] == [
        (by, "denies")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nor was it disputed that the fibres parted.",
        "The owner has not denied that its ship was there.",
        "Chance had no part in it.",
        "The crew had no contact with their families.",
        "The ship swore in a new crew.",
    ],
)
def test_what_denies_nothing(text: str) -> None:
    assert not [s for s in find_statements(text) if s.stance == "denies"]


@pytest.mark.parametrize(
    "text",
    [
        "The navy did not find anything suspicious.",
        "Nothing points to intent, the navy said.",
        "The navy sees no grounds to speak of intention.",
        "The navy said there was nothing to indicate that anyone meant harm.",
        "The navy has no evidence of a coordinated act.",
        "The navy excludes the involvement of third parties.",
        "The navy excluded a detonation.",
        "A hostile act is unlikely to be deliberate, the navy said.",
        "The bomb can be struck off the list, the navy said.",
        "The camera saw neither an anchor furrow nor a scratch.",
        "The anchor never touched it, the navy said.",
    ],
)
def test_turns_of_doubt(text: str) -> None:
    assert [s.stance for s in find_statements(text)] == ["doubts"]


@pytest.mark.parametrize(
    "text",
    [
        "No vessel has been named so far.",
        "It was sought in connection with the supposed attack, we wrote.",
        "Bomb disposal experts were sent for.",
        "The police could not exclude sabotage.",
        "A ship that drifted with its anchor out did not damage the cable.",
    ],
)
def test_what_claims_and_doubts_nothing(text: str) -> None:
    assert not [s for s in find_statements(text) if s.stance != "denies"]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('"It was nature alone," the mayor said.', "weather"),
        ("Everything points to clumsiness, the minister said.", "accident"),
        ("It was damaged from outside, the firm said.", "external"),
        ("The minister called it an act of war.", "deliberate"),
        ('"A positioning error," the contractor said.', "accident"),
        ("The deputy spoke of a bomb.", "explosion"),
        ('"This is no coincidence," minister Ann Lee said.', None),
        ('"We know exactly who did it," minister Ann Lee said.', None),
        ("The chair, Ann Lee, said that it points straight at Moscow.", None),
    ],
)
def test_turns_of_claims(text: str, cause: str | None) -> None:
    (one,) = find_statements(text)
    assert (one.stance, one.cause) == ("claims", cause)
    assert one.by is not None


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("The embassy in Riga posts: \"It was an anchor.\"", "The embassy in Riga"),
        ('"It was an anchor," said Hans Kofoed, a pilot.', "Hans Kofoed"),
        ("Minister Alfred Berg said it was an anchor.", "Minister Alfred Berg"),
        ("Last month a deputy spoke of it: an anchor.", "a deputy"),
        ("Two weeks later the inspectors said it was an anchor.", "the inspectors"),
        ("In a note handed to journalists the embassy said it was an anchor.", "the embassy"),
        ('"A bomb," Foreign Ministry spokesman Oleg Lund repeated.',
         "Foreign Ministry spokesman Oleg Lund"),
        ("In Tallinn this was called an attack.", None),
        ("So the ship sailed on, they say.", None),
    ],
)  # fmt: skip
def test_who_speaks_and_who_does_not(text: str, by: str | None) -> None:
    assert speaker_of(text) == by


def test_a_party_behind_a_name_is_no_part_of_it() -> None:
    assert subject_of("Member Ann Lee (Greens) was less shy.") == "Member Ann Lee"
    told = 'Member Ann Lee (Greens) was less shy. "It was sabotage," she told a paper.'
    assert said(told) == [("Member Ann Lee", "claims")]


def test_a_ship_is_nobody_who_speaks() -> None:
    told = "The tanker Alma Star lay there at anchor. She was at anchor again by a storm."
    assert "Alma Star" not in str(said(told))


@settings(max_examples=60, deadline=None)
@given(
    who=st.sampled_from(["the navy", "Litgrid", "minister Ann Lee", "a spokesman for Tet"]),
    what=st.sampled_from(["an anchor tore it", "it was sabotage", "a storm broke it"]),
    how=st.sampled_from(["{w}, {s} said.", "{S} said {w}.", "According to {s}, {w}.",
                         '"{W}," {s} told reporters.', '{S}: "{W}."', "{S} agreed: {w}."]),
)  # fmt: skip
def test_a_speaker_is_always_in_the_words_of_the_text(who: str, what: str, how: str) -> None:
    text = how.format(s=who, S=who[0].upper() + who[1:], w=what, W=what[0].upper() + what[1:])
    for one in find_statements(text):
        assert one.by is None or all(part in text for part in one.by.split(", "))
    assert find_cause(text) is not None


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Minister Ann Lee was quoted by the radio as saying an anchor tore it.",
         "Minister Ann Lee"),
        ("The daily quotes an expert, Ann Lee, for the view that an anchor tore it.",
         "an expert, Ann Lee"),
        ("Ann Lee, whom we quoted as saying an anchor tore it, is away.", "Ann Lee"),
        ("The accused said it was an anchor.", "The accused"),
        ("The navy, having looked at the cable, sees no evidence of intent.", "The navy"),
        ("An anchor tore it, the two companies conclude.", "the two companies"),
        ("The ministry of Oman on the incident: it was an anchor.", "The ministry of Oman"),
        ("Cable damage off Gotland: police look into it.", None),
        ("Cut on the seabed: what we know.", None),
    ],
)  # fmt: skip
def test_more_ways_to_name_a_source(text: str, by: str | None) -> None:
    assert speaker_of(text) == by


def test_the_accused_and_an_owner_by_its_name_deny() -> None:
    both = find_statements("Both accused deny having torn it.")
    assert [(s.by, s.stance) for s in both] == [("Both accused", "denies")]
    owner = find_statements("The owner, a firm in Oman called Sea Line, rejects the charge.")
    assert [(s.by, s.stance) for s in owner] == [("The owner, Sea Line", "denies")]


def test_a_cause_and_a_doubt_in_one_sentence() -> None:
    told = "Nothing suggests intent, and bad seamanship is likelier, the navy said."
    assert [(s.stance, s.by) for s in find_statements(told)] == [
        ("claims", "the navy"),
        ("doubts", "the navy"),
    ]


def test_a_spokesman_is_of_whom_the_sentence_before_is_about() -> None:
    told = "The Swedish Navy has a corvette there. A spokesman said it was an anchor."
    assert said(told) == [("The Swedish Navy (A spokesman)", "claims")]
    told = "The tanker Alma Star lies there. A spokesman said it was an anchor."
    assert said(told) == [("A spokesman", "claims")]


def test_it_said_is_of_who_rejected_it() -> None:
    told = (
        "The navy said an anchor tore it. The manager, Sea Line, rejected that. "
        '"Both anchors were secured all the way," it said by email.'
    )
    assert ("The navy", "denies") not in said(told)
    assert ("The manager, Sea Line", "denies") in said(told)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Elering denied that its own work had caused the break.", "Elering"),
        ("Russia denied any involvement.", "Russian state media"),
    ],
)
def test_who_denies_one_thing_may_claim_another(one: str, other: str) -> None:
    """Only who answers for a ship tells of her anchor that it did nothing."""
    draft = only(f"{CUT} {one} {other} said that an anchor had torn the cable.")
    said = {(c["by"], c["stance"]) for c in draft["attribution_claims"]}
    assert said == {(one.split()[0], "denies"), (other, "claims")}


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (
            "Her chain was out when the border guard found her, said Ann Lee, a commander.",
            "Ann Lee",
        ),
        ("An anchor tore it, the navy found, says Ann Lee.", "Ann Lee"),
        ("An anchor tore it, the navy found.", "the navy"),
    ],
)
def test_who_is_named_last_says_what_others_found(text: str, by: str) -> None:
    assert speaker_of(text) == by
