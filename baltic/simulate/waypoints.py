"""Way-points of the simulated lanes: our own, set in open water, never for navigation."""

from __future__ import annotations

__all__ = ["CHAINS", "NODES", "OPEN_END", "ROUTES"]

#: Where the chart ends: routes begin and end there as at ports, but it is none.
OPEN_END = "skagerrak"

#: Name -> longitude, latitude.
NODES: dict[str, tuple[float, float]] = {
    # Skagerrak, Kattegat, the belts and the Sound
    "kattegat_s": (11.55, 56.42), "samso_n": (10.56, 56.045), "skagerrak": (9.30, 57.95),
    "skagen": (10.80, 57.88), "kattegat_n": (11.45, 57.45),
    "gothenburg": (11.62, 57.63), "kattegat_m": (11.85, 56.95), "kattegat_w": (11.22, 56.60),
    "samso_e": (10.85, 56.00), "aarhus": (10.34, 56.12), "hatter": (10.77, 55.80),
    "great_belt_n": (10.83, 55.62),
    "great_belt": (11.02, 55.34), "great_belt_s": (11.04, 55.14), "langeland_s": (10.86, 54.76),
    "kiel": (10.28, 54.50), "fehmarn_w": (10.95, 54.60), "fehmarn": (11.22, 54.57),
    "lubeck": (11.00, 54.06), "lubeck_n": (11.40, 54.30), "mecklenburg": (11.60, 54.42),
    "kadet": (12.15, 54.46),
    "rostock": (12.08, 54.24), "kadet_e": (12.65, 54.70), "sound_n": (12.40, 56.25),
    "helsingor": (12.665, 56.045), "ven_w": (12.63, 55.93), "sound_m": (12.66, 55.82),
    "copenhagen": (12.70, 55.70),
    "drogden": (12.71, 55.54), "sound_s": (12.66, 55.30), "trelleborg": (13.12, 55.30),
    # southern Baltic
    "arkona": (13.40, 54.95), "arkona_e": (13.95, 55.12), "bornholmsgat": (14.43, 55.27),
    "ystad": (13.85, 55.36), "swinoujscie": (14.30, 54.05), "pomerania": (14.50, 54.55),
    "bornholm_s": (15.00, 54.80), "slupsk": (16.80, 55.05), "rozewie": (18.40, 55.05),
    "gdansk_n": (19.15, 54.85), "gdansk": (18.90, 54.50), "baltiysk": (19.70, 54.68),
    "bornholm_e": (15.40, 55.45), "karlshamn": (14.90, 56.00), "karlskrona": (15.65, 55.95),
    "oland_s": (16.75, 55.90), "klaipeda": (20.95, 55.72), "klaipeda_w": (19.60, 55.85),
    # Baltic proper
    "hoburg": (18.40, 56.45), "liepaja": (20.85, 56.55), "gotland_se": (19.30, 57.05),
    "gotland_e": (20.00, 57.90), "gotland_ne": (19.85, 58.35), "ventspils": (21.35, 57.45),
    "kalmar_n": (17.50, 57.15),
    "gotland_w": (17.75, 57.90), "visby": (18.15, 57.70), "landsort": (18.00, 58.55),
    "nynashamn": (18.05, 58.80), "gotland_n": (19.20, 58.55), "kopu": (21.20, 58.95),
    "almagrundet": (19.45, 59.05), "irbe_w": (21.35, 57.85), "irbe": (22.00, 57.76),
    "kolka": (22.75, 57.88), "riga": (23.90, 57.15), "parnu": (24.30, 58.20),
    "kihnu_s": (23.75, 57.98),

    # Gulf of Finland
    "gof_w": (22.30, 59.35), "hanko_s": (23.00, 59.55), "hanko": (22.95, 59.74),
    "gof_1": (24.00, 59.69), "paldiski": (24.02, 59.45), "gof_2": (24.85, 59.83),
    "helsinki": (24.98, 60.07), "tallinn": (24.70, 59.54), "naissaar_n": (24.50, 59.66),
    "muuga": (25.02, 59.58),
    "gof_3": (25.60, 59.90), "porvoo": (25.55, 60.12), "gof_4": (26.50, 59.86),
    "kotka": (26.90, 60.33), "gof_hogland": (27.08, 59.95), "gof_5": (27.70, 60.12),
    "hogland_n": (26.70, 60.18), "sillamae": (27.75, 59.50), "narva": (27.45, 59.75),
    "gof_6": (28.35, 60.17), "primorsk": (28.52, 60.26), "ust_luga": (28.15, 59.80),
    "gof_7": (28.75, 60.08), "petersburg": (29.35, 60.05), "luga_n": (28.10, 59.92),
    # Aland and the Gulf of Bothnia
    "uto": (21.25, 59.70), "turku": (21.31, 59.765), "aland_s": (20.10, 59.55),
    "mariehamn": (19.90, 59.95), "kapellskar": (19.25, 59.72), "soderarm": (19.72, 59.60),
    "aland_w": (19.45, 59.95),
    "market": (19.02, 60.32), "bothnia_s": (18.90, 60.75), "gavle": (17.45, 60.75),
    "bothnia_1": (19.40, 61.40), "rauma": (21.15, 61.12), "pori": (21.25, 61.62),
    "bothnia_2": (19.70, 62.30), "sundsvall": (17.75, 62.35), "bothnia_3": (20.30, 63.10),
    "vaasa": (20.90, 63.15), "umea": (20.30, 63.60), "kvarken": (20.93, 63.53),
    "kvarken_n": (21.40, 63.85), "bay_1": (22.30, 64.40), "bay_2": (23.20, 64.95),
    "raahe": (24.30, 64.66), "oulu": (24.62, 65.16), "kemi": (24.35, 65.50),
    "lulea": (22.58, 65.32),
}  # fmt: skip

