"""Houses like those sold in Ames, Iowa, none of them real.

The process: a house gets a neighbourhood, which has a typical year of building, a level of wealth and a typical plot.
From these follow the style and kind of building, the quality, the living area (wealth, quality and style), basement,
garage, fireplaces, kitchen and the rest. The logarithm of the price is then a sum: living area, quality (the better,
the more each further step brings), neighbourhood, age, condition, plot, basement, garage, fireplaces and the way of
selling, with noise that has heavy tails. The market falls a little after 2007. About one house in 700 is huge,
unfinished and sold cheaply.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._tables import LICENCE, Array, blanked, chance, choose, described, pick

# Name: how many of 1,460 houses, price level in thousands of dollars, typical year, spread of years, typical plot,
# share of townhouses.
_NEIGHBOURHOODS: dict[str, tuple[int, int, int, float, int, float]] = {
    "Blmngtn": (17, 195, 2005, 1.5, 3400, 0.9),
    "Blueste": (3, 138, 1979, 2, 1700, 1.0),
    "BrDale": (16, 104, 1971, 1.5, 1800, 1.0),
    "BrkSide": (58, 125, 1932, 11, 7000, 0.0),
    "ClearCr": (28, 213, 1966, 12, 19000, 0.0),
    "CollgCr": (150, 198, 1998, 9, 9300, 0.05),
    "Crawfor": (51, 211, 1942, 20, 10800, 0.06),
    "Edwards": (100, 128, 1955, 20, 9000, 0.05),
    "Gilbert": (79, 193, 1999, 3, 9800, 0.03),
    "IDOTRR": (37, 100, 1924, 14, 7600, 0.0),
    "MeadowV": (17, 99, 1972, 3, 2200, 0.9),
    "Mitchel": (49, 156, 1982, 12, 10000, 0.12),
    "NAmes": (225, 146, 1960, 7, 9600, 0.0),
    "NPkVill": (9, 143, 1976, 2, 2400, 0.9),
    "NWAmes": (73, 189, 1975, 5, 11000, 0.03),
    "NoRidge": (41, 335, 1995, 3, 13000, 0.03),
    "NridgHt": (77, 316, 2006, 2, 10300, 0.25),
    "OldTown": (113, 128, 1920, 18, 7800, 0.01),
    "SWISU": (25, 143, 1925, 10, 7300, 0.0),
    "Sawyer": (74, 137, 1963, 7, 9800, 0.0),
    "SawyerW": (59, 187, 1987, 10, 9300, 0.08),
    "Somerst": (86, 225, 2005, 3, 7200, 0.3),
    "StoneBr": (25, 310, 1998, 7, 9600, 0.45),
    "Timber": (38, 242, 1991, 13, 14000, 0.05),
    "Veenker": (11, 239, 1975, 10, 14000, 0.2),
}
_GRADES = np.array(["Po", "Fa", "TA", "Gd", "Ex"], dtype=object)


def make(size: int, seed: int) -> Dataset:
    """Simulate house sales with the columns of the Ames data that courses use.

    Parameters
    ----------
    size : int
        The number of sales.
    seed : int
        Another seed gives other houses.

    Returns
    -------
    Dataset
        A table of shape (size, 42), and the price of each house in dollars.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 42)
    """
    import pandas as pd

    rng = np.random.default_rng([seed, 103])
    house = _build(rng, size)
    columns = {"Id": np.arange(1, size + 1), **_outside(rng, house), **_inside(rng, house), **_selling(rng, house)}
    price = _price(rng, house, columns)
    frame = pd.DataFrame({column.name: columns[column.name] for column in _COLUMNS})
    return Dataset(
        name="house-prices",
        data=frame,
        target=price,
        feature_names=tuple(frame.columns),
        target_names=("SalePrice",),
        card=_card(size),
    )


@dataclass(frozen=True)
class _Houses:
    """What the columns follow from, one entry per house; `level` is the log of the neighbourhood's price level."""

    place: Array
    level: Array
    plot: Array
    sold: Array
    built: Array
    quality: Array
    townhouse: Array
    style: Array
    area: Array
    unfinished: Array


