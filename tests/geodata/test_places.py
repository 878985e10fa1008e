"""Consistency of anchorages, ports and coastline."""

from __future__ import annotations

import shapely

from baltic.catalogue import load_coastline, load_places
from baltic.geo import distance_m, on_land


def test_places_have_sensible_radii_and_positions() -> None:
    places = load_places(doubtful=True)
    assert places.kind.value_counts().to_dict() == {"port": 306, "anchorage": 143}
    assert places.radius_km.between(0.1, 20).all()
    assert places.lon.between(9, 31).all()
    assert places.lat.between(53, 66.5).all()


def test_doubtful_places_are_left_out_and_say_why() -> None:
    everything = load_places(doubtful=True)
    doubtful = everything[everything.doubtful]
    assert len(load_places()) == len(everything) - len(doubtful)
    assert doubtful.doubtful_note.str.len().gt(20).all()


def test_no_trusted_port_lies_out_at_sea() -> None:
    """A port off its coast would excuse a ship that stops there."""
    land = load_coastline()
    edge = land.boundary
    ports = load_places().query("kind == 'port'")
    ports = ports[~on_land(ports.lon, ports.lat, land)]
    far = {}
    for port in ports.itertuples():
        foot = shapely.shortest_line(edge, shapely.Point(port.lon, port.lat)).coords[0]
        km = float(distance_m(port.lon, port.lat, *foot)) / 1000
        if km > 5.5:
            far[port.locode] = round(km, 1)
    assert far == {}


def test_coastline_is_valid_and_clipped() -> None:
    land = load_coastline()
    assert land.is_valid
    assert land.bounds == (8.0, 53.0, 32.0, 67.0)
    # Towns on land, basins at sea.
    dry = [(24.5, 60.5), (25.0, 58.8), (14.0, 57.0), (18.4, 57.35)]
    wet = [(26.2, 59.95), (20.0, 58.0), (16.3, 55.76), (20.0, 62.5), (11.5, 57.0)]
    assert on_land(*zip(*dry, strict=True), land).all()
    assert not on_land(*zip(*wet, strict=True), land).any()


def test_the_northern_gulf_of_bothnia_is_sea() -> None:
    """Rings joined over the antimeridian once filled everything north of Chukotka's latitude."""
    land = load_coastline()
    for lon, lat in ((23.5, 65.5), (22.0, 65.3), (24.0, 65.2), (24.4, 65.6)):
        assert not shapely.contains_xy(land, lon, lat), (lon, lat)
    for lon, lat in ((27.0, 66.0), (20.5, 66.3), (25.5, 65.2)):
        assert shapely.contains_xy(land, lon, lat), (lon, lat)
