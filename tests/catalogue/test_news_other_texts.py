"""Texts on other matters: laying, upkeep, exercises, laws, stories, storms on land: no case."""

from __future__ import annotations

from datetime import date

import pytest

from baltic.catalogue.news.dates import find_dates
from baltic.catalogue.news.sentences import split_sentences
from baltic.catalogue.news.staged import is_staged
from tests.catalogue.test_news_prose import DAY, drafts, news

#: What crews do to a cable of their own, or to an old one.
WORKS = [
    "The crew of the layer had to wait for the wind to drop on Monday, and cut the pull-in rope of "
    "the new cable between Helsinki and Tallinn.",
    "On 4 May the barge cut the end of the cable between Sweden and Latvia, sealed its end and "
    "left it on the seabed.",
    "Ice forced the ship to cut the NordBalt cable on 4 May and to come back in spring.",
    "On 4 May a disused cable between Estonia and Finland was cut by the crew of the Alma.",
    "The telegraph cable between Sweden and Latvia was severed with a saw on 4 May.",
    "The crew cut away 200 metres of a cable between Finland and Estonia on 4 May.",
    "Where the route meets EstLink 1, the old line is severed on both sides.",
]

#: What is planned, tested, or made shorter.
UPKEEP = [
    "EstLink 2 works as usual; a short outage is planned on 20 May.",
    "The interruption of Fenno-Skan 2 was scheduled in autumn.",
    "NordBalt was out of service for an overhaul from 4 May on.",
    "Filters are changed. During the outage EstLink 2 carries up to 650 MW.",
    "Ten years of NordBalt: museum shows the first splice on 4 May.",
    "SwePol was offline on 4 May for tests.",
    "The route of the cable between Finland and Estonia was cut by eight kilometres on 4 May.",
]

#: What a law says, or what is only thought of.
SUPPOSED = [
    "Under the bill a captain may be fined who cuts a cable between Finland and Estonia.",
    "Imagine that C-Lion1 and EstLink 2 fail in one night. That was asked on 4 May.",
    "A cable is cut somewhere in the world every third day. That holds for the Baltic Sea.",
    'Divers looked on 4 May for the "cut" in a cable between Finland and Estonia.',
    "Whoever damages a cable between Sweden and Latvia pays, the minister said on 4 May.",
    "A master whose anchor severs a cable between Estonia and Finland has to pay for it.",
    '"When EstLink 2 breaks one day, we shall be there," the rector said on 4 May.',
    "Any ship that tears a cable between Poland and Sweden is to be held, the draft of 4 May says.",
]

#: Other things that broke beside an asset that is only named.
OTHER_THINGS = [
    "On 4 May the storm snapped a dozen poles on the way to the cable station of EstLink 1.",
    "A pylon was broken on 4 May where the cable between Åland and Sweden comes ashore.",
    "The overhead line from Hanko to Turku failed on 4 May, the ferry to Estonia did not sail.",
    "The sea cables to Sweden and Finland held on 4 May; it is the overhead lines that are broken.",
    "The ferry hit the quay on 4 May, a mile from the Balticconnector pipeline.",
    "An order for a link between Sweden and Finland was lost to a rival on 4 May.",
    "Plans for a third cable between Estonia and Finland failed on 4 May.",
    "On 4 May the mayor cut a ribbon for the cable between Finland and Estonia.",
    "The crew works on the cable between Finland and Estonia. On 4 May a winch snapped its wire.",
    "A jetting tool broke down on 4 May beside the NordBalt cable.",
    "Thieves cut a signal cable beside the railway in Rostock on 4 May.",
    "The power line from Kotka tripped on 4 May, and a data centre stood still.",
]

STAGED = [
    "Navies rehearse off Bornholm\n\nIn the exercise a freighter dragged its anchor through "
    "the SwePol Link on Monday. Baltic Pipe was leaking by noon.",
    "Sailors practised a search this week. In the story a trawler tore the EstLink 2 cable on "
    "Tuesday. The exercise ends on Friday.",
    "A new thriller from Turku\n\nIn the novel, EstLink 2 is cut at Christmas 2025. C-Lion1 fails "
    "on the next day.",
    "The ministry held a table-top exercise on 4 May. C-Lion1 was severed at nine, EstLink 1 at "
    "ten. The scenario came from a university.",
    "Apprentices in Rauma\n\nOn 4 May the pupils mended a cable that their teacher had torn with "
    "a winch. Fenno-Skan 2 broke at noon, on paper.",
]


@pytest.mark.parametrize("text", [*WORKS, *UPKEEP, *SUPPOSED, *OTHER_THINGS, *STAGED])
def test_a_text_of_another_matter_yields_no_case(text: str) -> None:
    assert not news(text)