def _build(rng: np.random.Generator, size: int) -> _Houses:
    facts = np.array(list(_NEIGHBOURHOODS.values()), dtype=float)
    number = pick(rng, facts[:, 0], size)
    unfinished = rng.random(size) < 0.0015
    number = np.where(unfinished, list(_NEIGHBOURHOODS).index("Edwards"), number)
    level = np.log(facts[number, 1] / 165)
    sold = 2006 + pick(rng, (314, 329, 304, 338, 175), size)
    built = np.round(facts[number, 2] + facts[number, 3] * rng.standard_t(5, size))
    built = np.where(unfinished, sold, np.clip(built, 1872, sold)).astype(int)
    latent = 5.95 + 2.15 * level + 0.014 * (built - 1971) + rng.normal(0, 0.85, size)
    quality = np.where(unfinished, 10, np.clip(np.round(latent), 1, 10)).astype(int)
    townhouse = (rng.random(size) < facts[number, 5]) & ~unfinished
    old = built < 1946
    weights = np.column_stack(
        [
            np.where(old, 0.30, 0.58),
            np.where(old, 0.26, 0.31) + 0.35 * level,
            np.where(old, 0.40, 0.012),
            np.where(old, 0.0, 0.06),
            np.where(old, 0.0, 0.035),
        ]
    )
    weights[townhouse, 2:] = 0
    style = np.where(unfinished, 1, pick(rng, np.maximum(weights, 0.001)))
    area = 7.16 + 0.20 * level + 0.066 * (quality - 6) + np.array([0, 0.30, 0.17, 0.10, -0.12])[style]
    area = np.exp(area + rng.normal(0, 0.22, size) - 0.08 * townhouse)
    area = np.where(unfinished, rng.uniform(4400, 5700, size), np.clip(area, 334, 4300))
    plot = (
        facts[number, 4] * np.exp(rng.normal(0, 0.24, size)) * np.where(townhouse & (facts[number, 5] < 0.8), 0.45, 1)
    )
    plot = np.where(rng.random(size) < 0.012, plot * rng.uniform(2.5, 14, size), plot)
    return _Houses(number, level, plot, sold, built, quality, townhouse, style, area, unfinished)


