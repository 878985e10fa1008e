from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.errors import InputError

from .shapes import dropped, read

GPX = '<gpx version="1.1" creator="own" xmlns="http://www.topografix.com/GPX/1/1">'


def point(i: int = 0, t: str | None = None, inside: str = "") -> str:
    t = f"2026-07-12T12:00:{i:02d}Z" if t is None else t
    return (
        f'<trkpt lat="59.5" lon="{20 + i / 100:.2f}"><ele>0</ele><time>{t}</time>{inside}</trkpt>\n'
    )


def track(*points: str, head: str = "<name>EAGLE S, MMSI 219000001</name>") -> str:
    return f"<trk>{head}<trkseg>\n" + "".join(points) + "</trkseg></trk>"


def write(path: Path, *parts: str, start: str = '<?xml version="1.0"?>\n' + GPX) -> Path:
    path.write_text(start + "".join(parts) + "</gpx>")
    return path


def test_a_track(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpx", "<metadata/>", track(*(point(i) for i in range(5))))
    data = read(path)
    assert data.inputs[0]["format"] == "gpx" and data.audit.rows_used == 5
    assert data.inputs[0]["why"].startswith("its outermost element is gpx;")
    fix = data.fixes.row(3, named=True)
    assert (fix["mmsi"], fix["lon"], fix["lat"]) == (219000001, 20.03, 59.5)
    assert fix["t"] == datetime(2026, 7, 12, 12, 0, 3, tzinfo=UTC) and fix["sog_kn"] is None
    (tmp_path / "b.gpx.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert read(tmp_path / "b.gpx.gz").fixes.equals(data.fixes)


@pytest.mark.parametrize(
    "head",
    [
        "<name>MMSI: 219000001</name>",
        "<name>EAGLE S</name><desc>mmsi=219000001, tanker</desc>",
        "<cmt>MMSI No. 219000001</cmt>",
        "<name> 219000001 </name>",
        "<extensions><mmsi> 219000001 </mmsi></extensions>",
        '<extensions><o:ship xmlns:o="http://x/o"><o:MMSI>219000001</o:MMSI></o:ship></extensions>',
        "<name>MMSI 219000001</name><extensions><mmsi>219000001</mmsi></extensions>",
    ],
)
def test_where_the_ship_is_named(tmp_path: Path, head: str) -> None:
    data = read(write(tmp_path / "a.gpx", track(point(), head=head)))
    assert data.fixes["mmsi"].to_list() == [219000001]


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<name>119000001</name>",
        "<desc>219000001</desc>",
        "<name>MMSI 21900000</name>",
        "<name>MMSI 2190000011</name>",
    ],
)
def test_a_track_of_nobody_needs_a_word(tmp_path: Path, head: str) -> None:
    path = write(tmp_path / "a.gpx", track(point(), point(1), head=head))
    with pytest.raises(
        InputError, match=r"line 3: a track names no MMSI.*--map mmsi:const=219000001"
    ):
        read(path)
    data = read(path, mapping={"mmsi:const": "219000001"})
    assert data.fixes["mmsi"].to_list() == [219000001] * 2


def test_a_track_does_not_inherit_the_ship_before(tmp_path: Path) -> None:
    other = track(point(1), head="<name>MMSI 219000002</name>")
    assert read(write(tmp_path / "a.gpx", track(point()), other)).fixes["mmsi"].to_list() == [
        219000001,
        219000002,
    ]
    with pytest.raises(InputError, match="names no MMSI"):
        read(write(tmp_path / "a.gpx", track(point()), track(point(1), head="")))


def test_points_may_name_the_ship(tmp_path: Path) -> None:
    points = [point(i, inside=f"<extensions><mmsi>21900000{i}</mmsi></extensions>") for i in (1, 2)]
    data = read(write(tmp_path / "a.gpx", track(*points, head="")))
    assert data.fixes["mmsi"].to_list() == [219000001, 219000002]


