"""Daily prices of twelve invented stocks.

The process: each day has a return of the whole market, of each sector and of each stock. Each of the three has a
variance that follows its own past (GARCH), with more after a fall than after a rise, and shocks with heavy tails; so
calm and wild times alternate, stocks of one sector move together, and yesterday's return says nearly nothing about
today's. The closing price follows from the returns; from it the opening (part of the move happens overnight), high and
low. The volume is higher on wild days, on Mondays lower, and keeps its level for weeks. One stock is split four for
one, one comes to the market late, one falls for months and leaves the market, and now and then trade in a stock is
halted for some days. Prices are as they were quoted: not adjusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._tables import LICENCE, Array, described

if TYPE_CHECKING:
    import pandas as pd

_BEGIN = "2016-01-04"

# Ticker: name, sector, first price, how strongly it follows the market, its own daily spread, typical volume in
# thousands.
_STOCKS: dict[str, tuple[str, str, float, float, float, float]] = {
    "ALBA": ("Alba Energy", "energy", 42, 1.05, 0.011, 5200),
    "BRIO": ("Brio Foods", "consumer", 58, 0.60, 0.008, 3100),
    "CALX": ("Calyx Health", "health", 96, 0.75, 0.011, 1800),
    "DUNE": ("Dune Oil", "energy", 27, 1.20, 0.016, 7400),
    "ERGO": ("Ergon Machines", "industry", 74, 1.10, 0.011, 1500),
    "FLUX": ("Flux Semiconductors", "technology", 120, 1.45, 0.016, 9800),
    "GLYF": ("Glyph Software", "technology", 65, 1.25, 0.013, 6100),
    "HALO": ("Halo Retail", "consumer", 33, 0.95, 0.017, 4300),
    "IRIS": ("Iris Optics", "health", 51, 0.85, 0.013, 900),
    "JUNO": ("Juno Airways", "industry", 19, 1.35, 0.019, 8800),
    "KEEL": ("Keel Shipping", "industry", 36, 1.00, 0.015, 1100),
    "LYRA": ("Lyra Media", "technology", 24, 1.15, 0.018, 3600),
}
_SECTORS = ("energy", "consumer", "health", "industry", "technology")
_SPLIT, _LATE, _GONE = "FLUX", "LYRA", "HALO"
_RATIO = 4


def make(size: int, seed: int) -> Dataset:
    """Simulate daily prices of twelve stocks.

    Parameters
    ----------
    size : int
        The number of trading days; each of them has a row for every stock that was traded, so that there are about
        eleven times as many rows.
    seed : int
        Another seed gives another history.

    Returns
    -------
    Dataset
        A table with seven columns and a row for each day and stock, in the order of days; no target.
        ``extras["companies"]`` tells ticker, name, sector, first and last day, ``extras["splits"]`` the splits.

    Examples
    --------
    >>> make(100, 0).data["date"].nunique()
    100
    """
    import pandas as pd

    rng = np.random.default_rng([seed, 110])
    days = np.busday_offset(_BEGIN, np.arange(size), roll="forward").astype("datetime64[s]")
    returns, wildness = _returns(rng, size)
    start, end, split = _lives(rng, size)
    returns = _decline(rng, returns, start, end)
    close = np.array([stock[2] for stock in _STOCKS.values()]) * np.exp(np.cumsum(returns, axis=0))
    previous = close * np.exp(-returns)
    divided = np.where(np.arange(size)[:, None] >= split, _RATIO, 1.0)
    table = {
        **_bars(rng, close / divided, previous / divided, returns, wildness),
        "volume": _volumes(rng, wildness, days) * divided,
    }
    day = np.arange(size)[:, None]
    traded = (day >= start) & (day <= end) & ~_halts(rng, size)
    # Every day has its row, even if all trade in these few stocks were halted.
    traded[:, 0] |= ~traded.any(axis=1)
    rows, stocks = np.nonzero(traded)
    frame = pd.DataFrame(
        {
            "date": days[rows],
            "ticker": np.array(list(_STOCKS), dtype=object)[stocks],
            **{name: np.round(table[name][rows, stocks], 2) for name in ("open", "high", "low", "close")},
            "volume": (np.round(table["volume"][rows, stocks] / 100) * 100).astype(np.int64),
        }
    )
    return Dataset(
        name="stock-prices",
        data=frame,
        target=None,
        feature_names=tuple(frame.columns),
        target_names=(),
        card=_card(len(frame), size),
        extras=_extras(days, start, end, split),
    )


def _garch(rng: np.random.Generator, days: int, series: int) -> tuple[Array, Array]:
    """Return shocks with changing variance, and their spread; arrays of shape (days, series), variance 1 on average."""
    fresh = rng.standard_t(5.0, (days, series)) * np.sqrt(3 / 5)
    shocks, spreads = np.empty((2, days, series))
    variance = np.exp(rng.normal(-0.1, 0.35, series))
    # A fall raises the variance more than a rise. The weights add up to less than 1, so that it comes back.
    for day in range(days):
        spread = np.sqrt(variance)
        shock = spread * fresh[day]
        shocks[day], spreads[day] = shock, spread
        variance = 0.02 + 0.875 * variance + np.where(shock < 0, 0.165, 0.045) * shock * shock
        variance = np.minimum(variance, 25.0)
    return shocks, spreads


def _returns(rng: np.random.Generator, size: int) -> tuple[Array, Array]:
    """Return log returns and how wild each day was for each stock; both of shape (size, stocks)."""
    facts = list(_STOCKS.values())
    sector = np.array([_SECTORS.index(fact[1]) for fact in facts])
    follows, spread = np.array([fact[3] for fact in facts]), np.array([fact[4] for fact in facts])
    shocks, spreads = _garch(rng, size, 1 + len(_SECTORS) + len(facts))
    market, sectors, own = shocks[:, :1], shocks[:, 1 : 1 + len(_SECTORS)], shocks[:, 1 + len(_SECTORS) :]
    returns = 0.0003 + 0.0100 * follows * market + 0.0060 * sectors[:, sector] + spread * own
    wild = (0.0100 * follows * spreads[:, :1]) ** 2 + (0.006 * spreads[:, 1 + sector]) ** 2
    wild = wild + (spread * spreads[:, 1 + len(_SECTORS) :]) ** 2
    # A company tells its results four times a year: its price jumps.
    results = (np.arange(size)[:, None] - rng.integers(0, 63, len(facts))) % 63 == 0
    returns = returns + results * rng.normal(0, 2.0, returns.shape) * spread
    wild = wild + results * (2.0 * spread) ** 2
    return returns, np.sqrt(wild)


def _lives(rng: np.random.Generator, size: int) -> tuple[Array, Array, Array]:
    """Return each stock's first and last day and the day of its split (after the end: none)."""
    names = list(_STOCKS)
    start, end, split = (np.full(len(names), value) for value in (0, size - 1, size))
    start[names.index(_LATE)] = int(size * rng.uniform(0.2, 0.3))
    end[names.index(_GONE)] = int((size - 1) * rng.uniform(0.62, 0.75))
    split[names.index(_SPLIT)] = int(size * rng.uniform(0.45, 0.6)) if size > 1 else size
    return start, end, split