def _outside(rng: np.random.Generator, house: _Houses) -> dict[str, Array]:
    size = len(house.area)
    names = np.array(list(_NEIGHBOURHOODS), dtype=object)[house.place]
    dice = rng.random(size)
    zoning = np.select(
        [
            (names == "Somerst") & (dice < 0.75),
            (names == "IDOTRR") & (dice < 0.24),
            np.isin(names, ("OldTown", "IDOTRR", "BrkSide", "SWISU", "BrDale", "MeadowV", "Blueste")) & (dice < 0.75),
            dice > 0.985,
        ],
        ["FV", "C (all)", "RM", "RH"],
        "RL",
    ).astype(object)
    shape = np.array(["Reg", "IR1", "IR2", "IR3"], dtype=object)
    irregular = np.clip(0.33 + 0.30 * house.level + 0.004 * (house.built - 1971), 0.06, 0.8)
    irregular = np.where(house.townhouse, 0.12, irregular)
    form = pick(rng, np.column_stack([1 - irregular, irregular * 0.9, irregular * 0.08, irregular * 0.02]))
    front = np.clip(np.sqrt(house.plot) * 0.69 * np.exp(rng.normal(0, 0.19, size)), 21, 313)
    # Plots of an irregular shape, at the end of a road, have no straight front that could be measured.
    no_front = rng.random(size) < np.where(form == 0, 0.09, 0.34)
    two = rng.random(size) < np.where(house.built < 1980, 0.065, 0.02)
    two &= ~house.townhouse & ~house.unfinished
    kind = np.select(
        [
            house.townhouse & (rng.random(size) < 0.7),
            house.townhouse,
            two & (house.built < 1946),
            two,
        ],
        ["TwnhsE", "Twnhs", "2fmCon", "Duplex"],
        "1Fam",
    ).astype(object)
    style = np.array(["1Story", "2Story", "1.5Fin", "SLvl", "SFoyer"], dtype=object)[house.style]
    old = house.built < 1946
    subclass = np.select(
        [
            kind == "2fmCon",
            kind == "Duplex",
            house.townhouse & (house.style == 1),
            house.townhouse & (house.style == 0),
        ],
        [190, 90, 160, 120],
        np.select(
            [old & (house.style == 0), old & (house.style == 1)], [30, 70], np.array([20, 60, 50, 80, 85])[house.style]
        ),
    )
    remodelled = (rng.random(size) < np.where(house.built < 1980, 0.58, 0.25)) & ~house.unfinished
    later = np.maximum(house.built, 1950) + (house.sold - np.maximum(house.built, 1950)) * rng.beta(1.6, 0.9, size)
    renewed = np.where(remodelled, np.round(later), np.maximum(house.built, 1950)).astype(int)
    brick = rng.random(size) < chance(-0.75 + 1.4 * house.level + 0.32 * (house.quality - 6))
    bricks = np.where(brick, np.round(np.exp(rng.normal(5.3, 0.65, size) + 0.6 * house.level)), 0.0)
    foundation = np.select(
        [house.built < 1940, house.built < 1982],
        [
            choose(rng, {"BrkTil": 0.62, "PConc": 0.14, "CBlock": 0.2, "Stone": 0.04}, size),
            choose(rng, {"CBlock": 0.89, "PConc": 0.06, "Slab": 0.05}, size),
        ],
        choose(rng, {"PConc": 0.93, "CBlock": 0.06, "Wood": 0.01}, size),
    )
    deck = np.where(
        rng.random(size) < 0.48 + 0.3 * house.level, np.round(rng.gamma(3.2, 62, size) * np.exp(0.4 * house.level)), 0
    ).astype(int)
    porch = np.where(
        rng.random(size) < 0.55 + 0.3 * house.level,
        np.round(rng.gamma(1.9, 45, size) * np.exp(0.4 * house.level)) + 4,
        0,
    ).astype(int)
    pool = choose(rng, {"Gd": 3, "Ex": 2, "Fa": 2}, size)
    fence = choose(rng, {"MnPrv": 157, "GdPrv": 59, "GdWo": 54, "MnWw": 11}, size)
    return {
        "MSSubClass": subclass,
        "MSZoning": zoning,
        "LotFrontage": blanked(np.round(front), no_front),
        "LotArea": np.round(house.plot).astype(int),
        "LotShape": shape[form],
        "Neighborhood": names,
        "BldgType": kind,
        "HouseStyle": style,
        "OverallQual": house.quality,
        "OverallCond": np.where(house.built > 1996, 5, np.clip(np.round(rng.normal(5.75, 1.2, size)), 1, 9)).astype(
            int
        ),
        "YearBuilt": house.built,
        "YearRemodAdd": renewed,
        "MasVnrArea": blanked(np.minimum(bricks, 1600), rng.random(size) < 0.0055),
        "ExterQual": _grade(rng, house.quality, 6.7, size),
        "Foundation": foundation,
        "WoodDeckSF": deck,
        "OpenPorchSF": porch,
        "PoolQC": blanked(pool, rng.random(size) > 0.005 + 0.4 * house.unfinished),
        "Fence": blanked(fence, rng.random(size) > np.where(house.built < 1990, 0.27, 0.06)),
    }


