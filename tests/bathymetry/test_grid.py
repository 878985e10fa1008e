"""Depths out of grids: every format, sign, fill, edge and coordinate system."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from rasterio.transform import from_origin

from baltic.bathymetry import open_bathymetry
from baltic.errors import InputError
from baltic.settings import Bathymetry as Rules

from .grids import CELL, LATS, LONS, depths, plane, write_ascii, write_netcdf, write_tiff

LON = np.array([17.05, 17.5, 18.123, 19.99, 20.94])
LAT = np.array([55.05, 56.0, 57.321, 55.55, 57.93])


def all_formats(folder):
    values = depths().astype(np.float32)
    yield write_tiff(folder / "depth.tif", values)
    yield write_tiff(folder / "tiled.tif", -values, tiled=True, compress="deflate")
    yield write_tiff(folder / "int.tif", np.round(-10 * values).astype(np.int32))
    yield write_netcdf(folder / "rising.nc", -values)
    yield write_netcdf(folder / "falling.nc", -values, descending=True, extra=("value_count",))
    yield write_netcdf(folder / "depth.nc", values, name="depth", positive="down")
    yield write_ascii(folder / "grid.asc", -values)


def test_every_format_gives_the_same_depths(tmp_path):
    for path in all_formats(tmp_path):
        if path.name == "int.tif":
            continue
        found = open_bathymetry(path)(LON, LAT)
        assert found == pytest.approx(plane(LON, LAT), abs=0.01), path.name


def test_scale_and_offset_are_applied(tmp_path):
    import rasterio

    path = write_tiff(tmp_path / "a.tif", np.round(-10 * depths()).astype(np.int16))
    with rasterio.open(path, "r+") as out:
        out.scales, out.offsets = (0.1,), (2.0,)
    assert open_bathymetry(path)(LON, LAT) == pytest.approx(plane(LON, LAT) - 2.0, abs=0.1)


@pytest.mark.parametrize("bottom_up", ["NO", "YES"])
def test_compressed_netcdf4(tmp_path, bottom_up):
    from rasterio.shutil import copy

    path = write_tiff(tmp_path / "a.tif", -depths().astype(np.float32), nodata=-32768)
    four = tmp_path / "four.nc"
    copy(path, four, driver="netCDF", FORMAT="NC4", COMPRESS="DEFLATE", WRITE_BOTTOMUP=bottom_up)
    assert four.read_bytes()[1:4] == b"HDF"
    grid = open_bathymetry(four)
    assert grid(LON, LAT) == pytest.approx(plane(LON, LAT), abs=0.01)
    assert grid.facts()["format"] == "netCDF" and grid.notes == []


def test_projected_grid(tmp_path):
    from pyproj import Transformer

    to = Transformer.from_crs(4326, 3035, always_xy=True)
    x0, y0 = to.transform(18.0, 56.0)
    x, y = x0 + 500 * (np.arange(80) + 0.5), y0 - 500 * (np.arange(60) + 0.5)
    lon, lat = to.transform(*np.meshgrid(x, y), direction="INVERSE")
    path = write_tiff(
        tmp_path / "laea.tif", -plane(lon, lat), crs="EPSG:3035",
        transform=from_origin(x0, y0, 500, 500),
    )  # fmt: skip
    inner = (slice(5, -5, 7), slice(5, -5, 7))
    grid = open_bathymetry(path)
    assert grid(lon[inner] + 1e-3, lat[inner]) == pytest.approx(
        plane(lon[inner] + 1e-3, lat[inner]), abs=0.05
    )
    assert np.isnan(grid(10.0, 55.0))


def test_outside_and_nothing_are_unknown(tmp_path):
    values = depths().astype(np.float32)
    values[10, 10] = -9999
    grid = open_bathymetry(write_tiff(tmp_path / "a.tif", values, nodata=-9999))
    lon, lat = LONS[10], LATS[::-1][10]
    assert np.isnan(grid(lon, lat))
    # Beside the hole the known cells speak; at less than half a cell from it nothing does.
    assert grid(lon + 0.07, lat) == pytest.approx(plane(lon + 0.1, lat))
    assert np.isnan(grid(lon + 0.03, lat))
    assert np.isnan(
        grid([16.9, 21.1, 19.0, 19.0, np.nan, np.inf], [56, 56, 54.9, 58.1, 56, 56])
    ).all()
    # Half a cell inside the edge the last centre is the nearest thing known.
    assert grid(17.01, 56.05) == pytest.approx(plane(17.05, 56.05), abs=0.01)


def test_fill_values_nobody_declared(tmp_path):
    values = -depths().astype(np.float32)
    values[3, 3], values[4, 4], values[5, 5] = -9999, -32768, 1e30
    grid = open_bathymetry(write_tiff(tmp_path / "a.tif", values))
    for i in (3, 4, 5):
        assert np.isnan(grid(LONS[i], LATS[::-1][i]))
    assert np.isfinite(grid(LONS[8], LATS[8]))


def test_land_is_unknown_depth(tmp_path):
    values = -depths().astype(np.float32)
    values[:, :5] = 12.0
    grid = open_bathymetry(write_netcdf(tmp_path / "a.nc", values))
    assert np.isnan(grid(LONS[2], LATS[4]))
    assert grid(LONS[9], LATS[4]) == pytest.approx(plane(LONS[9], LATS[4]))


# Sign ---------------------------------------------------------------------------------


def mixed():
    values = depths().astype(np.float32)
    values[:, :8] = -15.0
    return values


@pytest.mark.parametrize(
    ("values", "attrs", "elevation"),
    [
        (-mixed(), {"name": "elevation"}, True),
        (-mixed(), {"name": "z", "standard_name": "height_above_mean_sea_level"}, True),
        (mixed(), {"name": "z", "standard_name": "sea_floor_depth_below_geoid"}, False),
        (mixed(), {"name": "depth", "positive": "down"}, False),
        (-mixed(), {"name": "depth", "positive": "up"}, True),
        (-depths().astype("f4"), {"name": "depth"}, True),
        (depths().astype("f4"), {"name": "z"}, False),
    ],
)
def test_sign_from_the_file(tmp_path, values, attrs, elevation):
    grid = open_bathymetry(write_netcdf(tmp_path / "a.nc", values, **attrs))
    assert grid.sign is not None and grid.sign.elevation is elevation
    assert grid(LON[2:], LAT[2:]) == pytest.approx(plane(LON[2:], LAT[2:]), abs=0.01)


def test_unclear_sign_is_refused_with_a_hint_unless_stated(tmp_path):
    path = write_tiff(tmp_path / "a.tif", -mixed())
    grid = open_bathymetry(path)
    assert grid.sign is None
    with pytest.raises(InputError, match=r"does not say .* \[bathymetry\] and values"):
        grid(LON, LAT)
    stated = open_bathymetry(path, Rules(values="elevation"))
    assert stated(LON[2:], LAT[2:]) == pytest.approx(plane(LON[2:], LAT[2:]), abs=0.01)


@pytest.mark.parametrize("down", [1.0, -1.0])
def test_ships_tell_the_sign(tmp_path, down):
    grid = open_bathymetry(write_tiff(tmp_path / "a.tif", down * mixed()))
    lon, lat = np.linspace(18.0, 20.9, 50), np.full(50, 56.0)
    grid.look_at_sea(lon, lat)
    assert grid(lon, lat) == pytest.approx(plane(lon, lat), abs=0.01)
    assert "100% of ships' positions" in grid.facts()["why"]


def test_ships_on_both_sides_of_zero_tell_nothing(tmp_path):
    grid = open_bathymetry(write_tiff(tmp_path / "a.tif", mixed()))
    with pytest.raises(InputError, match="does not say"):
        grid.look_at_sea(np.linspace(17.1, 19.0, 60), np.full(60, 56.0))


def test_ships_that_sail_on_land_are_noted(tmp_path):
    grid = open_bathymetry(write_netcdf(tmp_path / "a.nc", -mixed()))
    grid.look_at_sea(np.linspace(17.1, 17.7, 60), np.full(60, 56.0))
    assert "water at only 0%" in grid.notes[0]
    grid = open_bathymetry(write_netcdf(tmp_path / "b.nc", -mixed()))
    grid.look_at_sea(np.full(30, 5.0), np.full(30, 56.0))
    assert "no ship's position lies inside" in grid.notes[0]


def test_longitudes_from_0_to_360(tmp_path):
    path = write_tiff(tmp_path / "a.tif", -depths(), transform=from_origin(357.0, 58.0, CELL, CELL))
    grid = open_bathymetry(path)
    assert grid(-2.95, 57.95) == pytest.approx(plane(17.05, 57.95), abs=0.01)
    assert grid(0.5, 56.0) == pytest.approx(plane(20.5, 56.0), abs=0.01)


# Size ---------------------------------------------------------------------------------


def test_tiles_join_without_a_seam(tmp_path):
    path = write_tiff(tmp_path / "a.tif", -depths())
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(17.05, 20.95, 2000), rng.uniform(55.05, 57.95, 2000)
    small = open_bathymetry(path, Rules(tile_cells=7, tiles=3))
    assert small(lon, lat) == pytest.approx(plane(lon, lat), abs=1e-3)
    assert len(small._tiles) <= 3


def test_a_large_grid_stays_on_disk(tmp_path):
    # 64 MB on disk; the ships lie in one corner.
    values = np.full((4000, 4000), -50.0, dtype=np.float32)
    path = write_tiff(
        tmp_path / "a.tif", values, tiled=True, transform=from_origin(17.0, 58.0, 1e-3, 1e-3)
    )
    del values
    tracemalloc.start()
    grid = open_bathymetry(path)
    assert grid(np.linspace(17.1, 17.6, 500), np.linspace(57.0, 57.9, 500)) == pytest.approx(50.0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20e6
