"""The simulated series: prices move as prices do, and stars shine as stars do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from mlcourse import datasets
from mlcourse.datasets import Dataset


def simulate(name: str, size: int | None = None, seed: int = 0) -> Dataset:
    return datasets.load(name, source="simulated", size=size, seed=seed)


@pytest.fixture(scope="module")
def stocks() -> Dataset:
    return simulate("stock-prices")


class TestStockPrices:
    @staticmethod
    def adjusted(stocks: Dataset) -> pd.DataFrame:
        close = stocks.data.pivot(index="date", columns="ticker", values="close")
        for split in stocks.extras["splits"].itertuples():
            close.loc[close.index < split.date, split.ticker] /= split.ratio
        return close

    def returns(self, stocks: Dataset) -> pd.DataFrame:
        return np.log(self.adjusted(stocks)).diff()

    @pytest.mark.parametrize("days", [1, 2, 10, 5_003])
    def test_the_size_is_the_number_of_days(self, days: int) -> None:
        stocks = simulate("stock-prices", days)
        assert stocks.data["date"].nunique() == days
        assert stocks.card.rows == len(stocks.data)
        assert stocks.target is None
        assert stocks.feature_names == ("date", "ticker", "open", "high", "low", "close", "volume")
        assert tuple(column.name for column in stocks.card.columns) == stocks.feature_names
        assert not stocks.data.isna().any().any()
        assert (stocks.data[["open", "high", "low", "close"]] > 0).all().all()

    def test_the_same_seed_gives_the_same_history(self, stocks: Dataset) -> None:
        assert simulate("stock-prices").data.equals(stocks.data)
        assert not simulate("stock-prices", seed=1).data["close"].head(20).equals(stocks.data["close"].head(20))

    def test_the_bars_are_possible(self, stocks: Dataset) -> None:
        data = stocks.data
        assert data["date"].dtype.kind == "M"
        assert data["date"].is_monotonic_increasing
        assert (data["date"].dt.day_of_week < 5).all()
        assert not data.duplicated(["date", "ticker"]).any()
        assert (data["high"] >= data[["open", "close"]].max(axis=1)).all()
        assert (data["low"] <= data[["open", "close"]].min(axis=1)).all()
        assert (data["volume"] > 0).all()
        assert data["volume"].dtype.kind == "i"

    def test_returns_behave_like_returns(self) -> None:
        calm, tails, today, spread, later, leverage = [], [], [], [], [], []
        for seed in range(4):
            returns = self.returns(simulate("stock-prices", seed=seed)).drop(columns=["HALO"])
            calm.extend(returns.std())
            tails.extend(returns.kurt())
            today.extend(returns.apply(lambda one: one.autocorr(1)))
            spread.extend(returns.abs().apply(lambda one: one.autocorr(1)))
            later.extend(returns.abs().apply(lambda one: one.autocorr(20)))
            leverage.extend(returns.apply(lambda one: one.corr(one.shift(-1).abs())))
        assert 0.009 < min(calm) < max(calm) < 0.04
        assert np.median(tails) > 2
        assert abs(np.mean(today)) < 0.03
        assert np.mean(spread) > 0.1
        assert 0.02 < np.mean(later) < np.mean(spread)
        assert np.mean(leverage) < 0

    def test_stocks_of_a_sector_move_together(self, stocks: Dataset) -> None:
        correlation = self.returns(stocks).corr()
        others = correlation.to_numpy()[~np.eye(12, dtype=bool)]
        assert 0.2 < others.mean() < 0.6
        assert correlation.loc["ALBA", "DUNE"] > others.mean()
        assert correlation.loc["FLUX", "GLYF"] > others.mean()

    def test_volume_goes_with_the_wild_days(self, stocks: Dataset) -> None:
        volume = stocks.data.pivot(index="date", columns="ticker", values="volume")
        moves = self.returns(stocks).abs()
        assert moves["ALBA"].corr(np.log(volume["ALBA"])) > 0.15

    def test_a_split_a_late_comer_and_one_that_is_gone(self, stocks: Dataset) -> None:
        raw = np.log(stocks.data.pivot(index="date", columns="ticker", values="close")).diff()
        assert raw["FLUX"].min() < -1.1
        assert self.returns(stocks)["FLUX"].min() > -0.5
        companies = stocks.extras["companies"].set_index("ticker")
        dates = stocks.data.groupby("ticker")["date"].agg(["min", "max"])
        assert companies["delisted"].notna().sum() == 1
        assert dates.loc["HALO", "max"] <= companies.loc["HALO", "delisted"]
        assert dates.loc["LYRA", "min"] >= companies.loc["LYRA", "listed"] > companies.loc["ALBA", "listed"]
        halo = stocks.data[stocks.data["ticker"] == "HALO"]["close"]
        assert halo.iloc[-1] < 0.35 * halo.iloc[-190]
        days = stocks.data.groupby("ticker").size().drop(["HALO", "LYRA"])
        assert days.min() < 2000

    def test_survivors_earn_more(self) -> None:
        everyone, survivors = [], []
        for seed in range(4):
            close = self.adjusted(simulate("stock-prices", seed=seed)).drop(columns="LYRA").ffill()
            growth = np.log(close.iloc[-1] / close.iloc[0])
            everyone.append(growth.mean())
            survivors.append(growth.drop("HALO").mean())
        assert np.mean(survivors) > np.mean(everyone) + 0.05

    def test_a_good_fit_to_prices_is_worth_nothing(self, stocks: Dataset) -> None:
        close = self.adjusted(stocks)["ALBA"].dropna().to_numpy()
        X = np.column_stack([close[lag : len(close) - 5 + lag] for lag in range(5)])
        y = close[5:]
        half = len(y) // 2
        model = LinearRegression().fit(X[:half], y[:half])
        predicted = model.predict(X[half:])
        actual = y[half:]
        assert model.score(X[half:], actual) > 0.9
        unchanged = np.sqrt(np.mean((actual - X[half:, -1]) ** 2))
        assert np.sqrt(np.mean((actual - predicted) ** 2)) > 0.97 * unchanged
        right = np.sign(predicted - X[half:, -1]) == np.sign(actual - X[half:, -1])
        assert right.mean() == pytest.approx(0.5, abs=0.06)


@pytest.fixture(scope="module")
def stars() -> Dataset:
    return simulate("light-curves", 600)


class TestLightCurves:
    @pytest.mark.parametrize("size", [1, 2, 10, 3_001])
    def test_shapes_agree(self, size: int) -> None:
        stars = simulate("light-curves", size)
        assert stars.data.shape == stars.extras["time"].shape == stars.extras["error"].shape == (size, 160)
        assert stars.kind == "table"
        assert stars.target.shape == stars.extras["period"].shape == (size,)
        assert tuple(column.name for column in stars.card.columns) == stars.feature_names == tuple(stars.data.columns)
        assert stars.card.rows == size

    def test_the_same_seed_gives_the_same_stars(self, stars: Dataset) -> None:
        assert simulate("light-curves", 600).data.equals(stars.data)
        assert not simulate("light-curves", 600, seed=1).data.equals(stars.data)

    def test_the_sky_is_only_seen_at_night(self, stars: Dataset) -> None:
        time = stars.extras["time"]
        assert (np.diff(time, axis=1) >= 0).all()
        assert (np.abs(time % 1 - 0.5) < 0.15).all()
        assert np.ptp(time) > 150
        nights = np.bincount(time.astype(int).ravel())
        assert nights.min() < 0.3 * nights.max()

    def test_noise_and_gaps_grow_for_faint_stars(self, stars: Dataset) -> None:
        magnitude = stars.data.median(axis=1).to_numpy()
        error = np.median(stars.extras["error"], axis=1)
        assert np.corrcoef(magnitude, np.log(error))[0, 1] > 0.9
        missing = stars.data.isna().mean(axis=1).to_numpy()
        assert missing.mean() == pytest.approx(1 / 16, abs=0.015)
        assert missing[magnitude > 14.5].mean() > missing[magnitude < 13].mean()
        constant = stars.target == 0
        spread = (stars.data.sub(magnitude, axis=0) / stars.extras["error"])[constant].abs().median(axis=1)
        assert spread.median() == pytest.approx(0.6745 * 1.15, abs=0.08)

    def test_the_classes_have_their_shares(self) -> None:
        stars = simulate("light-curves", 3_000, seed=1)
        shares = np.bincount(stars.target) / 3000
        assert shares == pytest.approx([0.42, 0.18, 0.18, 0.14, 0.08], abs=0.025)
        assert np.isnan(stars.extras["period"][stars.target == 0]).all()
        assert (stars.extras["period"][stars.target > 0] > 0.2).all()

    def test_folding_by_the_period_shows_the_shape(self, stars: Dataset) -> None:
        better = []
        for star in np.flatnonzero(stars.target == 1)[:40]:
            values = stars.data.iloc[star]
            table = pd.DataFrame({"m": values.to_numpy(), "t": stars.extras["time"][star]}).dropna()
            phase = (table["t"] / stars.extras["period"][star] * 12 % 12).astype(int)
            wrong = (table["t"] / (1.37 * stars.extras["period"][star]) * 12 % 12).astype(int)
            within, astray = (table["m"].groupby(by).transform("mean") for by in (phase, wrong))
            better.append((table["m"] - within).std() < 0.7 * (table["m"] - astray).std())
        assert np.mean(better) > 0.8

    def test_columns_tell_little_and_features_much(self, stars: Dataset) -> None:
        X, y = stars.data.to_numpy(), stars.target
        middle = np.nanmedian(X, axis=1, keepdims=True)
        filled = np.where(np.isnan(X), middle, X)
        line: Any = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=500))
        raw = cross_val_score(line, filled, y, cv=3).mean()
        away, error = filled - middle, np.median(stars.extras["error"], axis=1)
        quantiles = np.quantile(away, [0.01, 0.05, 0.25, 0.75, 0.95, 0.99], axis=1).T / error[:, None]
        frequencies = np.geomspace(1 / 30, 3.2, 400)
        best, power = np.empty((2, len(X)))
        for star in range(len(X)):
            angles = 2 * np.pi * np.outer(frequencies, stars.extras["time"][star])
            spectrum = (np.cos(angles) @ away[star]) ** 2 + (np.sin(angles) @ away[star]) ** 2
            best[star], power[star] = frequencies[spectrum.argmax()], spectrum.max() / (away[star] ** 2).sum()
        features = np.column_stack([quantiles, np.log(away.std(axis=1) / error), best, power, middle])
        forest = RandomForestClassifier(60, random_state=0)
        predicted = cross_val_predict(forest, features, y, cv=3)
        assert raw < 0.55
        assert 0.72 < (predicted == y).mean() < 0.92
        # The rare class is the hard one.
        recalls = [(predicted == label)[y == label].mean() for label in range(5)]
        assert np.argmin(recalls) == 4