def _decline(rng: np.random.Generator, returns: Array, start: Array, end: Array) -> Array:
    """Let one stock lose nine tenths in its last months."""
    names = list(_STOCKS)
    gone, returns = names.index(_GONE), returns.copy()
    last = int(end[gone])
    first = max(0, last - 180)
    if last > first:
        returns[first : last + 1, gone] += np.log(0.1) / (last + 1 - first) + rng.normal(0, 0.012, last + 1 - first)
    # A stock that comes late starts at its first price.
    late = names.index(_LATE)
    returns[: int(start[late]), late] = 0.0
    return returns


def _bars(rng: np.random.Generator, close: Array, previous: Array, returns: Array, wildness: Array) -> dict[str, Array]:
    """Return open, high, low and close of shape (days, stocks)."""
    overnight = 0.35 * returns + 0.30 * wildness * rng.normal(size=close.shape)
    opening = previous * np.exp(overnight)
    above, below = np.abs(rng.normal(0, 0.42, (2, *close.shape))) * wildness
    return {
        "open": opening,
        "high": np.maximum(opening, close) * np.exp(above),
        "low": np.minimum(opening, close) * np.exp(-below),
        "close": close,
    }


def _volumes(rng: np.random.Generator, wildness: Array, days: Array) -> Array:
    size, stocks = wildness.shape
    typical = np.log([stock[5] * 1000 for stock in _STOCKS.values()])
    level, levels = np.zeros(stocks), np.empty((size, stocks))
    steps = rng.normal(0, 0.10, (size, stocks))
    for day in range(size):
        level = 0.97 * level + steps[day]
        levels[day] = level
    usual = np.array([stock[4] for stock in _STOCKS.values()])
    monday = (days.astype("datetime64[D]").astype(int) + 3) % 7 == 0
    excess = 0.8 * np.log(wildness / (1.4 * usual)) - 0.08 * monday[:, None]
    return np.asarray(np.exp(typical + levels + excess + rng.normal(0, 0.22, (size, stocks))))


