"""Incident files: what is accepted, kept, refused, and in which words."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.catalogue import Incident, load_incident, load_incidents, remarks_on, unknown_incident
from baltic.catalogue.moments import parse_time
from baltic.errors import BalticError, IncidentError, UnknownIdError

MINIMAL: dict[str, Any] = {
    "id": "mine",
    "assets": [
        {
            "asset_id": "estlink-2",
            "t_earliest": "2024-12-25T10:26:00Z",
            "t_latest": "2024-12-25T12:27:00+02:00",
        }
    ],
}


def changed(**changes: Any) -> dict[str, Any]:
    """Return the minimal record with members of its one asset entry changed."""
    record = copy.deepcopy(MINIMAL)
    record["assets"][0].update(changes)
    return record


USUAL_NAME = "mine.json"


def refusal(path: Path) -> str:
    with pytest.raises(BalticError) as caught:
        load_incidents(path)
    line = caught.value.one_line()
    assert "\n" not in line
    assert "pydantic" not in line
    assert "http" not in line
    return line


def test_the_least_that_is_accepted(save: Any) -> None:
    record = load_incident(save(MINIMAL))
    (window,) = record.windows()
    assert window.asset_ids == ("estlink-2",)
    assert window.t_latest == datetime(2024, 12, 25, 10, 27, tzinfo=UTC)
    assert window.evidence_kind == "press_window"
    assert window.t_sd_s is None


@pytest.mark.parametrize("incident_id", list(load_incidents()))
def test_what_is_shown_is_accepted_again(save: Any, incident_id: str) -> None:
    """`show --json` is the shape of an incident file, unknown keys and all."""
    record = load_incidents()[incident_id]
    document = record.document()
    again = load_incident(save(document))
    assert again.document() == document
    assert again.windows() == record.windows()
    text = yaml.safe_dump(document, allow_unicode=True)
    assert load_incident(save(text, "mine.yaml")).document() == document


def test_the_shipped_file_and_its_documents_hold_the_same_facts() -> None:
    from baltic.data import data_file

    raw = yaml.safe_load(data_file("incidents.yaml").read_text(encoding="utf-8"))
    for row in raw:
        document = load_incidents()[row["id"]].document()
        for key, value in row.items():
            if key != "assets" and key != "suspected_vessels":
                assert document[key] == value, (row["id"], key)
        for got, want in zip(document["assets"], row["assets"], strict=True):
            assert {k: got[k] for k in want} == want


def test_unknown_keys_are_kept(save: Any) -> None:
    record = load_incident(save({**MINIMAL, "repair_cost": "EUR 1", "deep": {"a": [1, None]}}))
    document = record.document()
    assert (document["repair_cost"], document["deep"]) == ("EUR 1", {"a": [1, None]})


def test_null_is_nothing_said(save: Any) -> None:
    names = ("title", "suspected_vessels", "track_facts", "drag", "sources", "weather", "notes")
    record = load_incident(save({**MINIMAL, **dict.fromkeys(names)}))
    assert (record.title, record.suspected_vessels, record.sources) == ("", [], [])


def test_a_list_and_a_mapping_of_incidents(save: Any) -> None:
    two = [MINIMAL, {**MINIMAL, "id": "other"}]
    assert list(load_incidents(save(two))) == ["mine", "other"]
    assert list(load_incidents(save({"incidents": two}))) == ["mine", "other"]
    with pytest.raises(IncidentError, match="holds 2 incidents, one is wanted"):
        load_incident(save(two))


def test_ids_of_a_users_own_assets(save: Any) -> None:
    path = save(changed(asset_id="my-cable"))
    assert load_incident(path, known_assets=["my-cable"]).windows()[0].asset_ids == ("my-cable",)
    assert "unknown asset 'my-cable'" in refusal(path)


FUTURE = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"t_earliest": "2024-12-25T10:26:00"}, "assets[0].t_earliest has no time zone"),
        ({"t_earliest": "2024-12-25"}, "is a date without a time"),
        ({"t_earliest": "25.12.2024 10:26"}, "is no time such as"),
        ({"t_earliest": 1735122360}, "must be a time such as"),
        ({"t_earliest": "2024-12-25T11:00:00Z"}, "the window is reversed"),
        ({"t_latest": None}, "t_earliest and t_latest go together"),
        ({"t_earliest": FUTURE, "t_latest": FUTURE}, "lies in the future"),
        ({"asset_id": "estlink2"}, "did you mean estlink-2"),
        ({"asset_id": ["estlink-2", "estlink-9"]}, "unknown asset 'estlink-9'"),
        ({"asset_id": ["estlink-2", "estlink-2"]}, "names one asset twice"),
        ({"asset_id": 7}, "assets[0].asset_id must be an asset id"),
        ({"asset_id": []}, "must be an asset id"),
        ({"asset_id": None}, "no damaged asset has asset_id"),
        ({"damaged": False}, "no damaged asset"),
        ({"evidence_kind": "rumour"}, "evidence_kind must be one of 'scada_trip'"),
        ({"t_sd_s": -1}, "t_sd_s"),
        ({"lon": 26.2}, "lon and lat go together"),
        ({"lon": 59.9, "lat": 26.2}, "lon and lat look swapped"),
        ({"lon": 260.0, "lat": 59.9}, "assets[0].lon"),
        ({"damaged": "perhaps"}, "assets[0].damaged"),
    ],
)
def test_faults_of_an_entry(save: Any, changes: dict[str, Any], words: str) -> None:
    line = refusal(save(changed(**changes)))
    assert words in line
    assert "mine: " in line
    assert "mine.json" in line


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"assets": MINIMAL["assets"]}, "id is missing"),
        ({"id": "mine"}, "assets is missing"),
        ({"id": "mine", "assets": []}, "names no asset"),
        ({"id": "mine", "assets": ["estlink-2"]}, "assets[0]"),
        ({"id": "mine", "assets": [{}]}, "assets[0].asset_id is missing"),
        ({**MINIMAL, "id": "../../etc/passwd"}, "must be a short id"),
        ({**MINIMAL, "id": 7}, "must be a short id"),
        ({**MINIMAL, "date_utc_start": "2024-12-25T10:26:00"}, "date_utc_start has no time zone"),
        ({**MINIMAL, "date_utc_start": "Christmas"}, "date_utc_start is no time"),
        ({**MINIMAL, "suspected_vessels": [{"imo": 9329761}]}, "wrong check digit"),
        ({**MINIMAL, "suspected_vessels": [{"mmsi": 10**9}]}, "suspected_vessels[0].mmsi"),
        ({**MINIMAL, "sources": [{"id": "a"}, {"id": "a"}]}, "source id 'a' stands twice"),
        ({**MINIMAL, "record_type": "rumour"}, "record_type must be one of"),
        ({**MINIMAL, "assets": MINIMAL["assets"] * 2}, "repeats an entry"),
        ([MINIMAL, MINIMAL], "this incident id stands twice"),
        ([], "holds no incident"),
        ([1], "is int, not a record"),
        ("text", "is str, not a record"),
        (None, "is NoneType, not a record"),
    ],
)
def test_faults_of_a_record(save: Any, record: Any, words: str) -> None:
    assert words in refusal(save(record))


def test_all_faults_of_all_records_are_gathered(save: Any) -> None:
    line = refusal(
        save(
            [
                changed(t_earliest="2024-12-25T11:00:00Z"),
                {**changed(asset_id="estlnk-2"), "id": "second"},
                {"assets": []},
            ]
        )
    )
    assert "mine: assets[0] the window is reversed" in line
    assert "second: assets[0].asset_id unknown asset" in line
    assert "record 3: id is missing" in line


def test_an_unknown_asset_is_said_beside_other_faults(save: Any) -> None:
    line = refusal(save(changed(asset_id="estlink2", t_earliest="2024-12-25T10:26:00")))
    assert "has no time zone" in line
    assert "did you mean estlink-2" in line


def test_an_error_line_never_steers_the_terminal(save: Any) -> None:
    escape = "\x1b[31mred"
    for record in (
        {**MINIMAL, "id": escape},
        changed(asset_id=escape),
        changed(evidence_kind=escape),
        {**MINIMAL, escape: float("inf")},
        {**MINIMAL, "sources": [{"id": escape}, {"id": escape}]},
    ):
        assert "\x1b" not in refusal(save(record))


def test_an_unknown_id_offers_the_nearest() -> None:
    with pytest.raises(UnknownIdError, match="estlink2-eagle-s-2024"):
        load_incident("eagle-s")
    assert "baltic incidents list" in unknown_incident("zzzz", load_incidents()).one_line()


@pytest.mark.parametrize("word", ["Eagle S", "EAGLE-S", "EstLink 2 (Fingrid"])
def test_a_name_offers_the_incidents_that_hold_it(word: str) -> None:
    with pytest.raises(UnknownIdError, match=r"did you mean .*estlink2-eagle-s-2024"):
        load_incident(word)
    ids = unknown_incident(word, list(load_incidents()))
    assert ids.one_line().startswith("unknown incident")


def test_a_missing_file_is_no_unknown_id() -> None:
    for name in ("nothing.yaml", "folder/nothing", Path("nothing")):
        with pytest.raises(IncidentError, match="no such file"):
            load_incident(name)


def test_windows_leave_out_what_cannot_be_investigated() -> None:
    known = load_incidents()
    assert known["mt-jazz-hanko-2024"].windows() == []
    assert known["swepol-suspicious-manoeuvres-2025"].windows() == []
    assert known["fi-se-land-cable-excavator-2024"].windows() == []
    assert len(known["bcs-clion1-yi-peng-3-2024"].windows()) == 2
    assert len(known["hiiumaa-cables-storm-2025"].windows()) == 1


def test_records_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_incidents()["mt-jazz-hanko-2024"].title = "x"


@settings(max_examples=100, deadline=None)
@given(
    t=st.datetimes(datetime(2000, 1, 1), datetime(2026, 1, 1)),  # noqa: DTZ001
    offset=st.integers(-12 * 60, 14 * 60),
)
def test_times_with_any_offset_mean_the_same_instant(t: datetime, offset: int) -> None:
    sign = "-" if offset < 0 else "+"
    local = t + timedelta(minutes=offset)
    text = f"{local.isoformat()}{sign}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"
    assert parse_time(text) == t.replace(tzinfo=UTC)
    with pytest.raises(ValueError, match="no time zone"):
        parse_time(t.isoformat())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    key=st.sampled_from(
        [*Incident.model_fields, "asset_id", "t_earliest", "lon", "t_sd_s", "other"]
    ),
    value=JSON,
)
def test_any_value_anywhere_is_valid_or_refused(tmp_path: Path, key: str, value: Any) -> None:
    """Property: a record is accepted and comes back the same, or is refused in one line."""
    record = copy.deepcopy(MINIMAL)
    if key in ("asset_id", "t_earliest", "lon", "t_sd_s"):
        record["assets"][0][key] = value
    else:
        record[key] = value
    path = tmp_path / "any.json"
    path.write_text(json.dumps(record))
    try:
        found = load_incident(path, known_assets=["estlink-2"])
    except BalticError as error:
        assert "\n" not in error.one_line()
    else:
        path.write_text(json.dumps(found.document(), allow_nan=False))
        again = load_incident(path, known_assets=["estlink-2"])
        assert again.document() == found.document()
        assert all("\n" not in sentence for sentence in remarks_on(found))
