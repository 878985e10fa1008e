"""Small samples of every AIS format, shaped as the real ones are, with invented ships.

Forms, cell by cell, follow the real files and interfaces; nothing is copied from them but
names of fields.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .shapes import DMA_HEADER, dma, named

__all__ = ["Sample", "samples", "sentence", "tag_block"]

_SHIPS = (219000001, 265000002, 518998865)


@dataclass(frozen=True)
class Sample:
    """One small file: its name's ending and its bytes.

    ``mapping`` is what a user has to say for it to be read, where the format does not say all.
    """

    suffix: str
    data: bytes
    mapping: tuple[tuple[str, str], ...] = ()


def _text(suffix: str, *lines: str, **mapping: str) -> Sample:
    text = "\n".join(lines) + "\n"
    return Sample(
        suffix, text.encode(), tuple((k.replace("__", ":"), v) for k, v in mapping.items())
    )


def _json(suffix: str, *documents: Any, indent: int | None = None) -> Sample:
    return _text(suffix, *(json.dumps(d, indent=indent) for d in documents))


def _dma() -> Sample:
    return _text(
        ".csv",
        DMA_HEADER,
        dma("26/04/2026 00:00:00", _SHIPS[0], "54.693287", "8.575183", motion="0.0,0.0,,62"),
        dma("26/04/2026 00:00:00", 2101001, "56.716565", "11.519042", mobile="Base Station",
            status="Unknown value", motion=",,,",
            static="Unknown,Unknown,,Undefined,,,,GPS,,Unknown,,AIS,,,,"),
        dma("26/04/2026 00:00:00", _SHIPS[1], "55.059632", "10.620252", mobile="Class B",
            status="Unknown value", motion=",0.0,14.6,"),
        dma("26/04/2026 00:00:00", _SHIPS[1], "55.059632", "10.620252", mobile="Class B",
            status="Unknown value", motion=",0.0,14.6,"),
        dma("26/04/2026 00:00:01", _SHIPS[2], "91.000000", "0.000000", status="Unknown value",
            motion=",,,", static=named()),
        dma("26/04/2026 00:00:02", _SHIPS[2], "55.655640", "15.757652", motion="-7.5,13.1,77.4,77"),
        dma("26/04/2026 00:00:03", _SHIPS[2], "55.655700", "15.757999",
            motion="7.5,102.3,360.0,456",
            static='Unknown,E5U1234,"SIM, SHIP",Fishing,,5,16,Chayka,2.5,"CPA0,5",,AIS,13,3,2,3'),
        dma("26/04/2026 00:00:04", 992101001, "54.612922", "12.629942", mobile="AtoN",
            status="Unknown value", motion=",,,",
            static='Unknown,Unknown,"DEEP 8,1",Undefined,,60,60,GPS,,Unknown,,AIS,30,30,30,30'),
        dma("26/04/2026 00:00:05", 3638, "55.332245", "10.964885", motion=",0.0,0.0,"),
    )  # fmt: skip


def _dma_2006() -> Sample:
    """Comma, header, 22 columns: as now but without the four distances."""
    lines = _dma().data.decode().splitlines()
    return _text(".csv", *(line.rsplit(",", 4)[0] for line in lines))


def _dma_2015() -> Sample:
    """No header, ``;`` and decimal commas."""
    lines = [line for line in _dma().data.decode().splitlines()[1:] if '"' not in line]
    return _text(".csv", *(line.replace(",", ";").replace(".", ",") for line in lines))


def _csv() -> Sample:
    return _text(
        ".csv",
        "t,mmsi,lon,lat,sog_kn,cog_deg,heading_deg,nav_status,name,imo,loa_m,draught_m",
        f"2024-12-25T10:26:00Z,{_SHIPS[0]},25.5,59.5,9.5,251.3,250,0,SIM ONE,9329760,228.6,12.5",
        f"2024-12-25T10:27:00Z,{_SHIPS[0]},25.49,59.499,9.4,251.0,250,0,SIM ONE,9329760,228.6,12.5",
        f'2024-12-25T10:27:00.5+02:00,{_SHIPS[1]},25.1,59.6,0.0,,511,5,"SIM ""TWO"", B",,,',
        f"2024-12-25T10:28:00Z,{_SHIPS[2]},,,,,,,,,,",
    )


def _csv_semicolon() -> Sample:
    return _text(
        ".txt",
        "Time;MMSI;Longitude;Latitude;Speed;Course",
        f"1735122360;{_SHIPS[0]};25.5;59.5;9.5;251.3",
        f"1735122370;{_SHIPS[0]};25.499;59.499;9.5;251.3",
        t__epoch_s="Time",
        sog__kn="Speed",
        mmsi="MMSI",
        lon="Longitude",
        lat="Latitude",
    )


def _rows() -> dict[str, list[Any]]:
    return {
        "mmsi": list(_SHIPS),
        "t": [1735122360000 + 1000 * i for i in range(3)],
        "lon": [25.5, 25.6, None],
        "lat": [59.5, 59.6, 59.7],
        "sog_kn": [9.5, None, 0.1],
        "name": ["SIM ONE", None, "SIM 3"],
    }


def _parquet(geometry: bool) -> Sample:
    rows = _rows()
    columns: dict[str, Any] = {
        "mmsi": pa.array(rows["mmsi"], pa.uint32()),
        "t": pa.array(rows["t"], pa.timestamp("ms", "UTC")),
        "sog_kn": pa.array(rows["sog_kn"], pa.float32()),
        "name": pa.array(rows["name"]),
    }
    metadata = None
    if geometry:
        import shapely

        points = shapely.to_wkb(shapely.points([25.5, 25.6, 25.7], rows["lat"]))
        columns["geometry"] = pa.array(list(points), pa.binary())
        columns_told = {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}}
        geo = {"version": "1.0.0", "primary_column": "geometry", "columns": columns_told}
        metadata = {b"geo": json.dumps(geo).encode()}
    else:
        columns |= {"lon": pa.array(rows["lon"]), "lat": pa.array(rows["lat"])}
    table = pa.table(columns)
    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata) if metadata else table, sink)
    return Sample(".parquet", sink.getvalue())


def _feature(i: int, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [25.0 + i / 100, 59.5]},
        "properties": {"mmsi": _SHIPS[i % 3], "time": f"2024-12-25T10:{i:02d}:00Z", "sog": 9.5,
                       "name": "SIM ONE", **properties},
    }  # fmt: skip


def _geojson() -> Sample:
    features = [_feature(i) for i in range(4)]
    return _json(".geojson", {"type": "FeatureCollection", "features": features}, indent=1)


def _location(i: int) -> dict[str, Any]:
    return {
        "mmsi": _SHIPS[i % 3],
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [22.119075 + i / 100, 60.454183]},
        "properties": {
            "mmsi": _SHIPS[i % 3], "sog": 10.5, "cog": 360.0 if i == 0 else 77.3, "navStat": 8,
            "rot": -128, "posAcc": True, "raim": True, "heading": 511 if i == 1 else 219,
            "timestamp": 10 + i, "timestampExternal": 1735122360123 + 10_000 * i,
        },
    }  # fmt: skip


def _digitraffic_locations() -> Sample:
    document = {
        "type": "FeatureCollection",
        "dataUpdatedTime": "2024-12-25T10:26:30Z",
        "features": [_location(i) for i in range(4)],
    }
    return _json(".json", document, indent=2)


def _vessel(i: int) -> dict[str, Any]:
    return {
        "name": f"SIM {i}", "timestamp": 1735122360123, "mmsi": _SHIPS[i % 3], "callSign": "SIM1",
        "imo": 9329760, "shipType": 80, "draught": 125, "eta": 416128, "posType": 1,
        "referencePointA": 189, "referencePointB": 40, "referencePointC": 12,
        "referencePointD": 20, "destination": "FIHEL",
    }  # fmt: skip


def _mqtt(i: int) -> tuple[str, dict[str, Any]]:
    if i % 3 == 2:
        return f"vessels-v2/{_SHIPS[i % 3]}/metadata", {
            "timestamp": 1735122360123, "destination": "FIHEL", "name": "SIM", "draught": 125,
            "eta": 416128, "posType": 1, "refA": 189, "refB": 40, "refC": 12, "refD": 20,
            "callSign": "SIM1", "imo": 9329760, "type": 80,
        }  # fmt: skip
    return f"vessels-v2/{_SHIPS[i % 3]}/location", {
        "time": 1735122360 + 10 * i, "sog": 10.7, "cog": 326.6, "navStat": 0, "rot": 0,
        "posAcc": True, "raim": False, "heading": 325, "lon": 20.345818, "lat": 60.03802,
    }  # fmt: skip


def _mqtt_topics() -> Sample:
    """As ``mosquitto_sub -v`` prints: topic, blank, payload."""
    return _text(".txt", *(f"{topic} {json.dumps(p)}" for topic, p in map(_mqtt, range(6))))


def _mqtt_envelopes() -> Sample:
    return _json(".ndjson", *({"topic": t, "payload": p} for t, p in map(_mqtt, range(6))))


def _aisstream() -> Sample:
    def envelope(i: int, kind: str, message: dict[str, Any]) -> dict[str, Any]:
        return {
            "Message": {kind: {"UserID": _SHIPS[i], "Valid": True, **message}},
            "MessageType": kind,
            "MetaData": {
                "MMSI": _SHIPS[i], "MMSI_String": _SHIPS[i], "ShipName": "SIM ONE            ",
                "latitude": 56.1 + i, "longitude": 11.2,
                "time_utc": f"2026-07-12 12:00:0{i}.123456789 +0000 UTC",
            },
        }  # fmt: skip

    position = {
        "Cog": 308.2, "CommunicationState": 81982, "Latitude": 56.1, "Longitude": 11.2,
        "MessageID": 1, "NavigationalStatus": 0, "PositionAccuracy": True, "Raim": False,
        "RateOfTurn": -128, "RepeatIndicator": 0, "Sog": 12.3, "Spare": 0,
        "SpecialManoeuvreIndicator": 0, "Timestamp": 15, "TrueHeading": 511,
    }  # fmt: skip
    static = {
        "AisVersion": 0, "CallSign": "SIM1   ", "Destination": "GOTHENBURG          ",
        "Dimension": {"A": 189, "B": 40, "C": 12, "D": 20}, "Dte": False,
        "Eta": {"Day": 13, "Hour": 4, "Minute": 0, "Month": 7}, "FixType": 1, "ImoNumber": 9329760,
        "MaximumStaticDraught": 12.5, "MessageID": 5, "Name": "SIM ONE             ",
        "RepeatIndicator": 0, "Spare": False, "Type": 80,
    }  # fmt: skip
    return _json(
        ".ndjson",
        envelope(0, "PositionReport", position),
        envelope(1, "StandardClassBPositionReport", position | {"MessageID": 18}),
        envelope(2, "ShipStaticData", static),
        envelope(1, "PositionReport", position | {"Valid": False}),
    )


def _barentswatch_rows() -> list[dict[str, Any]]:
    return [
        {
            "courseOverGround": 77.3, "latitude": 59.1 + i / 100, "longitude": 5.2,
            "name": "SIM ONE", "rateOfTurn": -7 if i else None, "shipType": 30,
            "speedOverGround": 10.4, "trueHeading": 78, "navigationalStatus": 0,
            "mmsi": _SHIPS[i % 3], "msgtime": f"2024-12-25T10:26:{40 - i:02d}+00:00",
        }
        for i in range(4)
    ]  # fmt: skip


def _barentswatch_full() -> Sample:
    more = {
        "type": "Position", "messageType": 1, "altitude": None, "stationId": None,
        "imoNumber": 9329760, "callSign": "SIM1", "destination": "OSLO", "eta": "12251200",
        "draught": 125, "shipLength": 229, "shipWidth": 32, "dimensionA": 189, "dimensionB": 40,
        "dimensionC": 12, "dimensionD": 20, "positionFixingDeviceType": 1, "reportClass": "A",
    }  # fmt: skip
    return _json(".ndjson", *(row | more for row in _barentswatch_rows()))


def _barentswatch_geojson() -> Sample:
    return _json(
        ".ndjson",
        *(
            {"type": "Feature",
             "geometry": {"type": "Point", "coordinates": [r["longitude"], r["latitude"]]},
             "properties": {k: v for k, v in r.items() if not k.startswith(("lat", "lon"))}}
            for r in _barentswatch_rows()
        ),
    )  # fmt: skip


def _aishub() -> Sample:
    head = {"ERROR": False, "USERNAME": "SIM", "FORMAT": "HUMAN", "RECORDS": 3}
    ship = {
        "LONGITUDE": 25.5, "COG": 251.3, "SOG": 9.5, "HEADING": 250, "ROT": -7, "NAVSTAT": 0,
        "IMO": 9329760, "NAME": "SIM ONE", "CALLSIGN": "SIM1", "TYPE": 80, "A": 189, "B": 40,
        "C": 12, "D": 20, "DRAUGHT": 12.5, "DEST": "PORT SAID", "ETA": "12-26 08:00",
    }  # fmt: skip
    return _json(
        ".ndjson",
        *(
            [head, [
                ship | {"MMSI": mmsi, "TIME": f"2024-12-25 10:2{i}:00 GMT", "LATITUDE": 59.5 + k}
                for k, mmsi in enumerate(_SHIPS[:3])
            ]]
            for i in range(3)
        ),
    )  # fmt: skip


def _gpx() -> Sample:
    points = "\n".join(
        f'   <trkpt lat="{59.5 + i / 1000:.6f}" lon="25.500000"><time>2024-12-25T10:2{i}:00Z</time>'
        f"<course>251.3</course><speed>4.9</speed></trkpt>"
        for i in range(5)
    )
    return _text(
        ".gpx",
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gpx version="1.1" creator="baltic" xmlns="http://www.topografix.com/GPX/1/1">',
        f" <trk><name>SIM ONE</name><desc>MMSI {_SHIPS[0]}</desc><trkseg>",
        points,
        " </trkseg></trk>",
        "</gpx>",
    )


def _marine_cadastre() -> Sample:
    two = "SIM TWO,IMO9329760,SIM2,70,8.0,208.0,30.0,8.0,70.0"
    return _text(
        ".csv",
        "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,"
        "Length,Width,Draft,Cargo,TransceiverClass",
        f"{_SHIPS[0]},2023-01-11T00:00:00,43.07917,-70.75733,0.0,360.0,511.0,"
        "SIM ONE,,SIM1,31,0.0,,,,52.0,A",
        f"{_SHIPS[1]},2023-01-11T00:00:01,26.09241,-80.04806,8.8,272.7,270.0,{two},A",
        f"{_SHIPS[1]},2023-01-11T00:01:11,26.09251,-80.05806,8.8,272.7,270.0,{two},B",
    )


def _kystverket() -> Sample:
    return _text(
        ".csv",
        "mmsi;lon;lat;date_time_utc;sog;cog;true_heading;nav_status;rot;message_nr;source",
        f"{_SHIPS[0]};10.123456;59.123456;2024-12-25 10:26:00;10.4;77.3;78;0;0;1;g",
        f"{_SHIPS[0]};10.124456;59.124456;2024-12-25 10:26:10;10.4;77.3;511;0;-128;1;g",
        f"{_SHIPS[1]};10.2;59.2;2024-12-25 10:26:12;102.3;360;511;15;;18;s",
    )


#: The columns of the satellite table that hold something in our rows; the rest are empty.
_EXACTEARTH_FIRST = (
    "MMSI", "Message_ID", "Repeat_indicator", "Time", "Millisecond", "Region", "Country",
    "Base_station", "Online_data", "Group_code", "Sequence_ID", "Channel", "Data_length",
    "Vessel_Name", "Call_sign", "IMO", "Ship_Type", "Dimension_to_Bow", "Dimension_to_stern",
    "Dimension_to_port", "Dimension_to_starboard", "Draught", "Destination", "AIS_version",
    "Navigational_status", "ROT", "SOG", "Accuracy", "Longitude", "Latitude", "COG", "Heading",
    "Regional", "Maneuver", "RAIM_flag", "Communication_flag", "Communication_state", "UTC_year",
    "UTC_month", "UTC_day", "UTC_hour", "UTC_minute", "UTC_second", "Fixing_device",
    "Transmission_control", "ETA_month", "ETA_day", "ETA_hour", "ETA_minute",
)  # fmt: skip
_EXACTEARTH_COLUMNS = 139


def _exactearth() -> Sample:
    header = [
        *_EXACTEARTH_FIRST,
        *(f"spare{i}" for i in range(_EXACTEARTH_COLUMNS - len(_EXACTEARTH_FIRST))),
    ]

    def row(**cells: object) -> str:
        return ",".join(f'"{cells.get(name, "")}"' for name in header)

    first = {"Repeat_indicator": 0, "Millisecond": 680, "Region": 66, "Channel": "None"}
    position = first | {
        "MMSI": _SHIPS[0], "Message_ID": 1, "Time": "20210701_185151", "Navigational_status": 0,
        "ROT": "-14.46345342", "SOG": "13.6", "Accuracy": 0, "Longitude": "-103.63687",
        "Latitude": "8.87747666667", "COG": "314.8", "Heading": "315.0",
    }  # fmt: skip
    static = first | {
        "MMSI": _SHIPS[0], "Message_ID": 5, "Time": "20210701_185200", "Vessel_Name": "SIM ONE",
        "Call_sign": "SIM1", "IMO": 9329760, "Ship_Type": 80, "Dimension_to_Bow": 189,
        "Dimension_to_stern": 40, "Dimension_to_port": 12, "Dimension_to_starboard": 20,
        "Draught": "12.5", "Destination": "OSLO",
    }  # fmt: skip
    later = position | {"Time": "20210701_185154", "Longitude": "-103.63", "Message_ID": 3}
    return _text(".csv", ",".join(header), row(**position), row(**later), row(**static))


def _spire_extract() -> Sample:
    return _text(
        ".csv",
        "timestamp,mmsi,msg_type,latitude,longitude,speed,course,heading,rot,accuracy,"
        "collection_type,maneuver,status,name,callsign,imo,ship_and_cargo_type,length,width,"
        "draught,destination,created_at",
        f"2024-12-25T10:26:00Z,{_SHIPS[0]},1,57.2,10.5,10.4,77.3,78,0,True,terrestrial,0,0,,,,,,,,,"
        "2024-12-25T10:26:05Z",
        f"2024-12-25T10:26:10Z,{_SHIPS[0]},5,,,,,,,,satellite,,,SIM ONE,SIM1,9329760,80,229,32,"
        "12.5,OSLO,2024-12-25T10:26:15Z",
        f"2024-12-25T10:26:20Z,{_SHIPS[1]},18,57.3,10.6,102.3,360.0,511,,False,dynamic,,,,,,,,,,,"
        "2024-12-25T10:26:25Z",
    )


def _json_flat() -> Sample:
    rows = _rows()
    return _json(
        ".ndjson",
        *(
            {"mmsi": rows["mmsi"][i], "time": f"2024-12-25T10:2{i}:00Z", "lat": rows["lat"][i],
             "lon": rows["lon"][i], "sog_kn": rows["sog_kn"][i], "name": rows["name"][i]}
            for i in range(3)
        ),
    )  # fmt: skip


def tag_block(fields: str) -> str:
    r"""Return a tag block with its checksum.

    >>> tag_block("c:1565218798")
    '\\c:1565218798*53\\'
    """
    return f"\\{fields}*{_checksum(fields)}\\"


def _checksum(text: str) -> str:
    check = 0
    for byte in text.encode("latin-1", "replace"):
        check ^= byte
    return f"{check:02X}"


def sentence(body: str) -> str:
    """Return a sentence with its mark and checksum.

    >>> sentence("BSVDM,1,1,,A,13mb9U0P00PRk8fT5nw>4?wj2006,0")
    '!BSVDM,1,1,,A,13mb9U0P00PRk8fT5nw>4?wj2006,0*5D'
    """
    return f"!{body}*{_checksum(body)}"


def _spoken() -> list[str]:
    """Return sentences of types 1, 3, 4, 5 (two parts), 18, 19, 21, 24 and 27."""
    from pyais import encode_dict

    ship = {"mmsi": _SHIPS[0], "lon": 10.5, "lat": 57.2, "speed": 10.4, "course": 77.3,
            "heading": 78, "second": 7}  # fmt: skip
    messages: list[dict[str, Any]] = [
        ship | {"type": 1, "turn": -128, "status": 0},
        ship | {"type": 3, "mmsi": _SHIPS[1], "lat": 91, "lon": 181, "speed": 102.3},
        {"type": 4, "mmsi": 2101001, "year": 2024, "month": 12, "day": 25, "lon": 10, "lat": 57},
        {"type": 5, "mmsi": _SHIPS[0], "shipname": "SIM ONE", "callsign": "SIM1", "imo": 9329760,
         "ship_type": 80, "to_bow": 189, "to_stern": 40, "to_port": 12, "to_starboard": 20,
         "draught": 12.5, "destination": "OSLO"},
        ship | {"type": 18, "mmsi": _SHIPS[2]},
        ship | {"type": 19, "mmsi": _SHIPS[2], "shipname": "SIM B"},
        {"type": 21, "mmsi": 992101001, "name": "SIM MARK", "lon": 10.1, "lat": 57.1},
        {"type": 24, "mmsi": _SHIPS[2], "partno": 0, "shipname": "SIM B"},
        ship | {"type": 27, "mmsi": _SHIPS[1]},
    ]  # fmt: skip
    found: list[str] = []
    for i, message in enumerate(messages):
        found += encode_dict(message, talker_id="AI", sentence_type="VDM", seq_id=i)
    return found


def _nmea_tagged() -> Sample:
    lines = [tag_block(f"s:2573001,c:{1735122360 + i}") + line for i, line in enumerate(_spoken())]
    return _text(".nmea", *lines, lines[0])


def _nmea_wrapped() -> Sample:
    lines = ["\\si:SIM*" + _checksum("si:SIM") + "\\"]
    for i, line in enumerate(_spoken()):
        body = f"PGHP,1,2024,12,25,10,26,{i},11,219,,2101001,1,{line[-2:]}"
        lines += [f"${body}*{_checksum(body)}", line]
    return _text(".txt", *lines)


def _nmea_trailing() -> Sample:
    return _text(".log", *(f"{x},{1735122360000 + 900 * i}" for i, x in enumerate(_spoken())))


def _nmea_bare() -> Sample:
    return _text(".nm4", *_spoken())


_MAKERS: dict[str, Callable[[], Sample]] = {
    "dma": _dma,
    "dma-2006": _dma_2006,
    "dma-2015": _dma_2015,
    "csv": _csv,
    "csv-semicolon": _csv_semicolon,
    "parquet": lambda: _parquet(geometry=False),
    "geoparquet": lambda: _parquet(geometry=True),
    "geojson": _geojson,
    "geojson-lines": lambda: _json(".ndjson", *(_feature(i) for i in range(4))),
    "digitraffic-locations": _digitraffic_locations,
    "digitraffic-list": lambda: _json(".json", [_location(i) for i in range(4)], indent=4),
    "digitraffic-vessels": lambda: _json(".json", [_vessel(i) for i in range(3)]),
    "digitraffic-mqtt-v1": lambda: _json(".ndjson", *(_location(i) for i in range(4))),
    "digitraffic-mqtt-topics": _mqtt_topics,
    "digitraffic-mqtt": _mqtt_envelopes,
    "aisstream": _aisstream,
    "barentswatch": lambda: _json(".json", _barentswatch_rows()),
    "barentswatch-full": _barentswatch_full,
    "barentswatch-geojson": _barentswatch_geojson,
    "aishub": _aishub,
    "gpx": _gpx,
    "marine-cadastre": _marine_cadastre,
    "kystverket": _kystverket,
    "exactearth": _exactearth,
    "spire": _spire_extract,
    "json": _json_flat,
    "nmea": _nmea_tagged,
    "nmea-wrapped": _nmea_wrapped,
    "nmea-trailing": _nmea_trailing,
    "nmea-bare": _nmea_bare,
}


@cache
def samples() -> dict[str, Sample]:
    """Return the samples by name."""
    return {name: make() for name, make in _MAKERS.items()}