@pytest.mark.parametrize(
    "text",
    [
        "EstLink 2 was cut on 4 May during a naval exercise. The exercise went on.",
        "A training ship dragged its anchor on 4 May and cut the EstLink 2 cable. The training "
        "ship was held.",
        "The navy broke off its exercise on 4 May. EstLink 2 had been cut. This is no drill, the "
        "training officer said.",
        "The barge cut the rope of its anchor on 4 May, and the anchor severed the NordBalt cable.",
        "A storm snapped poles on Åland on 4 May and broke the cable between Åland and Sweden.",
        "Ice damaged a pier, and the cable between Finland and Estonia was torn on 4 May.",
        "The crew lost a plough on 4 May; it damaged the EstLink 1 cable, and the laying stopped.",
        "EstLink 2 failed on 4 May, a day before a planned test.",
        "A ship cut the cable between Sweden and Latvia on 4 May, and its master may be fined.",
        "The Kotka power cable, which runs under the sea, tripped on 4 May.",
        "The chain of the tanker Alma cut the EstLink 1 cable on 4 May.",
        "The contract for a new cable was signed when the link between Sweden and Finland was cut "
        "on 4 May.",
        "The capacity was cut by 700 MW when EstLink 2 tripped on 4 May.",
        "Navy ships on exercise in the Gulf of Finland were diverted after the C-Lion1 cable "
        "failed on 4 May. The exercise, Cold Spray, was interrupted.",
        "Minehunters on their way back from the exercise Open Spirit were the first at the spot "
        "after NordBalt failed on 4 May. The exercise had ended a day before.",
        "A drill off the Polish coast had to be stopped when the SwePol link between Sweden and "
        "Poland tripped on 4 May. The drill is to go on next week.",
        "The exercise had just begun when EstLink 2 was cut on 4 May, Fingrid said. Ships of the "
        "exercise searched the seabed.",
        "Training of new cable jointers in Turku ended early. On 4 May the C-Lion1 cable was "
        "damaged, and all trained jointers are needed for the repair.",
        "Fingrid said EstLink 1 tripped on 4 May, two weeks before its planned maintenance.",
        "The Balticconnector pipeline lost pressure on 4 May, shortly after the yearly maintenance "
        "was over.",
        "During a naval exercise in the Baltic Sea a frigate found the place where the Baltika "
        "cable was severed on 4 May. The exercise goes on.",
    ],
)
def test_a_case_beside_other_matters_is_told(text: str) -> None:
    assert [d["date_utc_start"] for d in news(text)] == ["2025-05-04"]


def test_an_old_case_in_a_text_of_an_exercise_is_recalled() -> None:
    told = drafts(
        "Navies train off Bornholm. In the exercise a ship cut the SwePol cable on 4 May. The "
        "exercise goes back to the explosions which tore open Nord Stream 1 on 26 September 2022.",
        DAY,
    )
    assert [(d["date_utc_start"], d["background"]) for d in told] == [("2022-09-26", True)]


def test_one_word_of_an_exercise_stages_nothing() -> None:
    assert not is_staged(split_sentences("On exercise, the navy saw it. EstLink 2 was cut."))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("It was the first Tuesday in June.", "2025-06-03"),
        ("on the last Friday of May", "2025-05-30"),
        ("the second Monday in July 2024", "2024-07-08"),
        ("the third Sunday of November", "2024-11-17"),
        ("in the small hours of 19 February last year", "2024-02-19"),
        ("on 3 June this year", "2025-06-03"),
        ("Late on the 10th the line was shut.", "2025-06-10"),
        ("on the 28th, the link failed", "2025-05-28"),
    ],
)
def test_days_by_their_place(words: str, day: str) -> None:
    (found,) = find_dates(words, DAY)
    assert (found.first, found.is_exact) == (date.fromisoformat(day), True)


@pytest.mark.parametrize("words", ["on the 10th floor", "the 30th anniversary", "on the 31st ship"])
def test_what_is_no_day(words: str) -> None:
    assert not find_dates(words, DAY)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("The fibres themselves are intact.", "damage"),
        ("The neighbouring sections are undamaged.", "damage"),
        ("The cable is intact.", "no_damage"),
    ],
)
def test_a_part_that_is_whole_is_no_false_alarm(said: str, kind: str) -> None:
    (draft,) = news(f"The power feed of the C-Lion1 cable failed on 4 May. {said}")
    assert draft["record_type"] == kind


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Fitters took out twelve metres and put in new.", "completed"),
        ("The ends were fished up and rejoined.", "completed"),
        ("Divers are raising the first end of the line.", "under way"),
        ("A link that packed up is being looked at.", "unknown"),
    ],
)
def test_how_far_a_repair_has_come(text: str, word: str) -> None:
    (draft,) = news(f"EstLink 2 dropped off the grid on 4 May. {text}")
    assert draft["repair_status"] == word


@pytest.mark.parametrize(
    ("said", "is_helper"),
    [
        ("The vessel Alma has been on station since 8 May.", True),
        ("The vessel Alma is now on site.", True),
        ("For emergency-restoration works the vessel Alma has left port.", True),
        ("The vessel Alma is to splice it on Friday.", True),
        ("The vessel Alma was near the place.", False),
        ("The vessel Alma left port.", False),
    ],
)
def test_a_ship_at_work_is_a_helper(said: str, is_helper: bool) -> None:
    (draft,) = news(f"EstLink 2 was cut on 4 May. {said}")
    assert [s["name"] for s in draft["other_vessels"]] == (["Alma"] if is_helper else [])


@pytest.mark.parametrize(
    "text",
    [
        "One of the two direct-current leads between Sweden and Gotland dropped off the grid on "
        "4 May.",
        "C-Lion1 looks dark since 4 May.",
        "EstLink 2, the undersea lead to Estonia, packed up on 4 May.",
        "Arelion says its link between Klaipėda and Gotland has had no light on it since 4 May.",
        "We confirm a loss of all fibres of C-Lion1 on 4 May.",
    ],
)
def test_turns_for_a_failure(text: str) -> None:
    assert [d["date_utc_start"] for d in news(text)] == ["2025-05-04"]
