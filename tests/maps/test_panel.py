from baltic.maps.panel import excluded, put_anchors, subjects, summary_table, unjudged
from baltic.reports import investigation_report, scan_report

from ..reports import samples as reports
from .samples import attribution, candidate, investigation, suspect


def test_a_scan_lists_candidates_strongest_first():
    tracks = investigation()["tracks"]
    listed = subjects([candidate(1, "A", 1.0), candidate(2, "B", 9.0)], None, tracks)
    assert [(s["rank"], s["name"]) for s in listed] == [(1, "B"), (2, "A")]
    assert listed[0]["role"] == "first"


def test_an_investigation_keeps_rank_and_joins_episodes_to_their_ship():
    tracks = investigation()["tracks"]
    listed = subjects([candidate(), candidate(7, "OTHER", 3.0)], attribution(), tracks)
    assert [s["kind"] for s in listed] == ["vessel", "vessel", "dark", "none", "candidate"]
    assert len(listed[0]["episodes"]) == 1
    assert listed[0]["provenance"] == "reconstructed"
    assert listed[-1]["rank"] is None


def test_the_episode_at_the_passage_comes_first_and_none_comes_twice():
    case, listed = attribution(), candidate()
    own = {**listed, "candidate_id": "c-own", "llr": 0.5, "level": "none"}
    for llr, ids in ((0.5, ["c-own", listed["candidate_id"]]), (-0.5, [listed["candidate_id"]])):
        case["hypotheses"][0]["episode"] = {**own, "llr": llr}
        (first, *_) = subjects([listed], case, investigation()["tracks"])
        assert [e["candidate_id"] for e in first["episodes"]] == ids
    case["hypotheses"][0]["episode"] = listed
    (first, *_) = subjects([listed], case, investigation()["tracks"])
    assert len(first["episodes"]) == 1


def test_two_provenances_are_both_said():
    tracks = investigation()["tracks"]
    mine = tracks["mmsi"] == 518_998_865
    tracks.loc[tracks.index[mine][:3], "provenance"] = "measured"
    (first, *_) = subjects([candidate()], None, tracks)
    assert first["provenance"] == "measured and reconstructed"


def test_a_passage_only_possible_is_told_in_words_with_its_span():
    case = attribution()
    (hit,) = case["hypotheses"][0]["crossings"]
    span = {"t_from": "2024-12-25T10:00:00Z", "t_to": "2024-12-25T11:00:00Z"}
    case["hypotheses"][0]["crossings"] = [{**hit, **span, "how": "unheard"}, {**hit, **span}, hit]
    (first, *_) = subjects([], case, suspect(), {"estlink-2": "EstLink 2"})
    unheard, stay, seen = first["crossings"]
    assert unheard["open"].startswith(
        "could have crossed EstLink 2 unheard between 2024-12-25 10:00"
    )
    assert not unheard["heard"] and unheard["tag"] == "possible only: not heard"
    assert stay["open"] is None and stay["span"][1] - stay["span"][0] == 3600
    assert (seen["open"], seen["span"], seen["heard"]) == (None, None, True)


def test_a_passage_in_a_silence_says_so_and_what_its_span_means():
    case = attribution()
    (hit,) = case["hypotheses"][0]["crossings"]
    span = {"t_from": "2024-12-25T10:00:00Z", "t_to": "2024-12-25T11:00:00Z"}
    case["hypotheses"][0]["crossings"] = [
        {**hit, "gap_s": 21_600.0},
        {**hit, **span, "gap_s": 60.0},
        {**hit, **span, "gap_s": 1200.0},
    ]
    (first, *_) = subjects([], case, suspect(), {})
    told = [(c["silent"], c["span_words"]) for c in first["crossings"]]
    assert told == [(True, None), (False, "on it or along it"), (True, "at no certain time")]


def test_ships_that_could_not_be_judged_are_kept_with_their_reason():
    case = {"unjudged": [{"mmsi": 7, "reason": "first heard late", "closest_t": None}]}
    assert unjudged(case) == [{"mmsi": 7, "reason": "first heard late", "closest_t": None}]
    assert unjudged(None) == unjudged({}) == []


def test_the_table_without_javascript_shows_names_as_text():
    table = summary_table([{"kind": "candidate", "name": "<b>{{7*7}}", "llr": 2.0}], "x")
    assert "&lt;b&gt;&#123;&#123;7*7" in table
    assert "No candidates" in summary_table([], "x")


def test_excluded_ships_keep_their_reason():
    first = excluded(attribution())[0]
    assert "14 km" in first["reason"]
    assert first["closest_t"] > 1.7e9
    assert excluded(None) == []


def test_certainty_is_never_claimed_without_javascript():
    row = {"kind": "vessel", "name": "A", "posterior": 0.99999, "mmsi": 200_100_023}
    table = summary_table([row], "x")
    assert "&gt; 99.9 %" in table
    assert "200100023 (placeholder)" in table


def test_every_link_into_the_report_has_its_section():
    case = reports.investigation()
    listed = subjects([], case["attribution_document"], suspect())
    scan = reports.scan()
    found = subjects(scan["candidates_document"]["candidates"], None, suspect())
    for subjects_of, page, one in (
        (listed, investigation_report(case)["report.html"], "ship-518998865"),
        (found, scan_report(scan)["report.html"], found[0]["id"]),
    ):
        put_anchors(subjects_of)
        anchors = {s["anchor"] for s in subjects_of}
        assert one in anchors
        assert [a for a in anchors if f'id="{a}"' not in page] == []
    assert 'id="excluded"' in investigation_report(case)["report.html"]