def _inside(rng: np.random.Generator, house: _Houses) -> dict[str, Array]:
    size = len(house.area)
    share = np.select(
        [house.style == 1, house.style == 2], [rng.normal(0.47, 0.05, size), rng.normal(0.37, 0.06, size)], 0.0
    )
    second = np.round(house.area * share).astype(int)
    first = np.round(house.area).astype(int) - second
    no_basement = rng.random(size) < np.where(house.unfinished, 0, np.where(house.built < 1985, 0.035, 0.008))
    basement = np.where(no_basement, 0, np.round(first * np.minimum(rng.normal(0.97, 0.09, size), 1.02))).astype(int)
    finished = rng.random(size) < 0.70
    finished_area = np.where(finished, np.round(basement * rng.beta(2.6, 2.0, size)), 0).astype(int)
    # The height of a basement, which its quality stands for, follows the year.
    basement_quality = _GRADES[np.clip(np.round(2.4 + 0.02 * (house.built - 1971) + 0.16 * (house.quality - 6)
                                                + rng.normal(0, 0.35, size)), 1, 4).astype(int)]  # fmt: skip
    modern = house.built - 1971
    warmth = _GRADES[np.clip(np.round(3.2 + 0.024 * modern + rng.normal(0, 0.75, size)), 0, 4).astype(int)]
    air = np.where(rng.random(size) < chance(3.4 + 0.05 * modern + 0.5 * (house.quality - 6)), "Y", "N").astype(object)
    feet = (house.area - 1500) / 500
    full = 1 + (rng.random(size) < chance(0.15 + 1.4 * feet + 0.05 * modern)) + (house.area > 2900)
    half = (rng.random(size) < chance(-1.3 + 1.9 * (house.style == 1) + 0.3 * feet)).astype(int)
    bedrooms = np.clip(np.round(2.75 + 0.55 * feet - 0.7 * house.townhouse + rng.normal(0, 0.5, size)), 0, 8).astype(
        int
    )
    rooms = np.clip(np.round(6.5 + 1.35 * feet + 0.25 * (bedrooms - 3) + rng.normal(0, 0.65, size)), 2, 14).astype(int)
    fires = chance(-0.05 + 1.1 * feet + 1.5 * house.level + 0.22 * (house.quality - 6))
    fireplaces = ((rng.random(size) < fires).astype(int) + (rng.random(size) < fires * 0.16)).astype(int)
    fire_quality = _GRADES[
        np.clip(np.round(2.35 + 0.25 * (house.quality - 6) + rng.normal(0, 0.7, size)), 0, 4).astype(int)
    ]
    no_garage = rng.random(size) < chance(-3.75 - 0.026 * modern - 1.2 * house.level - 0.45 * (house.quality - 6))
    no_garage &= ~house.unfinished
    cars = 1.75 + 0.011 * modern + 0.17 * (house.quality - 6) + 0.22 * feet + rng.normal(0, 0.42, size)
    cars = np.where(no_garage, 0, np.clip(np.round(cars), 1, 4)).astype(int)
    garage = np.where(no_garage, 0, np.round(np.clip(cars * 255 + 10 + rng.normal(0, 75, size), 160, 1418))).astype(int)
    attached = rng.random(size) < chance(0.6 + 0.055 * (modern + 10))
    garage_kind = np.where(
        attached & (house.style >= 1) & (rng.random(size) < 0.15), "BuiltIn", np.where(attached, "Attchd", "Detchd")
    ).astype(object)
    garage_year = np.where(
        attached | (rng.random(size) < 0.45), house.built, np.round(rng.uniform(house.built, house.sold))
    )
    return {
        "BsmtQual": blanked(basement_quality, no_basement),
        "BsmtFinSF1": finished_area,
        "TotalBsmtSF": basement,
        "HeatingQC": warmth,
        "CentralAir": air,
        "1stFlrSF": first,
        "2ndFlrSF": second,
        "GrLivArea": first + second,
        "FullBath": full.astype(int),
        "HalfBath": half,
        "BedroomAbvGr": bedrooms,
        "KitchenQual": _grade(rng, house.quality, 6.35, size),
        "TotRmsAbvGrd": np.maximum(rooms, bedrooms + 1),
        "Fireplaces": fireplaces,
        "FireplaceQu": blanked(fire_quality, fireplaces == 0),
        "GarageType": blanked(garage_kind, no_garage),
        "GarageYrBlt": blanked(garage_year, no_garage),
        "GarageCars": cars,
        "GarageArea": garage,
    }


def _selling(rng: np.random.Generator, house: _Houses) -> dict[str, Array]:
    size = len(house.area)
    fresh = (house.sold - house.built <= 1) & (rng.random(size) < 0.75)
    condition = choose(
        rng, {"Normal": 0.905, "Abnorml": 0.073, "Family": 0.015, "Alloca": 0.006, "AdjLand": 0.003}, size
    )
    return {
        "MoSold": 1 + pick(rng, (58, 52, 106, 141, 204, 253, 234, 122, 63, 89, 79, 59), size),
        "YrSold": house.sold,
        "SaleCondition": np.where(fresh | house.unfinished, "Partial", condition).astype(object),
    }