#: Chains of neighbours; every link is sailed both ways, kept to starboard.
CHAINS: tuple[str, ...] = (
    "skagerrak skagen kattegat_n kattegat_w samso_e hatter great_belt_n great_belt great_belt_s",
    "great_belt_s langeland_s fehmarn_w fehmarn mecklenburg kadet kadet_e arkona arkona_e",
    "kattegat_n gothenburg", "skagen gothenburg", "samso_e samso_n aarhus", "kiel fehmarn_w",
    "fehmarn lubeck_n lubeck", "mecklenburg lubeck_n", "kadet rostock", "mecklenburg rostock",
    "kattegat_n kattegat_m sound_n helsingor ven_w sound_m copenhagen drogden sound_s arkona",
    "kattegat_w kattegat_s sound_n", "sound_s trelleborg", "trelleborg arkona",
    "trelleborg rostock",
    "arkona_e bornholmsgat bornholm_e oland_s hoburg gotland_se gotland_e kopu gof_w",
    "arkona_e ystad", "ystad bornholmsgat", "arkona pomerania swinoujscie", "ystad pomerania",
    "arkona bornholm_s slupsk rozewie gdansk_n gdansk", "pomerania bornholm_s",
    "gdansk_n baltiysk", "bornholm_e karlshamn", "bornholm_e karlskrona", "bornholm_e slupsk",
    "rozewie oland_s", "karlskrona gdansk_n", "rozewie klaipeda_w klaipeda", "oland_s klaipeda_w",
    "hoburg klaipeda_w", "gdansk_n hoburg", "hoburg liepaja", "klaipeda_w liepaja",
    "gotland_se ventspils", "gotland_se irbe_w", "gotland_e irbe_w irbe kolka riga",
    "gotland_e ventspils", "kolka kihnu_s parnu", "ventspils irbe_w",
    "oland_s kalmar_n gotland_w landsort",
    "kalmar_n visby gotland_w", "landsort nynashamn", "visby landsort", "landsort almagrundet",
    "landsort gotland_n kopu", "gotland_n gotland_ne gotland_e", "almagrundet aland_s",
    "almagrundet kopu",
    "nynashamn almagrundet", "ventspils landsort", "almagrundet soderarm kapellskar",
    "gof_w hanko_s gof_1 gof_2 gof_3 gof_4 gof_hogland gof_5 gof_6 gof_7 petersburg",
    "hanko_s hanko", "gof_1 paldiski", "gof_2 helsinki", "gof_2 tallinn", "gof_2 muuga",
    "helsinki tallinn", "gof_1 naissaar_n tallinn", "gof_3 muuga", "gof_3 porvoo", "gof_3 helsinki",
    "gof_4 hogland_n kotka", "gof_6 primorsk", "gof_4 narva sillamae", "narva luga_n ust_luga",
    "gof_3 kotka", "hanko paldiski",
    "gof_w uto turku", "uto aland_s soderarm", "aland_s mariehamn", "soderarm mariehamn",
    "kopu uto", "aland_s aland_w market bothnia_s bothnia_1 bothnia_2 bothnia_3 kvarken",
    "soderarm aland_w", "mariehamn aland_w", "kopu aland_s", "bothnia_s gavle", "bothnia_1 rauma",
    "bothnia_1 pori", "bothnia_2 sundsvall", "bothnia_1 sundsvall", "bothnia_3 vaasa",
    "bothnia_3 umea", "vaasa umea", "kvarken kvarken_n bay_1 bay_2 kemi", "bay_2 raahe",
    "bay_2 oulu", "bay_1 lulea", "bay_2 lulea", "rauma gavle",
)  # fmt: skip

