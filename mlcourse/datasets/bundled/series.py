"""Series over time, and the countries of the world over time."""

from __future__ import annotations

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset

_PASSENGERS = (
    (112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118),
    (115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140),
    (145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166),
    (171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194),
    (196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201),
    (204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229),
    (242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278),
    (284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306),
    (315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336),
    (340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337),
    (360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405),
    (417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432),
)

_PASSENGERS_CARD = Card(
    title="International airline passengers, January 1949 to December 1960",
    summary="One row is one month. The task is to forecast how many people will fly.",
    source=(
        "G. E. P. Box and G. M. Jenkins, Time Series Analysis: Forecasting and Control, Holden-Day 1976, Series G, "
        "after R. G. Brown, Smoothing, Forecasting and Prediction of Discrete Time Series, Prentice-Hall 1963."
    ),
    licence="Published facts, without a licence of their own",
    rows=144,
    columns=(Column("passengers", "passengers of international airlines in the month", "thousands"),),
    target="none: the series itself is to be continued; the index is the month",
    problems=(
        "The swings of the seasons grow with the level: a model that adds season and trend misfits until the logarithm "
        "is taken.",
        "Months have 28 to 31 days, so that some of the ups and downs are the calendar's.",
        "One smooth, long-studied series: what forecasts it well may do badly elsewhere.",
    ),
    harm="Nobody: totals of a whole industry, more than sixty years ago.",
)

_CO2_CARD = Card(
    title="Carbon dioxide at Mauna Loa, 1958 to 2001",
    summary="One row is one week. The task is to find the trend and the seasons, and to forecast.",
    source=(
        "C. D. Keeling and T. P. Whorf, Atmospheric CO2 concentrations derived from flask air samples at sites in the "
        "SIO network, in: Trends, Carbon Dioxide Information Analysis Center, Oak Ridge National Laboratory, 2004; "
        "this copy comes with statsmodels."
    ),
    licence="Public domain",
    rows=2284,
    columns=(Column("co2", "mole fraction of carbon dioxide in dry air", "parts per million"),),
    target="none: the series itself is to be continued; the index is the Saturday that ends the week",
    problems=(
        "59 weeks are missing, most of them before 1965, and they are not spread evenly: what is filled in there is a "
        "guess.",
        "The trend bends upwards: a straight line fitted to early years falls short later.",
        "It ends in 2001; the level today is far outside of it.",
    ),
    harm="Nobody is in it. What is made of it concerns everybody: the series is evidence of climate change.",
)

_GAPMINDER_CARD = Card(
    title="Gapminder: countries of the world, 1952 to 2007",
    summary="One row is one country in one year. The task is to explain and predict life expectancy.",
    source="Gapminder Foundation, https://www.gapminder.org, collected by J. Bryan; this copy comes with Plotly.",
    licence="CC BY 4.0",
    rows=1704,
    columns=(
        Column("country", "name of the country", "no unit"),
        Column("continent", "Africa, Americas, Asia, Europe or Oceania", "no unit"),
        Column("year", "every fifth year from 1952", "year"),
        Column("pop", "population", "people"),
        Column(
            "gdpPercap", "gross domestic product per head, adjusted for inflation and prices", "international dollars"
        ),
        Column("iso_alpha", "code of the country (ISO 3166), three letters", "no unit"),
        Column("iso_num", "code of the country (ISO 3166), a number", "no unit"),
    ),
    target="lifeExp: life expectancy at birth, in years",
    problems=(
        "The twelve rows of a country resemble each other: a random split puts the same country on both sides, so that "
        "the test error is too kind for a new country.",
        "Many early values are estimates, and the table does not say which.",
        "Income is skewed over three powers of ten: take its logarithm.",
        "iso_num is a name written as a number: no arithmetic with it means anything.",
        "A mean over countries counts a village state as much as China.",
    ),
    harm=(
        "A country is not its average: nothing follows for a person from it, and rankings of countries have long been "
        "used to look down on people."
    ),
)


def air_passengers() -> Dataset:
    """Load the passengers of airlines.

    Examples
    --------
    >>> passengers = air_passengers()
    >>> passengers.data.passengers.iloc[-1]
    np.int64(432)
    """
    import numpy as np
    import pandas as pd

    months = pd.period_range("1949-01", periods=144, freq="M").to_timestamp()
    values = np.array(_PASSENGERS).reshape(-1)
    frame = pd.DataFrame({"passengers": values}, index=months.rename("month"))
    return Dataset("air-passengers", frame, None, ("passengers",), (), _PASSENGERS_CARD)


def co2() -> Dataset:
    """Load the carbon dioxide at Mauna Loa.

    Examples
    --------
    >>> co2().data.co2.isna().sum()
    np.int64(59)
    """
    from statsmodels.datasets import co2 as source

    frame = source.load_pandas().data.copy()
    frame.index.name = "week"
    return Dataset("co2", frame, None, ("co2",), (), _CO2_CARD)


def gapminder() -> Dataset:
    """Load the countries of the world.

    Examples
    --------
    >>> gapminder().data.shape
    (1704, 7)
    """
    from plotly.express import data as source

    frame = source.gapminder().copy()
    target = frame.pop("lifeExp").to_numpy(dtype=float)
    return Dataset("gapminder", frame, target, tuple(frame.columns), ("lifeExp",), _GAPMINDER_CARD)