def _grade(rng: np.random.Generator, quality: Array, middle: float, size: int) -> Array:
    return np.asarray(
        _GRADES[np.clip(np.round(2.5 + 0.42 * (quality - middle) + rng.normal(0, 0.4, size)), 1, 4).astype(int)]
    )


def _price(rng: np.random.Generator, house: _Houses, columns: dict[str, Array]) -> Array:
    size = len(house.area)
    kitchen = np.select([columns["KitchenQual"] == grade for grade in _GRADES], range(5))
    better = house.quality - 6.0
    effect = (
        0.46 * np.log(house.area / 1500)
        + 0.078 * better
        + 0.0075 * better * np.abs(better)
        + 0.28 * house.level
        + 0.0004 * (house.built - 1971)
        + 0.05 * (house.built < 1915)
        + 0.06 * (house.built > 2002)
        + 0.0009 * (columns["YearRemodAdd"] - 1985)
        + 0.036 * (columns["OverallCond"] - 5.5)
        - 0.13 * (columns["OverallCond"] <= 3)
        + 0.04 * better * np.log(house.area / 1500)
        + 0.11 * np.log(house.plot / 9500)
        + 0.00012 * (columns["TotalBsmtSF"] - 1000)
        + 0.00009 * (columns["BsmtFinSF1"] - 440)
        + 0.045 * (columns["GarageCars"] - 1.8)
        + 0.035 * (columns["Fireplaces"] - 0.6)
        + 0.030 * (kitchen - 2.5)
        + 0.07 * (columns["CentralAir"] == "Y")
        - 0.30 * (columns["MSZoning"] == "C (all)")
        - 0.09 * np.isin(columns["SaleCondition"], ("Abnorml", "AdjLand"))
        + 0.05 * (columns["SaleCondition"] == "Partial")
        - 0.07 * np.isin(columns["BldgType"], ("Duplex", "2fmCon", "Twnhs"))
        + np.array([0.0, 0.012, -0.012, -0.03, -0.03])[columns["YrSold"] - 2006]
    )
    noise = 0.077 * rng.standard_t(4.5, size)
    price = np.exp(np.log(164_000) - 0.045 + effect + noise)
    price = np.where(house.unfinished, rng.uniform(155_000, 190_000, size), np.clip(price, 34_900, 790_000))
    return np.asarray(np.where(rng.random(size) < 0.7, np.round(price / 500) * 500, np.round(price)))


