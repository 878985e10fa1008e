"""Priors of the competing rates of attribution."""

from __future__ import annotations

from dataclasses import dataclass

from .declare import setting as _s

__all__ = ["Attribution"]


@dataclass(frozen=True)
class Attribution:
    """Priors of the competing rates.  Nationality and ownership are not among them.

    Examples
    --------
    >>> Attribution().lam_power_km_h > Attribution().lam_telecom_km_h
    True
    """

    q_drag: float = _s(
        1e-6,
        "1",
        "P(dragging at a random crossing)",
        "METHOD 4.1, 6 known events in 2.9e6 vessel-days",
    )
    kappa_dark: float = _s(0.07, "1", "share of hulls not heard", "METHOD 4.1: 0.05-0.10")
    lam_telecom_km_h: float = _s(
        5e-9,
        "1/(km h)",
        "technical and natural faults of telecom cables",
        "METHOD 4.1 (ICPC), 3e-9, is the mean of all oceans, where most cable lies deep; the "
        "catalogue knows 2 in 3.1e4 km years of Baltic cables over the years of q_drag, 7.3e-9: "
        "mean of an exponential prior of the one mean after the other's count",
    )
    lam_power_km_h: float = _s(5e-8, "1/(km h)", "technical faults of power links", "METHOD 4.1")
    lam_pipe_km_h: float = _s(
        5.8e-9,
        "1/(km h)",
        "technical faults of pipelines",
        "OGP 434-4 (2010): 5.1e-5 a year and km, subsea, processed gas, up to 24 inches; "
        "METHOD's 2.3e-8 was one number for all assets",
    )
    p_break_telecom: float = _s(0.9, "1", "P(break | dragged over)", "METHOD 4.1, judgement")
    p_break_power: float = _s(0.7, "1", "P(break | dragged over)", "METHOD 4.1, judgement")
    p_break_pipe: float = _s(0.3, "1", "P(rupture | dragged over)", "METHOD 4.1, judgement")
    fail_delay_telecom_min: float = _s(
        2.0, "min", "mean time from contact to failure", "METHOD 4.4"
    )
    fail_delay_power_min: float = _s(1.0, "min", "mean time from contact to failure", "METHOD 4.4")
    sd_scada_trip_s: float = _s(5.0, "s", "error of a trip's time", "METHOD 4.4: 1-5 s")
    sd_loss_of_light_s: float = _s(30.0, "s", "error of a loss of light", "METHOD 4.4: 5-60 s")
    sd_seismic_s: float = _s(20.0, "s", "error of a seismic time", "METHOD 4.4, NORSAR")
    sd_routing_outage_s: float = _s(300.0, "s", "BGP and probes: bins", "METHOD 4.4: 5-15 min")
    sd_pressure_drop_s: float = _s(
        900.0, "s", "pressure falls slowly and is seen late", "METHOD 4.4: 30-90 min"
    )
    sd_operator_notice_s: float = _s(120.0, "s", "a time told by an operator", "own choice")
    sd_press_window_s: float = _s(900.0, "s", "ends of a window told by the press", "own choice")
    sd_day_only_s: float = _s(7200.0, "s", "a day may be local or UTC", "own choice")
    least_routing_min: float = _s(
        5.0, "min", "a routing outage dates no failure better unless an error is stated",
        "METHOD 4.4: 5-15 min",
    )  # fmt: skip
    least_pressure_min: float = _s(
        30.0, "min", "nor does a fall of pressure", "METHOD 4.4: 30-90 min"
    )
    sd_otdr_km: float = _s(0.5, "km", "optical reflectometry", "METHOD 4.4: 0.1-1 km")
    sd_tdr_km: float = _s(1.0, "km", "electrical reflectometry of HVDC", "METHOD 4.4: 0.5-2 km")
    sd_survey_km: float = _s(0.01, "km", "a break seen on the seabed", "METHOD 4.4: 10 m")
    sd_words_km: float = _s(5.0, "km", "a place told in words, no radius stated", "own choice")
    slack_share: float = _s(
        0.01, "1", "slack and route conversion, of the distance measured", "METHOD 4.4: 0.5-2 %"
    )
    scar_sd_deg: float = _s(3.0, "deg", "bearing of a drag scar", "METHOD 4.4")
    depth_unknown_m: float = _s(
        60.0, "m", "depth at a crossing where no grid of depths is given", "METHOD 1.6"
    )
    depth_unknown_sd_m: float = _s(25.0, "m", "its spread: 35-85 m in the lanes", "METHOD 7")
    loa_unknown_m: float = _s(140.0, "m", "length of a ship that never sent it", "own choice")
    loa_unknown_sd_m: float = _s(50.0, "m", "its spread", "own choice")
    bow_share: float = _s(
        0.7, "1", "antenna to bow over length where not sent: bridges lie aft", "own choice"
    )
    bow_share_sd: float = _s(0.2, "1", "its spread", "own choice")
    margin_h: float = _s(6.0, "h", "vessels around the window are listed as excluded", "METHOD 5.1")
    area_km: float = _s(
        40.0, "km", "vessels this near to the asset are listed as excluded", "own choice"
    )
    before_h: float = _s(
        60.0, "h", "a drag of 36 h and a day of ordinary sailing before it", "Yi Peng 3: 36 h"
    )
    after_h: float = _s(12.0, "h", "the stop and the recovery after an outage", "own choice")
    dark_rate_floor: float = _s(
        0.2, "1/h", "crossings of an asset an hour when the AIS shows none", "own choice"
    )
    dark_second_h: float = _s(
        24.0, "h", "spread of the next asset's crossing by a ship not heard", "own choice"
    )
    dark_second_p: float = _s(
        0.5, "1", "P(a ship not heard also crosses the next asset)", "own choice"
    )
    dark_ships: float = _s(
        3.0, "1", "weight of that chance and spread against ships heard, in ships", "own choice"
    )
    rate_span_h: float = _s(
        12.0, "h", "crossings are counted this far around a window for the dark rate", "own choice"
    )
    rate_span_km: float = _s(
        10.0, "km", "crossings are counted this far along a located fault", "own choice"
    )
    p_contact: float = _s(
        0.6, "1", "P(anchor on the seabed | dragging) where physics gave none", "METHOD 1.4"
    )
    inside_llr: float = _s(
        1.24, "nat", "an episode of usual length and ledger 0 holds the passage",
        "fitted at passages of simulated world A, with an earlier detector: with that of today "
        "tests/benchmarks/fit_passages.py gives 0.40, slope 1.37, kept -1.14, which is "
        "under-confident in world B (0.86 is said where 0.95 are right), so that these were kept",
    )  # fmt: skip
    ledger_slope: float = _s(
        1.22, "1", "weight of the ledger of an episode that holds the passage",
        "fitted on simulated world A, as above",
    )  # fmt: skip
    episode_usual_h: float = _s(
        5.0, "h", "usual length: an ordinary stretch twice as long holds a passage by chance "
        "twice as often", "median of simulated drags",
    )  # fmt: skip
    episode_least_h: float = _s(0.5, "h", "no episode counts as shorter", "episodes.min_min")
    kept_inside_llr: float = _s(
        -1.7, "nat", "it passes at the speed expected all the same",
        "fitted on simulated world A, as above",
    )  # fmt: skip
    outside_llr: float = _s(
        -1.32, "nat", "no episode holds the passage, yet the ship passes slower than in the hours "
        "around", "fitted at passages of simulated world A: tests/benchmarks/fit_passages.py",
    )  # fmt: skip
    kept_outside_llr: float = _s(
        -2.54, "nat", "it passes as fast as in the hours around",
        "fitted on simulated world A, as above",
    )  # fmt: skip
    beside_llr: float = _s(
        1.53, "nat", "an episode within the slack of the passage, ledger 0",
        "fitted on simulated world A, as above",
    )  # fmt: skip
    beside_slope: float = _s(
        0.58, "1", "weight of its ledger", "fitted on simulated world A, as above"
    )
    kept_all_ln: float = _s(
        0.02, "ln", "loss of speed up to which a ship kept its speed", "noise of hourly speeds"
    )
    kept_none_ln: float = _s(
        0.08, "ln", "loss of speed from which it did not", "METHOD 3.3: an episode begins at 0.06"
    )
    counted_drags: int = _s(
        1224, "1", "passages with the anchor down behind these ratios", "the fit, as above"
    )
    counted_ordinary: int = _s(6662, "1", "ordinary passages behind them", "the fit, as above")
    passage_most: float = _s(
        7.0, "nat", "most that the motion at a passage counts",
        "one in 1,000: the fit knows 6,000 ordinary passages, real traffic is wilder",
    )  # fmt: skip
    p_unmarked: float = _s(
        0.05, "1", "P(a drag moves the ship as no simulated one: its motion says nothing)",
        "METHOD 3.5: no item of evidence beyond 3 nats, 1 in 20; no real traffic was measured",
    )  # fmt: skip
    episode_slack_min: float = _s(
        60.0, "min", "an episode this near to a crossing belongs to it", "bins of 10 min, ramps"
    )
    unbroken_floor: float = _s(
        0.1, "1", "least weight of unbroken assets: burial and hops are unknown", "own choice"
    )
    q_trawl: float = _s(
        1.5e-5, "1", "P(gear on the seabed breaks a telecom cable that it comes over)",
        "METHOD 4.1 (ICPC): 70 faults a year by fishing on 1.7e6 km; with a seventh of it where "
        "gear comes over 2.4 times a km and year (twice lam_trawl_km_h) 1e-4; none is known of the "
        "3e4 passes over Baltic cables in 2022-25: half a fault more on either side gives this",
    )  # fmt: skip
    lam_trawl_km_h: float = _s(
        1.4e-4, "1/(km h)", "gear on the seabed comes over an asset",
        "ICES: swept area 0.15 of the area a year, Baltic, 0-200 m, 2017-22; gear 80 m wide: "
        "2/pi 0.15 / 0.08 km a year",
    )  # fmt: skip
    kappa_trawl: float = _s(
        0.2, "1", "share of that gear towed by boats not heard",
        "ICES 2015: 80 % of it is by boats that report",
    )  # fmt: skip
    gear_power: float = _s(0.3, "1", "of power links, against telecom", "own choice: buried")
    gear_pipe: float = _s(
        0.01, "1", "of pipelines, which are laid to be trawled over", "own choice"
    )
    trawl_on_bottom: float = _s(
        0.4, "1", "P(the gear is on the seabed | a fishing vessel at the speed of a trawl)",
        "own choice: most Baltic trawling is in mid-water",
    )  # fmt: skip
    trawl_share: float = _s(
        0.5, "1", "share of its time in which a fishing vessel works", "own choice"
    )
    trawl_low_kn: float = _s(2.0, "kn", "slowest trawling", "METHOD 2: 2.5-5 kn, and noise")
    trawl_high_kn: float = _s(5.5, "kn", "fastest trawling", "METHOD 2: 2.5-5 kn, and noise")
    warp_ratio: float = _s(3.0, "1", "length of warp over depth", "own choice: usual practice")
    warp_ratio_sd: float = _s(1.0, "1", "its spread", "own choice")
    external_factor: float = _s(
        0.02, "1", "technical rate when outer force is stated", "METHOD 4.1"
    )
    internal_factor: float = _s(
        20.0, "1", "technical rate when an inner or shore fault is stated", "METHOD 4.1"
    )
    other_cause_factor: float = _s(
        1e4, "1", "rate of no ship when explosion, digging or storm is stated", "own choice"
    )
    position_sd_km: float = _s(
        2.0, "km", "error of a published place that states none", "METHOD 4.4: 0.5-2 km"
    )
    loose_window_h: float = _s(
        12.0,
        "h",
        "beside outages of known time, a passage in a longer window alone ranks no ship",
        "own choice",
    )
    open_gap_min: float = _s(
        10.0, "min", "longer silences are tested for a hidden crossing", "own choice"
    )
    open_gap_p: float = _s(
        0.01, "1", "least P(crossing hidden in a silence that allows one)", "own choice"
    )
    sails_on_p: float = _s(0.7, "1", "P(a ship no longer heard sails on as before)", "own choice")
    sails_on_h: float = _s(2.0, "h", "and how long that holds, mean", "own choice")
    sails_on_spread: float = _s(
        0.15, "1", "spread of the time it takes, of that time", "METHOD 6: spread of speeds"
    )
    reach_factor: float = _s(
        1.1, "1", "reach in a silence: times the ship's own largest speed", "METHOD 4.3"
    )