def _halts(rng: np.random.Generator, size: int) -> Array:
    """Tell on which days trade in a stock was halted: now and then, for some days."""
    begins = rng.random((size, len(_STOCKS))) < 0.0006
    long = rng.integers(1, 6, (size, len(_STOCKS)))
    halted = np.zeros_like(begins)
    for after in range(5):
        halted[after:] |= (begins & (long > after))[: size - after]
    return halted


def _extras(days: Array, start: Array, end: Array, split: Array) -> dict[str, pd.DataFrame]:
    import pandas as pd

    size = len(days)
    companies = pd.DataFrame(
        {
            "ticker": list(_STOCKS),
            "name": [stock[0] for stock in _STOCKS.values()],
            "sector": [stock[1] for stock in _STOCKS.values()],
            "listed": days[np.minimum(start, size - 1)],
            "delisted": [days[last] if last < size - 1 else np.datetime64("NaT", "s") for last in end],
        }
    )
    splits = [(days[day], ticker) for ticker, day in zip(_STOCKS, split, strict=True) if day < size]
    table = {
        "date": np.array([day for day, _ in splits], dtype="datetime64[s]"),
        "ticker": [ticker for _, ticker in splits],
        "ratio": [_RATIO] * len(splits),
    }
    return {"companies": companies, "splits": pd.DataFrame(table)}


def _card(rows: int, days: int) -> Card:
    return Card(
        title="Daily prices of twelve stocks (simulated)",
        summary=f"One row is one stock on one of {days:,} trading days. There is no target.",
        source=(
            "Made by a random process; the companies are invented. Returns are a sum of the market's, the sector's and "
            "the stock's own, each with a variance that follows its past (GARCH, more after a fall) and heavy-tailed "
            'shocks. Prices are not adjusted. extras["companies"] has ticker, name, sector, listed and delisted; '
            'extras["splits"] has date, ticker and ratio.'
        ),
        licence=LICENCE,
        rows=rows,
        columns=described(
            ("date", "trading day; Monday to Friday, without holidays", "date"),
            ("ticker", "short name of the stock", "no unit"),
            ("open", "first price of the day", "dollars"),
            ("high", "highest price of the day", "dollars"),
            ("low", "lowest price of the day", "dollars"),
            ("close", "last price of the day, as quoted: not adjusted for splits", "dollars"),
            ("volume", "shares traded", "shares"),
        ),
        target="none",
        problems=(
            (
                f"{_SPLIT} is split four for one: its price falls by three quarters in a night, and nobody loses "
                'anything. Adjust the prices before by extras["splits"].'
            ),
            (
                f"{_GONE} loses nine tenths and leaves the market: who looks only at the stocks of the last day earns "
                "too much (survivorship bias)."
            ),
            (
                f"{_LATE} comes to the market later than the others, and trade in a stock is sometimes halted: rows "
                "are missing."
            ),
            (
                "A model that predicts tomorrow's price by today's has a coefficient of determination near 1 and is "
                "worth nothing: look at returns, and compare with 'no change'."
            ),
            "Returns can hardly be predicted here, by construction; their spread can.",
            (
                "Tails are heavy: days of more than five standard deviations do happen. A normal distribution "
                "promises they do not."
            ),
            "Rows depend on each other in time and across stocks: never split at random.",
        ),
        harm=(
            "People who trade on such a model lose money. No strategy found here says anything about real markets, and "
            "this is no advice."
        ),
        kind="simulated",
    )