_COLUMNS = described(
    ("Id", "number of the row", "no unit"),
    ("MSSubClass", "code of the kind of dwelling, such as 20 or 60; a label and not an amount", "no unit"),
    ("MSZoning", "zone: RL and RM residential, FV village, RH dense, C (all) commercial", "no unit"),
    ("LotFrontage", "length of the plot along the street", "feet"),
    ("LotArea", "area of the plot", "square feet"),
    ("LotShape", "shape of the plot, from Reg (regular) to IR3 (very irregular)", "no unit"),
    ("Neighborhood", "neighbourhood, one of 25", "no unit"),
    ("BldgType", "1Fam detached, TwnhsE and Twnhs townhouses, Duplex, 2fmCon for two families", "no unit"),
    ("HouseStyle", "storeys: 1Story, 1.5Fin, 2Story, SLvl split level, SFoyer split foyer", "no unit"),
    ("OverallQual", "material and finish, from 1 very poor to 10 very excellent", "no unit"),
    ("OverallCond", "condition, from 1 to 10", "no unit"),
    ("YearBuilt", "year of building", "years"),
    ("YearRemodAdd", "year of the last remodelling; never before 1950", "years"),
    ("MasVnrArea", "area of masonry veneer", "square feet"),
    ("ExterQual", "quality outside: Fa, TA (typical), Gd, Ex", "no unit"),
    ("Foundation", "PConc, CBlock, BrkTil, Slab, Stone or Wood", "no unit"),
    ("BsmtQual", "height of the basement: Fa, TA, Gd, Ex; missing: no basement", "no unit"),
    ("BsmtFinSF1", "finished area in the basement", "square feet"),
    ("TotalBsmtSF", "area of the basement", "square feet"),
    ("HeatingQC", "quality of the heating: Po, Fa, TA, Gd, Ex", "no unit"),
    ("CentralAir", "central air conditioning: Y or N", "no unit"),
    ("1stFlrSF", "area of the first floor", "square feet"),
    ("2ndFlrSF", "area of the second floor", "square feet"),
    ("GrLivArea", "living area above ground: the sum of the two floors", "square feet"),
    ("FullBath", "full bathrooms above ground", "rooms"),
    ("HalfBath", "half bathrooms above ground", "rooms"),
    ("BedroomAbvGr", "bedrooms above ground", "rooms"),
    ("KitchenQual", "quality of the kitchen: Fa, TA, Gd, Ex", "no unit"),
    ("TotRmsAbvGrd", "rooms above ground, without bathrooms", "rooms"),
    ("Fireplaces", "fireplaces", "fireplaces"),
    ("FireplaceQu", "quality of the fireplace; missing: none", "no unit"),
    ("GarageType", "Attchd, Detchd or BuiltIn; missing: no garage", "no unit"),
    ("GarageYrBlt", "year in which the garage was built; missing: no garage", "years"),
    ("GarageCars", "size of the garage", "cars"),
    ("GarageArea", "area of the garage", "square feet"),
    ("WoodDeckSF", "area of the wooden deck", "square feet"),
    ("OpenPorchSF", "area of the open porch", "square feet"),
    ("PoolQC", "quality of the pool; missing: no pool", "no unit"),
    ("Fence", "quality of the fence; missing: no fence", "no unit"),
    ("MoSold", "month of the sale", "month"),
    ("YrSold", "year of the sale", "years"),
    ("SaleCondition", "Normal, Partial (not finished), Abnorml (forced), Family, Alloca or AdjLand", "no unit"),
)


def _card(size: int) -> Card:
    return Card(
        title="House prices like those of Ames (simulated)",
        summary="One row is one sale of a house. The task is to predict its price.",
        source=(
            "Made by a random process in the form of D. De Cock's data of Ames, Iowa (Journal of Statistics Education "
            "19, 2011), with half of the columns of Kaggle's version. The logarithm of the price is a sum of living "
            "area, quality, neighbourhood, age, condition, plot, basement, garage and more, with heavy-tailed noise; "
            "averages and correlations follow the published ones. Only the neighbourhoods' names are real."
        ),
        licence=LICENCE,
        rows=size,
        columns=_COLUMNS,
        target="SalePrice, the price in dollars",
        problems=(
            (
                "A missing value means two things: in PoolQC, Fence, FireplaceQu, BsmtQual and the garage's columns "
                "that there is none; in LotFrontage and MasVnrArea that nobody knows."
            ),
            "LotFrontage is missing for a sixth, mostly where the plot is irregular: not at random.",
            (
                "The price is skewed: errors in dollars are ruled by a few dear houses, so that its logarithm is "
                "predicted."
            ),
            (
                "A very few houses are huge, of the best quality and cheap: they were sold before they were finished, "
                "and they bend a line."
            ),
            "MSSubClass looks like a number and is a label; OverallQual is an order and not an amount.",
            (
                "GrLivArea is the sum of the two floors, and GarageCars and GarageArea say nearly the same: "
                "coefficients of a linear model share the effect in an arbitrary way."
            ),
            "The grades Ex, Gd, TA, Fa and Po have an order, which one-hot coding loses.",
            "YrSold runs from 2006 to 2010, across a crisis: a random split lets the future into the training rows.",
            "Id means nothing.",
        ),
        harm=(
            "People whose house is valued too low or taxed too high by such a model. Neighbourhood stands for income "
            "and origin: a price model can carry old discrimination into loans."
        ),
        kind="simulated",
    )
