"""Which asset a description means: towns named again and again are measured once."""

from __future__ import annotations

from baltic.catalogue.news import resolve
from tests.catalogue.test_news_manners import news

SAID = "The power cable off Hanko was cut on 3 March 2026. "


def test_a_town_that_is_named_often_is_measured_once() -> None:
    resolve._away_deg.cache_clear()
    (draft,) = news(SAID)
    once = resolve._away_deg.cache_info().misses
    assert "estlink-1" in {c["asset_id"] for c in draft["assets"][0]["candidates"]}
    news(SAID * 20)
    assert 0 < once == resolve._away_deg.cache_info().misses


def assets_of(body: str) -> set[str]:
    (draft,) = news("Cable break slows Saaremaa\n\n" + body)
    return {c["asset_id"] for c in draft["assets"][0]["candidates"]}


def test_ends_that_no_asset_has_leave_none_that_a_headline_may_mean() -> None:
    said = "A fibre between the Estonian mainland and Saaremaa broke on 3 March 2026."
    assert assets_of(said) == set()


def test_ends_that_an_asset_has_are_its_own() -> None:
    said = "A data cable between Ventspils and Nynäshamn broke on 3 March 2026 off Saaremaa."
    assert "lv-se-1" in assets_of(said)
