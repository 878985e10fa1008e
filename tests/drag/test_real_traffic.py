"""Real AIS, as far as it lies beside the checkout: nobody is accused, little is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from baltic.engine import scan
from baltic.errors import InputError

from .stories import ledger

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "ais"
#: What has to be said of files that do not say it themselves.
MAPPINGS = {
    "exactearth_2021-07-01_test_data_20210701.csv.gz": {"t:%Y%m%d_%H%M%S": "Time"},
    "noaa_marinecadastre_2023-01-01_1000rows.csv.gz": {"t:utc": "BaseDateTime"},
    "mqtt_v1_ferries_2021-11-02.ndjson": {"t": "timestampExternal"},
    "locations_features_commit211c0c1e.json.gz": {"t": "timestampExternal"},
}
FILES = sorted(p.name for p in REAL.iterdir()) if REAL.is_dir() else ["(none)"]


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_real_ships_raise_no_alert(name: str) -> None:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"no real AIS beside this checkout: {REAL} is absent")
    try:
        found = scan([path], mapping=MAPPINGS.get(name))
    except InputError as error:
        pytest.skip(f"not read: {str(error)[:160]}")
    detection = found.detection
    told = "\n".join(ledger(c) for c in detection.candidates)
    print(f"{name}: {detection.vessel_days:.2f} vessel-days\n{told}")  # noqa: T201
    assert [c for c in detection.candidates if c.level == "alert"] == [], told
    assert len(detection.candidates) <= 1 + 0.02 * detection.vessel_days, told
    assert found.tracks.height > 0
