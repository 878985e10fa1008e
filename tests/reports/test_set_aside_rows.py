"""Excluded ships as a report shows them."""

from baltic.reports import investigation_page, render
from baltic.reports.set_aside_rows import set_aside_row

FAR = {
    "state": "excluded",
    "kind": "not_near",
    "reason": "excluded because it was not within 40 km",
}
EARLY = {
    "state": "excluded",
    "kind": "crossed_before",
    "reason": "excluded because it crossed Alpha at 10:00Z, 2 h before the last good reading",
}
FITS = {
    "state": "possible",
    "kind": None,
    "reason": None,
    "posterior_alone": 0.05,
    "posterior_together": 0.0,
}


def row(*entries, leads):
    """Return an excluded ship with what is told of it at each outage."""
    told = [{"window": k, "name": f"N{k}", "leads": k == leads, **e} for k, e in enumerate(entries)]
    lead = told[leads]["reason"]
    return {"mmsi": 1, "name": "A", "reason": lead + "; as to N1, and so on", "by_outage": told}


def test_the_reason_is_told_once_and_outages_alike_are_one_line_by_letter() -> None:
    told = set_aside_row(row(FAR, EARLY, FAR, FITS, leads=1))
    assert told["reason"] == "B: " + EARLY["reason"]
    assert told["also"] == [
        "A, C: not in the area around the window",
        "D: fits, 5.0 % looked at alone, < 0.1 % beside the others",
    ]


def test_each_further_crossing_keeps_its_own_time() -> None:
    told = set_aside_row(row(FAR, EARLY, leads=0))
    assert told["also"] == ["B: it crossed Alpha at 10:00Z, 2 h before the last good reading"]


def test_documents_without_outages_of_their_own_are_told_as_they_are() -> None:
    old = {"mmsi": 1, "name": None, "reason": "excluded because it was far"}
    assert set_aside_row(old) == {**old, "also": []}


def test_every_report_shows_the_letters() -> None:
    document = {
        "incident_id": "mine",
        "windows": [],
        "hypotheses": [],
        "excluded": [row(FAR, EARLY, FAR, leads=1)],
    }
    texts = render("investigation", investigation_page({"attribution_document": document}))
    for name in ("report.html", "report.md"):
        assert "A, C: not in the area around the window" in texts[name]
        assert "and so on" not in texts[name]
