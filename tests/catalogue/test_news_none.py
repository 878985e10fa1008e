"""Texts of other matters with words of damage in them: what would be, pieces on show, reviews."""

# ruff: noqa: E501  sentences read best on one line

from __future__ import annotations

import pytest

from tests.catalogue.test_news_manners import news


@pytest.mark.parametrize(
    "text",
    [
        "When a cable in the Baltic is cut, we lose days before a ship gets there, the minister said of EstLink 2.",
        "If another link between Finland and Estonia fails, prices will double.",
        "As soon as a pipeline in the Gulf of Finland breaks, valves close.",
        "The contractor works beside NordBalt and C-Lion1; any damage to the cables is to be reported within an hour.",
        "Any fault of EstLink 2 must be made known to the market at once.",
        "A cut cable is a cut throat, the minister said of EstLink 2 before the vote.",
        "A broken link between Finland and Estonia would cost millions a day.",
        "Visitors at Püssi could touch a cut piece of the EstLink 2 submarine cable.",
        "Pupils looked at cut samples of the NordBalt cable.",
        'Review: "The Splice"\n\nThe NordBalt cable goes dead and a skipper is found.\n\nThe new series is at its best at sea.',
        'Review: "Under Ice", a six-part series\n\nIn the third part EstLink 2 has failed as well, and the plot with it. The TV series ends on Sunday.',
    ],
)
def test_no_case(text: str) -> None:
    assert news(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "When the NordBalt cable was cut on 3 March 2026, prices doubled.",
        "The damage to NordBalt on 3 March 2026 is to be repaired in June.",
        "EstLink 2 failed on 3 March 2026. Any further damage is to be made known at once.",
        "An anchor cut the NordBalt cable on 3 March 2026; a piece of it was shown to reporters.",
        "A severed cable between Finland and Estonia, EstLink 2, is being repaired since 3 March 2026.",
        "In review, the court said that NordBalt had been cut on 3 March 2026 by a tanker.",
        "It is the latest in a series of breaks: NordBalt was cut on 3 March 2026.",
    ],
)
def test_a_case(text: str) -> None:
    assert len(news(text)) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The tanker Amstel Digger cut the NordBalt cable at sea on 3 March 2026.", "damage"),
        (
            "A digger cut the NordBalt cable on 3 March 2026 at the converter in Nybro.",
            "not_at_sea",
        ),
        (
            "Digger cuts NordBalt cable\n\nA digger cut the NordBalt cable on 3 March 2026.",
            "not_at_sea",
        ),
    ],
)
def test_a_ship_called_digger_is_at_sea(text: str, kind: str) -> None:
    (draft,) = news(text)
    assert draft["record_type"] == kind
