"""Bad depth grids end in one line that says what to do."""

from __future__ import annotations

import builtins

import numpy as np
import pytest

from baltic.bathymetry import open_bathymetry
from baltic.errors import BalticError, InputError, MissingExtraError, SettingsError
from baltic.settings import Bathymetry as Rules

from .grids import depths, write_ascii, write_netcdf, write_tiff

VALUES = -depths().astype(np.float32)


def text(path, content):
    path.write_bytes(content)
    return path


BAD = {
    "none": (lambda p: p / "none.tif", "no such file"),
    "folder": (lambda p: p, "is a folder"),
    "text": (lambda p: text(p / "a.tif", b"lon,lat,depth\n1,2,3\n"), "is no depth grid"),
    "empty": (lambda p: text(p / "a.nc", b""), "is no depth grid"),
    "zip": (lambda p: text(p / "a.zip", b"PK\3\4" + bytes(60)), "unpack it first"),
    "tiff junk": (lambda p: text(p / "a.tif", b"II*\0" + b"junk" * 50), "cannot be read as GTiff"),
    "nc junk": (lambda p: text(p / "a.nc", b"CDF\1" + b"junk" * 50), "cannot be read as netCDF"),
    "hdf junk": (lambda p: text(p / "a.nc", b"\x89HDF\r\n\x1a\n" + bytes(90)), "as netCDF"),
    "bands": (lambda p: write_tiff(p / "a.tif", np.stack([VALUES] * 3)), "has 3 bands"),
    "feet": (lambda p: write_tiff(p / "a.tif", VALUES, unit="ft"), "not in metres"),
    "nothing": (lambda p: write_tiff(p / "a.tif", VALUES * 0 - 9999, nodata=-9999), "no depth at"),
    "zero": (lambda p: write_tiff(p / "a.tif", VALUES * 0), "no depth at all"),
    "land": (lambda p: write_netcdf(p / "a.nc", -VALUES), "holds no water"),
    "no crs": (lambda p: write_ascii(p / "a.asc", VALUES, left=4e6, cell=500), "coordinate system"),
    "many": (
        lambda p: write_netcdf(p / "a.nc", VALUES, name="mean_value", extra=("count",)),
        "there are .*mean_value",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_files_are_one_line(tmp_path, case, capfd):
    make, says = BAD[case]
    with pytest.raises(InputError, match=says) as caught:
        open_bathymetry(make(tmp_path))
    line = caught.value.one_line()
    assert "\n" not in line and str(tmp_path) in line
    shown = capfd.readouterr()
    assert shown.err == "" and shown.out == ""


def test_a_file_that_breaks_off(tmp_path, capfd):
    path = write_tiff(tmp_path / "a.tif", np.random.default_rng(0).uniform(-90, -5, (900, 900)))
    path.write_bytes(path.read_bytes()[:2_000_000])
    with pytest.raises(InputError, match=r"breaks off|cannot be read"):
        open_bathymetry(path)(18.0, 50.0)
    assert capfd.readouterr().err == ""


def test_a_named_variable(tmp_path):
    path = write_netcdf(tmp_path / "a.nc", VALUES, name="mean_value", extra=("count",))
    grid = open_bathymetry(path, Rules(variable="mean_value"))
    assert grid.facts()["variable"] == "mean_value"
    assert np.isfinite(grid(18.0, 56.0))
    with pytest.raises(InputError, match="no variable 'other'"):
        open_bathymetry(path, Rules(variable="other"))
    with pytest.raises(SettingsError, match="auto, elevation or depth"):
        open_bathymetry(path, Rules(variable="mean_value", values="up"))


def test_an_ascii_grid_in_degrees_is_noted(tmp_path):
    grid = open_bathymetry(write_ascii(tmp_path / "a.asc", VALUES))
    assert "taken as degrees" in grid.notes[0]
    prj = tmp_path / "a.prj"
    prj.write_text('GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
                   'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]')  # fmt: skip
    assert open_bathymetry(tmp_path / "a.asc").notes == []


def test_odd_names_are_only_names(tmp_path):
    folder = tmp_path / "a b:c"
    folder.mkdir()
    path = write_netcdf(folder / "ä 1.nc", VALUES, extra=("count",))
    assert np.isfinite(open_bathymetry(path)(18.0, 56.0))


def test_without_the_library_the_command_is_given(tmp_path, monkeypatch):
    path = write_tiff(tmp_path / "a.tif", VALUES)
    real = builtins.__import__

    def without(name, *more, **named):
        if name.startswith("rasterio"):
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"pip install 'rasterio>=") as caught:
        open_bathymetry(path)
    assert isinstance(caught.value, BalticError)