#: From, to, weight (passages, relative), and who sails there.
ROUTES: tuple[tuple[str, str, float, str], ...] = (
    ("skagerrak", "petersburg", 9, "deep"), ("skagerrak", "primorsk", 8, "tank"),
    ("skagerrak", "ust_luga", 10, "deep"), ("kiel", "petersburg", 6, "feeder"),
    ("kiel", "helsinki", 5, "feeder"), ("kiel", "muuga", 4, "feeder"),
    ("lubeck", "helsinki", 4, "roro"), ("rostock", "hanko", 3, "roro"),
    ("skagerrak", "gdansk", 8, "deep"), ("kiel", "gdansk", 6, "feeder"),
    ("kiel", "klaipeda", 5, "feeder"), ("skagerrak", "klaipeda", 3, "deep"),
    ("kiel", "riga", 5, "coast"), ("skagerrak", "riga", 3, "coast"),
    ("kiel", "ventspils", 3, "coast"), ("skagerrak", "porvoo", 4, "tank"),
    ("kiel", "kotka", 5, "feeder"), ("kiel", "turku", 3, "coast"), ("kiel", "rauma", 4, "coast"),
    ("kiel", "gavle", 3, "coast"), ("kiel", "sundsvall", 3, "coast"), ("kiel", "kemi", 3, "coast"),
    ("kiel", "oulu", 3, "coast"), ("skagerrak", "lulea", 3, "deep"), ("gdansk", "lulea", 2, "deep"),
    ("skagerrak", "copenhagen", 3, "coast"), ("copenhagen", "gdansk", 3, "coast"),
    ("gothenburg", "kiel", 3, "coast"), ("skagerrak", "aarhus", 2, "feeder"),
    ("skagerrak", "rostock", 3, "coast"), ("kiel", "nynashamn", 2, "coast"),
    ("klaipeda", "karlshamn", 3, "roro"), ("gdansk", "karlskrona", 3, "roro"),
    ("swinoujscie", "skagerrak", 3, "coast"), ("kiel", "karlshamn", 2, "coast"),
    ("gdansk", "petersburg", 2, "coast"), ("baltiysk", "ust_luga", 2, "roro"),
    ("klaipeda", "porvoo", 2, "tank"), ("pori", "gdansk", 2, "coast"),
    ("raahe", "lulea", 2, "coast"), ("vaasa", "kiel", 1, "coast"), ("parnu", "kiel", 1, "coast"),
    ("liepaja", "kiel", 2, "coast"), ("sillamae", "skagerrak", 2, "tank"),
    ("tallinn", "kapellskar", 2, "coast"), ("riga", "nynashamn", 1, "coast"),
    ("muuga", "kotka", 1, "coast"), ("baltiysk", "skagerrak", 1, "tank"),
    ("helsinki", "tallinn", 5, "ferry"), ("kapellskar", "turku", 2, "ferry"),
    ("kapellskar", "mariehamn", 2, "ferry"), ("trelleborg", "rostock", 3, "ferry"),
    ("ystad", "swinoujscie", 3, "ferry"), ("nynashamn", "visby", 2, "ferry"),
    ("paldiski", "hanko", 1, "ferry"), ("vaasa", "umea", 1, "ferry"),
    ("nynashamn", "ventspils", 1, "ferry"), ("karlskrona", "gdansk", 1, "ferry"),
)  # fmt: skip
