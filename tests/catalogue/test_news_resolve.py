"""Which asset a description means: towns named again and again are measured once."""

from __future__ import annotations

from baltic.catalogue.news import resolve
from tests.catalogue.test_news_manners import news

SAID = "The cable between Finland and Estonia was cut by a ship near Hanko "


def test_a_town_that_is_named_often_is_measured_once() -> None:
    resolve._away_deg.cache_clear()
    news(f"On 3 March 2026 {SAID}.")
    once = resolve._away_deg.cache_info().misses
    news("On 3 March 2026 " + SAID * 20)
    assert 0 < once == resolve._away_deg.cache_info().misses