@pytest.mark.parametrize(
    ("mapping", "head", "says"),
    [
        ({"mmsi:const": "219000002"}, "<name>MMSI 219000001</name>", "but 219000002 was given"),
        ({"mmsi:const": "21900"}, "", "not nine digits"),
        ({"mmsi": "219000001"}, "", "no column"),
        (None, "<name>MMSI 219000001</name><desc>MMSI 219000002</desc>", "was named before"),
    ],
)
def test_contradictions(
    tmp_path: Path, mapping: dict[str, str] | None, head: str, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        read(write(tmp_path / "a.gpx", track(point(), head=head)), mapping=mapping)


def test_speeds_only_in_known_units(tmp_path: Path) -> None:
    garmin = "http://www.garmin.com/xmlschemas/TrackPointExtension/v2"
    inside = {
        "<speed>5</speed><course>90.5</course>": (5 * 3600 / 1852, 90.5),
        f'<extensions><g:TrackPointExtension xmlns:g="{garmin}"><g:speed>5</g:speed><g:course>9'
        "</g:course></g:TrackPointExtension></extensions>": (5 * 3600 / 1852, 9),
        "<extensions><speed>5</speed></extensions>": (None, None),
        '<v:speed xmlns:v="http://x/v">5</v:speed>': (None, None),
    }
    points = [point(i, inside=text) for i, text in enumerate(inside)]
    fixes = read(write(tmp_path / "a.gpx", track(*points))).fixes
    for row, (speed, course) in zip(fixes.iter_rows(named=True), inside.values(), strict=True):
        assert row["sog_kn"] == (speed if speed is None else pytest.approx(speed))
        assert row["cog_deg"] == course


def test_every_point_is_accounted_for(tmp_path: Path) -> None:
    points = [
        *(point(0), point(0), point(1, ""), point(2, "noon"), point(3, "2026-07-12T12:00:03.25Z")),
        '<trkpt lat="x" lon="20"><time>2026-07-12T12:00:04Z</time></trkpt>',
        "<trkpt><time>2026-07-12T12:00:05Z</time></trkpt>",
        '<trkpt lat="91" lon="181"><time>2026-07-12T12:00:06Z</time></trkpt>',
        '<trkpt lat="59" lon="20"/>',
        point(7, "2026-07-12T14:00:07+02:00"),
    ]
    wpt = (
        '<wpt lat="59" lon="20"><time>2026-07-12T12:00:05Z</time><name>MMSI 219000009</name></wpt>'
    )
    data = read(write(tmp_path / "a.gpx", wpt, track(*points)))
    assert data.audit.rows_in == len(points)
    assert dropped(data) == {"unreadable": 4, "exact_duplicate": 1, "no_position": 2}
    assert data.audit.dropped["exact_duplicate"].example.line == 4  # type: ignore[union-attr]
    assert data.fixes["t"].to_list() == [
        datetime(2026, 7, 12, 12, 0, 0, tzinfo=UTC),
        datetime(2026, 7, 12, 12, 0, 3, 250_000, tzinfo=UTC),
        datetime(2026, 7, 12, 12, 0, 7, tzinfo=UTC),
    ]
    assert len(data.notes) == 1 and "1 waypoints" in data.notes[0]


def test_times_without_zone_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpx", track(*(point(i, f"2026-07-12T12:00:0{i}") for i in range(3))))
    with pytest.raises(InputError, match=r"times have no zone.*--map t:utc=time"):
        read(path)
    assert read(path, mapping={"t:utc": "time"}).fixes.height == 3


_LAUGHS = (
    '<!DOCTYPE gpx [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    ("start", "parts", "says"),
    [
        (_LAUGHS + GPX, [track(point(), head="<name>&i;</name>")], "document type"),
        ('<!DOCTYPE gpx SYSTEM "file:///etc/passwd">' + GPX, [track(point())], "document type"),
        (GPX, [track(point(), head="<name>&bomb;</name>")], "broken XML"),
        (GPX, ["<a>" * 5000], "nested deeper than 100"),
        (GPX, ["<!--" + "x" * 3_000_000], "longer than 1000000 bytes|broken XML"),
        (GPX, ['<trk a="' + "x" * 3_000_000 + '"/>'], "longer than 1000000 bytes"),
        (GPX, ["<name>" + "x" * 3_000_000 + "</name>"], "holds no rows|no AIS input"),
        ('<?xml version="1.0" encoding="no-such"?>' + GPX, [track(point())], "broken XML"),
        ("<kml><gpx></gpx>", ["</kml><!--"], "is XML, but no GPX"),
        (GPX, [track(point())[:-30]], "truncated or broken XML"),
        (GPX, ["</gpx>"], "truncated or broken XML"),
        (GPX, [], "holds no rows|no AIS input"),
    ],
)
def test_hostile_xml_is_one_line(tmp_path: Path, start: str, parts: list[str], says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read(write(tmp_path / "a.gpx", *parts, start=start))
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 1000


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    at=st.integers(0, 400),
    text=st.sampled_from(
        ["<", ">", "&", "&#0;", "<trk>", "</trkpt>", "<trkpt>", "\x00", "]]>", "9"]
    ),
    cut=st.booleans(),
)
def test_any_damage_gives_rows_or_one_line(tmp_path: Path, at: int, text: str, cut: bool) -> None:
    whole = GPX + track(*(point(i) for i in range(3))) + "</gpx>"
    (tmp_path / "a.gpx").write_text(whole[:at] + text + ("" if cut else whole[at:]))
    try:
        data = read(tmp_path / "a.gpx")
    except InputError as error:
        assert "\n" not in error.one_line()
    else:
        data.audit.check()
