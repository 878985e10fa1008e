from baltic.maps.panel import excluded, subjects, summary_table

from .samples import attribution, candidate, investigation


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


def test_two_provenances_are_both_said():
    tracks = investigation()["tracks"]
    mine = tracks["mmsi"] == 518_998_865
    tracks.loc[tracks.index[mine][:3], "provenance"] = "measured"
    (first, *_) = subjects([candidate()], None, tracks)
    assert first["provenance"] == "measured and reconstructed"


def test_the_table_without_javascript_shows_names_as_text():
    table = summary_table([{"kind": "candidate", "name": "<b>{{7*7}}", "llr": 2.0}], "x")
    assert "&lt;b&gt;&#123;&#123;7*7" in table
    assert "No candidates" in summary_table([], "x")


def test_excluded_ships_keep_their_reason():
    first = excluded(attribution())[0]
    assert "14 km" in first["reason"]
    assert first["closest_t"] > 1.7e9
    assert excluded(None) == []
