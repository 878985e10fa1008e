"""Both reports: what they must say, whatever was found."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest

from baltic.reports import (
    as_plain,
    investigation_page,
    investigation_report,
    scan_page,
    scan_report,
)

from . import samples


@pytest.fixture(scope="module")
def reports() -> dict[str, str]:
    found = {}
    for kind, make, data in (
        ("scan", scan_report, samples.scan()),
        ("investigation", investigation_report, samples.investigation()),
    ):
        for name, text in make(data).items():
            found[f"{kind}/{name}"] = text
    return found


def test_both_forms_are_written(reports: dict[str, str]) -> None:
    assert set(reports) == {
        "scan/report.html", "scan/report.md", "investigation/report.html",
        "investigation/report.md",
    }  # fmt: skip


def test_every_section_stands(reports: dict[str, str]) -> None:
    for name, text in reports.items():
        for heading in ("Quality and coverage", "Limits", "Audit of rows", "Manifest", "Method"):
            assert heading in text, (name, heading)
        assert "vidence, not verdict" in text
        assert "map.html" in text
        assert "nnocent explanations" in text
        assert "ab" * 32 in text, "hash of the input"
    for name in ("investigation/report.html", "investigation/report.md"):
        for heading in ("What failed", "Ranking", "excluded", "Timeline", "Sensitivity"):
            assert heading in reports[name], (name, heading)


def test_the_browser_may_fetch_nothing(reports: dict[str, str]) -> None:
    for name in ("scan/report.html", "investigation/report.html"):
        text = reports[name]
        first = text.split("<head>", 1)[1].lstrip()
        assert first.startswith('<meta http-equiv="Content-Security-Policy"')
        assert "default-src 'none'" in first[:200]
        assert "<script" not in text and "<link" not in text and "@import" not in text
        assert not re.search(r"(?:src|href)=[\"'](?!#|[a-z]+\.(?:html|json)[\"'])", text)
        assert "http://www.w3.org/2000/svg" in text
        assert not re.findall(r"https?://(?!www\.w3\.org)", text)


def test_how_a_track_is_known_is_always_shown(reports: dict[str, str]) -> None:
    page = reports["investigation/report.html"]
    assert page.count('class="badge b-simulated"') >= 3
    assert 'class="badge b-reconstructed"' in page
    assert "The simulated track of SHIP 518998865" in page


def test_numbers_of_ours_are_never_printed_as_a_ships_number(reports: dict[str, str]) -> None:
    for name in ("investigation/report.html", "investigation/report.md"):
        text = reports[name].replace("SHIP 200000001", "").replace("SHIP 200100007", "")
        assert "200000001" not in text
        assert "200100007" not in text
        assert "placeholder" in text


def test_accuracy_stands_beside_each_passage(reports: dict[str, str]) -> None:
    page = reports["investigation/report.md"]
    rows = re.findall(r"^\| (?:Alpha|Beta|Gamma) \| 2024.*$", page, re.M)
    assert len(rows) == 3
    assert all("0.50 km (charted)" in row and " s |" in row for row in rows)


def test_charts_are_drawn(reports: dict[str, str]) -> None:
    page = reports["investigation/report.html"]
    assert "Ledger: log-likelihood ratio" in page
    assert "Speed over ground against time" in page
    assert "Outage windows and passages" in page
    for kind in ("scan", "investigation"):
        assert "Where it was: assets, tracks, passages" in reports[f"{kind}/report.html"]


def test_the_summary_comes_first(reports: dict[str, str]) -> None:
    for kind in ("scan", "investigation"):
        page = reports[f"{kind}/report.html"]
        first = page.split('<section id="summary">')[1].split("</section>")[0]
        assert "<h2" in first and "numbers" in first
        assert page.index("</section>") < page.index('id="timeline"')
    case = reports["investigation/report.html"]
    assert "Gamma" in case and ": one of Gamma" in case, "of several assets one failed"


def test_the_json_holds_every_number_and_no_drawing() -> None:
    for kind, page in (
        ("scan", scan_page(samples.scan())),
        ("investigation", investigation_page(samples.investigation())),
    ):
        text = json.dumps(as_plain(kind, page), allow_nan=False)
        assert "<svg" not in text and '"baltic-report/1"' in text
        assert json.loads(text)["kind"] == kind


def test_rows_add_up_in_the_audit(reports: dict[str, str]) -> None:
    for text in reports.values():
        assert "3,000 rows in = 2,880 used + 120 dropped" in text


def test_silences_are_told_with_what_is_unknown() -> None:
    for text in scan_report(samples.scan()).values():
        part = text.split("Silences that may hide a crossing", 1)[1].split("Quality and", 1)[0]
        assert "Where it sailed meanwhile is unknown" in part
        assert "95.0 %" in part and "42 min" in part and "+1.5" in part
        assert "on the straight way" in part
        assert part.index("518998865") < part.index("no-such")
        assert "200100007" not in part, "a made-up number is no fact"
        assert "2 of 31 pairs of a silence and an asset (12 silences in all)" in part
    none = {k: v for k, v in samples.scan().items() if k != "dark_crossings"}
    for text in scan_report(none).values():
        assert "No silence of a ship under way" in text


def test_states_are_one_line_and_no_raw_dict() -> None:
    for text in scan_report(samples.scan()).values():
        assert "transit 2024-12-24 22:00 to 2024-12-25 09:00, drag-like 09:00 to 15:30" in text
        assert "t_start" not in text


def test_a_short_scan_says_it_cannot_find_a_drag() -> None:
    data = samples.scan()
    data["candidates_document"] = {**data["candidates_document"], "candidates": []}
    data["manifest"] = copy.deepcopy(data["manifest"])
    data["manifest"]["counts"]["last_fix"] = "2024-12-25T04:57:37Z"
    for text in scan_report(data).values():
        assert "97 seconds" in text
        assert "too short to find a drag" in text
        assert "coverage" in text


def test_a_run_without_any_fix_is_reported() -> None:
    data = samples.scan()
    data["manifest"] = {**data["manifest"], "counts": {}}
    data["candidates_document"] = {"candidates": [], "vessel_days": 0.0}
    for text in scan_report(data).values():
        assert "too short to find a drag" in text


def test_an_uncovered_window_is_said_first() -> None:
    data = samples.investigation()
    page = investigation_report(data)["report.html"]
    summary = page.split("<main>")[1].split("<h2")[0]
    assert "Not covered" in summary
    assert "cannot support" in summary


def test_nobody_crossed() -> None:
    document = copy.deepcopy(samples.attribution_document())
    document["hypotheses"] = [h for h in document["hypotheses"] if h["kind"] != "vessel"]
    for text in investigation_report(
        {**samples.investigation(), "attribution_document": document}
    ).values():
        assert "Nobody in this AIS could have done it" in text


def test_ships_that_could_not_be_judged_have_a_table_of_their_own(
    reports: dict[str, str],
) -> None:
    document = copy.deepcopy(samples.attribution_document())
    row = {
        "mmsi": 265000009, "name": "<b>QUIET</b>", "closest_km": 80.2,
        "closest_t": "2024-12-25T05:00:00Z", "reason": "could not be judged because unheard",
    }  # fmt: skip
    document["unjudged"] = [row]
    texts = investigation_report({**samples.investigation(), "attribution_document": document})
    for text in texts.values():
        assert "Ships that could not be judged" in text
        assert "<b>QUIET</b>" not in text and "QUIET" in text
    assert "1 could not be judged" in texts["report.md"]
    assert "could not be judged" not in reports["investigation/report.md"]


def test_ships_that_fit_loosely_dated_outages_only_are_told_apart(
    reports: dict[str, str],
) -> None:
    document = copy.deepcopy(samples.attribution_document())
    row = {
        "mmsi": 265000009, "name": "<b>SOME DAY</b>", "closest_km": 0.0,
        "closest_t": "2024-12-25T05:00:00Z", "kind": "loose_only",
        "reason": "excluded because it crossed Alpha early; it fits Gamma",
    }  # fmt: skip
    document["excluded"] = [*(document.get("excluded") or []), row]
    ways = [
        {"kind": "vessel", "mmsi": 265000009, "name": "<b>SOME DAY</b>", "posterior": 0.5,
         "posterior_together": 0.25},
        {"kind": "none", "mmsi": None, "name": None, "posterior": 0.5,
         "posterior_together": None},
    ]  # fmt: skip
    document["each_outage"] = [{"name": w["name"], "explanations": ways} for w in
                               document["windows"]]  # fmt: skip
    texts = investigation_report({**samples.investigation(), "attribution_document": document})
    for text in texts.values():
        assert "of these, the last, fits an outage that is known to a window of days" in text
        assert "Each outage by itself" in text
        assert "<b>SOME DAY</b>" not in text and "SOME DAY" in text
        assert "(1 fits a loosely dated outage)" in text
    assert "(1 of them for all but loosely dated outages)" in texts["report.md"]
    assert "loosely dated" not in reports["investigation/report.md"]


def test_missing_extras_are_no_error() -> None:
    """A report can be drawn from the attribution alone."""
    texts = investigation_report({"attribution_document": samples.attribution_document()})
    assert all("Ranking" in t for t in texts.values())


def test_the_same_data_gives_the_same_report() -> None:
    assert investigation_report(samples.investigation()) == investigation_report(
        samples.investigation()
    )


@pytest.mark.parametrize("path", [("posterior",), ("llr",), ("name",), ("provenance",)])
def test_unknown_values_are_dashes(path: tuple[str, ...]) -> None:
    document: Any = copy.deepcopy(samples.attribution_document())
    document["hypotheses"][0][path[0]] = None
    texts = investigation_report({**samples.investigation(), "attribution_document": document})
    assert all("None" not in t.replace("None:", "") for t in texts.values())


def test_a_window_that_is_not_covered_is_never_told_as_nobody() -> None:
    document = copy.deepcopy(samples.attribution_document())
    document["hypotheses"] = [h for h in document["hypotheses"] if h["kind"] != "vessel"]
    document["covered"] = False
    document["coverage"]["share"] = 0.0
    for text in investigation_report(
        {**samples.investigation(), "attribution_document": document}
    ).values():
        assert "Nobody in this AIS" not in text and "it says nothing about ships" in text


def test_events_of_the_timeline_stand_in_the_order_of_time(reports: dict[str, str]) -> None:
    part = reports["investigation/report.md"].split("## Timeline")[1].split("\n## ")[0]
    times = re.findall(r"^- (2\d{3}-\d\d-\d\d \d\d:\d\d:\d\dZ)", part, re.M)
    assert len(times) > 3 and times == sorted(times)


def test_a_very_long_name_leaves_room_for_the_rest() -> None:
    document = copy.deepcopy(samples.attribution_document())
    document["hypotheses"][0]["name"] = "A" * 10_000
    for text in investigation_report(
        {**samples.investigation(), "attribution_document": document}
    ).values():
        assert "A" * 59 + "…" in text and "A" * 61 not in text


def test_a_denial_is_told_as_a_denial() -> None:
    claims = [
        {"by": "a ministry", "claim": "their ship cut the cable", "stance": "denies"},
        {"by": "the police", "claim": "it had crossed", "stance": "clears", "about": "Ship A"},
    ]
    data = {**samples.investigation(), "incident": {"id": "x", "attribution_claims": claims}}
    for name, text in investigation_report(data).items():
        assert "a ministry denies: “their ship cut the cable”" in text, name
        assert "the police clears (about Ship A): “it had crossed”" in text.replace("\\", ""), name


def test_one_is_told_as_one() -> None:
    data = samples.investigation()
    document = data["attribution_document"]
    document["excluded"] = document["excluded"][:1]
    data["audit"] = {"rows_in": 1, "rows_used": 1, "dropped": {}, "flagged": {}}
    for text in investigation_report(data).values():
        assert "1 ship in the area and time is excluded, with its reason." in text
        assert "1 row in = 1 used + 0 dropped" in text
    found = samples.scan()
    found["dark_crossings"] |= {"total": 1, "silences": 1}
    for text in scan_report(found).values():
        assert "of 1 pair of a silence and an asset (1 silence in all)" in text


def test_a_ship_without_a_name_has_an_article_in_a_sentence() -> None:
    data = samples.investigation()
    document = data["attribution_document"]
    first = next(h for h in document["hypotheses"] if h["kind"] == "vessel")
    first["name"] = None
    for text in investigation_report(data).values():
        assert "track of an unnamed ship" in text or "is an unnamed ship" in text
        assert not re.search(r"(?:track of|first ship is) unnamed ship", text)


def test_the_audit_tells_reasons_from_remarks(reports: dict[str, str]) -> None:
    for name, text in reports.items():
        assert re.search(r"[Rr]eason or remark", text), name
        assert "dropped: exact duplicate" in text and "remark: lat 91" in text, name


def test_the_error_of_a_reading_is_the_one_that_was_used() -> None:
    document = copy.deepcopy(samples.attribution_document())
    document["windows"][0]["t_sd_s"] = None
    document["priors"]["windows"][0]["reading_sd_s"] = 897.0
    data = {**samples.investigation(), "attribution_document": document}
    for text in investigation_report(data).values():
        assert "897 s (usual)" in text


def test_the_error_of_a_place_is_the_one_that_was_used() -> None:
    """A place in words had no error at all in the report, and its radius was not told."""
    document = copy.deepcopy(samples.attribution_document())
    window = document["windows"][0]
    window.update(lon=24.0, lat=59.7, kp_km=None, position_sd_km=None)
    document["priors"]["windows"][0].update(place_sd_km=2.5, place_radius_km=8.0)
    data = {**samples.investigation(), "attribution_document": document}
    for text in investigation_report(data).values():
        assert "′E (anywhere within 8.0 km) ± 2.5 km (usual)" in re.sub(r"\\", "", text)


def test_a_failure_of_known_time_is_no_span() -> None:
    document = copy.deepcopy(samples.attribution_document())
    when = "2024-12-25T10:26:00Z"
    document["windows"][0].update(t_earliest=when, t_latest=when)
    page = investigation_page({**samples.investigation(), "attribution_document": document})
    row = next(e for e in page["events"] if e["words"].startswith("A, "))
    assert row["b"] is None and row["words"].endswith("failed")
    text = investigation_report({**samples.investigation(), "attribution_document": document})
    assert "10:26:00Z to 2024-12-25 10:26:00Z" not in re.sub(r"\\", "", text["report.md"])


def test_how_a_time_is_known_is_told_only_where_the_record_says_so() -> None:
    document = copy.deepcopy(samples.attribution_document())
    window = document["windows"][0]
    window["evidence_kind"] = "press_window"
    entry = {k: window[k] for k in ("t_earliest", "t_latest")}
    (asset_id,) = window["asset_ids"]
    for kind, words in (("press_window", "span named"), (None, "not stated, taken as a span")):
        incident = {"assets": [{**entry, "asset_id": asset_id, "evidence_kind": kind}]}
        data = {**samples.investigation(), "attribution_document": document}
        page = investigation_page({**data, "incident": incident})
        assert page["windows"][0]["kind_words"].startswith(words)


def test_almost_all_of_a_window_is_not_all_of_it() -> None:
    document = copy.deepcopy(samples.attribution_document())
    document["coverage"]["windows"][0]["window_share"] = 0.9964
    data = {**samples.investigation(), "attribution_document": document}
    for text in investigation_report(data).values():
        assert "99.6 %" in text


def test_a_ship_that_was_not_heard_there_is_consistent_with_nothing() -> None:
    document = copy.deepcopy(samples.attribution_document())
    top = document["hypotheses"][0]
    assert top["kind"] == "vessel"
    for passage in top["crossings"]:
        passage["how"] = "unheard"
    data = {**samples.investigation(), "attribution_document": document}
    for text in investigation_report(data).values():
        assert "shows it at none of" in text and "consistent with 0 of" not in text


def test_what_rounds_to_nothing_has_no_sign() -> None:
    made = copy.deepcopy(samples.scan())
    row = made["candidates_document"]["candidates"][0]["evidence"][0]
    row.update(value=-0.0, neighbours=-0.0, llr=-0.001)
    told = scan_report(made)["report.md"].replace("\\", "")
    assert "| 0 ln | 0 ln | +0.00 |" in told and "-0 ln" not in told and "-0.00" not in told


def test_an_example_without_a_file_begins_with_its_text() -> None:
    made = copy.deepcopy(samples.scan())
    tallies = made["audit"]["dropped"]
    tallies["exact_duplicate"]["example"] = {"file": "", "line": None, "text": "mmsi 219000032"}
    tallies["no_position"]["example"] = {"file": "", "line": 7, "text": "a row"}
    told = scan_report(made)["report.md"].replace("\\", "")
    assert "| mmsi 219000032 |" in told and "| line 7: a row |" in told and "| : " not in told


def test_a_range_that_was_not_made_says_so() -> None:
    made = copy.deepcopy(samples.investigation())
    made["attribution_document"]["sensitivity"]["band"] = {}
    for text in investigation_report(made).values():
        assert "not varied" in text


def test_the_counts_of_the_first_page_add_up() -> None:
    made = copy.deepcopy(samples.investigation())
    document = made["attribution_document"]
    ranked = sum(h["kind"] == "vessel" for h in document["hypotheses"])
    judged = ranked + len(document["excluded"]) + len(document["unjudged"])
    made["manifest"]["counts"]["vessels"] = judged + 3
    first = investigation_page(made)["summary"]
    parts = ("ships_ranked", "ships_excluded", "ships_unjudged", "ships_elsewhere")
    assert sum(first[key] for key in parts) == first["ships_heard"] == judged + 3
    texts = investigation_report(made)
    assert f"{judged + 3} ships in this AIS: {ranked} not excluded" in texts["report.md"]
    assert "3 not near the assets around the windows" in texts["report.md"]
    assert "<b>3</b><span>not near in that time</span>" in texts["report.html"]


def test_one_outage_of_several_assets_tells_kind_and_error_once() -> None:
    data = copy.deepcopy(samples.investigation())
    ids = [*list(data["assets"])[:1], "no-such-a", "no-such-b"]
    data["attribution_document"]["windows"][0]["asset_ids"] = ids
    page = investigation_page(data)
    first = page["windows"][0]
    assert len(first["known"]) == 3 and len(first["lines_known"]) == 2
    assert all(w["lines_known"] for w in page["windows"])


def test_the_first_page_says_whose_innocent_explanations_it_tells() -> None:
    data = samples.investigation()
    page = investigation_page(data)
    html = investigation_report(data)["report.html"]
    assert page["summary"]["innocent"], "the sample has some"
    assert f"Check first of {page['detailed'][0]['label']}, as it may be innocent" in html
