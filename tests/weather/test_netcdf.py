"""Waves on a grid: the two products, every orientation, and what is unknown."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from baltic.errors import InputError, MissingExtraError
from baltic.weather import open_weather

from .files import T0, height, write_grid, write_points


def at(sea, lon, lat, t_h):
    return sea(np.array(lon), np.array(lat), T0 + 3600.0 * np.array(t_h, float))


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_copernicus_is_linear_between_cells_and_hours(tmp_path, flip, packed) -> None:
    sea = open_weather(write_grid(tmp_path / "w.nc", flip=flip, packed=packed))
    rng = np.random.default_rng(3)
    lon, lat, t = rng.uniform(10, 14, 50), rng.uniform(54, 58, 50), rng.uniform(0, 3, 50)
    hs, origin = at(sea, lon, lat, t)
    assert hs == pytest.approx(height(t, lat, lon), abs=2e-3)
    assert origin == pytest.approx(np.full(50, 240.0), abs=0.01)


def test_era5_with_longitudes_from_0_to_360_and_north_first(tmp_path) -> None:
    names = ("valid_time", "latitude", "longitude", "swh", "mwd")
    sea = open_weather(write_grid(tmp_path / "w.nc", names=names, flip=True, east=True))
    assert sea.box == pytest.approx((-2, 54, 2, 58))
    hs, _ = at(sea, [-1.5, 0.5], [55.2, 57.3], [0.5, 2.5])
    expected = height(np.array([0.5, 2.5]), np.array([55.2, 57.3]), np.array([-1.5, 0.5]))
    assert hs == pytest.approx(expected, abs=2e-3)


def test_classic_netcdf_is_read_too(tmp_path) -> None:
    sea = open_weather(write_grid(tmp_path / "w.nc", form="NETCDF3_CLASSIC"))
    assert np.isfinite(at(sea, [12.0], [56.0], [1.0])[0]).all()


def test_outside_the_grid_and_its_time_is_unknown(tmp_path) -> None:
    sea = open_weather(write_grid(tmp_path / "w.nc"))
    hs, origin = at(sea, [9.9, 12, 12, 12, np.nan], [56, 58.1, 56, 56, 56], [1, 1, -0.1, 3.1, 1])
    assert np.isnan(hs).all() and np.isnan(origin).all()
    edge, _ = at(sea, [10, 14], [54, 58], [0, 3])
    assert np.isfinite(edge).all()


def test_land_is_unknown_and_the_coast_is_not(tmp_path) -> None:
    sea = open_weather(write_grid(tmp_path / "w.nc", land=lambda lat, lon: lon > 12.5))
    hs, _ = at(sea, [13.5, 12.1], [56, 56], [1, 1])
    assert np.isnan(hs[0]) and np.isfinite(hs[1])


def test_hours_far_apart_leave_the_sea_between_unknown(tmp_path) -> None:
    sea = open_weather(write_grid(tmp_path / "w.nc", hours=np.array([0, 24])))
    hs, _ = at(sea, [12, 12, 12], [56, 56, 56], [0, 12, 24])
    assert np.isfinite(hs).tolist() == [True, False, True]


def test_one_hour_alone(tmp_path) -> None:
    sea = open_weather(write_grid(tmp_path / "w.nc", hours=np.array([2])))
    hs, _ = at(sea, [12, 12], [56, 56], [2, 2.5])
    assert np.isfinite(hs).tolist() == [True, False]


def test_directions_turn_through_north(tmp_path) -> None:
    sea = open_weather(write_grid(tmp_path / "w.nc", origin=359.0))
    assert at(sea, [12.3], [56.2], [1.5])[1] == pytest.approx([359.0], abs=0.01)


def test_a_direction_to_is_turned_round(tmp_path) -> None:
    names = ("time", "lat", "lon", "hs", "to")
    standard = "sea_surface_wave_to_direction"
    sea = open_weather(write_grid(tmp_path / "w.nc", names=names, standard=standard, origin=60.0))
    assert at(sea, [12.0], [56.0], [1.0])[1] == pytest.approx([240.0], abs=0.01)


def test_facts_for_the_manifest(tmp_path) -> None:
    facts = open_weather(write_grid(tmp_path / "w.nc")).facts()
    assert facts["format"] == "netcdf"
    assert facts["first"] == "2025-03-01T00:00:00Z" and facts["last"] == "2025-03-01T03:00:00Z"


def test_other_variables_are_named(tmp_path) -> None:
    names = ("time", "lat", "lon", "sst", "salt")
    with pytest.raises(InputError, match=r"no wave height.*wave direction.*there are .*sst"):
        open_weather(write_grid(tmp_path / "w.nc", names=names))


def test_several_members_are_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="choose one member"):
        open_weather(write_grid(tmp_path / "w.nc", extra=("number",)))


def test_a_broken_file_is_one_line(tmp_path) -> None:
    path = tmp_path / "w.nc"
    path.write_bytes(b"\x89HDF\r\n\x1a\n" + b"\0" * 100)
    with pytest.raises(InputError, match="cannot be read as NetCDF"):
        open_weather(path)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"GRIB....", "GRIB"),
        (b"PK\x03\x04....", "unpack"),
        (b"\xff\xfe\x00\x01", "has no column t"),
    ],
)
def test_what_is_no_such_file(tmp_path, raw, says) -> None:
    path = tmp_path / "w"
    path.write_bytes(raw)
    with pytest.raises(InputError, match=says):
        open_weather(path)


def test_no_file_and_a_folder(tmp_path) -> None:
    with pytest.raises(InputError, match="no such file"):
        open_weather(tmp_path / "none.nc")
    with pytest.raises(InputError, match="folder"):
        open_weather(tmp_path)


def test_a_missing_library_says_what_to_install(tmp_path, monkeypatch) -> None:
    path = write_grid(tmp_path / "w.nc")
    monkeypatch.setitem(sys.modules, "netCDF4", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'netCDF4>="):
        open_weather(path)
    rows = ["2025-03-01T00:00:00Z,12,56,1.5,240"]
    assert open_weather(write_points(tmp_path / "w.csv", rows)).format == "csv"
