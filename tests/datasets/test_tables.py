"""The simulated tables have the originals' schemas, facts and difficulties, and methods do on them as they should."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import adjusted_rand_score, average_precision_score, roc_auc_score
from sklearn.model_selection import GroupKFold, KFold, cross_val_score
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from mlcourse import datasets
from mlcourse.datasets import Dataset
from mlcourse.datasets.simulated._tables import pick

NAMES = (
    "titanic",
    "penguins",
    "house-prices",
    "credit-risk",
    "credit-default",
    "customer-segments",
    "card-fraud",
    "movie-ratings",
    "places",
)


def simulate(name: str, size: int | None = None, seed: int = 0) -> Dataset:
    return datasets.load(name, source="simulated", size=size, seed=seed)


def with_target(dataset: Dataset) -> pd.DataFrame:
    return dataset.data.assign(target=dataset.target)


def fingerprint(dataset: Dataset) -> str:
    target = b"" if dataset.target is None else dataset.target.tobytes()
    return hashlib.sha256(dataset.data.to_csv().encode() + target).hexdigest()


def linear() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000))


def accuracy(model: Any, X: Any, y: Any) -> float:
    return float(cross_val_score(model, X, y, cv=KFold(5, shuffle=True, random_state=0)).mean())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [1, 2, 10, 3_001])
def test_a_table_has_as_many_rows_as_asked_for_and_fits_its_card(name: str, size: int) -> None:
    dataset = simulate(name, size)
    assert isinstance(dataset.data, pd.DataFrame)
    assert len(dataset.data) == dataset.card.rows == size
    assert list(dataset.data.index) == list(range(size))
    assert tuple(dataset.data.columns) == dataset.feature_names
    assert tuple(column.name for column in dataset.card.columns) == dataset.feature_names
    assert dataset.card.kind == "simulated"
    assert "CC0" in dataset.card.licence
    if dataset.target is not None:
        assert dataset.target.shape == (size,)
        assert np.isfinite(dataset.target).all()
    if dataset.task == "classification":
        assert set(dataset.target) <= set(range(len(dataset.target_names)))


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_the_same_for_the_same_seed_only(name: str) -> None:
    np.random.seed(7)
    before = np.random.get_state()[1].copy()
    first, again, other = simulate(name, 400), simulate(name, 400), simulate(name, 400, seed=1)
    assert fingerprint(first) == fingerprint(again)
    assert fingerprint(first) != fingerprint(other)
    assert (np.random.get_state()[1] == before).all()
    first.data.iloc[:, 0] = first.data.iloc[0, 0]
    assert fingerprint(simulate(name, 400)) == fingerprint(again)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_all_classes_at_its_usual_size(name: str) -> None:
    dataset = simulate(name)
    if dataset.task == "classification":
        assert set(dataset.target) == set(range(len(dataset.target_names)))


def test_pick_keeps_to_the_weights() -> None:
    rng = np.random.default_rng(0)
    drawn = np.bincount(pick(rng, [1, 3, 0], 40_000), minlength=3) / 40_000
    assert drawn == pytest.approx([0.25, 0.75, 0], abs=0.01)
    rows = pick(rng, np.array([[0.0, 2.0], [5.0, 0.0]] * 10))
    assert rows.tolist() == [1, 0] * 10


class TestTitanic:
    def test_the_schema_is_that_of_kaggle(self) -> None:
        data = simulate("titanic").data
        assert [(name, data[name].dtype.kind) for name in ("Pclass", "Age", "SibSp", "Parch", "Fare")] == [
            ("Pclass", "i"),
            ("Age", "f"),
            ("SibSp", "i"),
            ("Parch", "i"),
            ("Fare", "f"),
        ]
        assert list(data.columns) == (
            ["PassengerId", "Pclass", "Name", "Sex", "Age", "SibSp", "Parch", "Ticket", "Fare", "Cabin", "Embarked"]
        )
        assert list(data["PassengerId"]) == list(range(1, 892))
        assert data["Name"].str.fullmatch(r"[\w'-]+, (Mr|Mrs|Miss|Master|Rev|Dr|Col|Major)\. .+").all()
        assert set(data["Embarked"].dropna()) == {"S", "C", "Q"}
        assert set(data["Sex"]) == {"male", "female"}

    def test_the_well_known_facts_hold(self) -> None:
        table = with_target(simulate("titanic", 12_000, seed=1))
        assert table["target"].mean() == pytest.approx(0.38, abs=0.02)
        by_sex = table.groupby("Sex")["target"].mean()
        assert by_sex["female"] == pytest.approx(0.74, abs=0.03)
        assert by_sex["male"] == pytest.approx(0.19, abs=0.02)
        assert table.groupby("Pclass")["target"].mean().to_list() == pytest.approx([0.63, 0.47, 0.24], abs=0.06)
        assert table["Pclass"].value_counts(normalize=True).sort_index().to_list() == pytest.approx(
            [0.24, 0.21, 0.55], abs=0.03
        )
        assert table["Age"].mean() == pytest.approx(29.7, abs=1.2)
        assert table["Fare"].median() == pytest.approx(14.5, abs=2.5)
        assert table["Fare"].mean() == pytest.approx(32.2, abs=4)
        assert table["Fare"].skew() > 4
        assert (table["Fare"] == 0).any()
        assert ((table["SibSp"] + table["Parch"]) == 0).mean() == pytest.approx(0.60, abs=0.04)

    def test_even_at_its_usual_size(self) -> None:
        table = with_target(simulate("titanic"))
        assert table["target"].mean() == pytest.approx(0.38, abs=0.04)
        assert table["Age"].isna().mean() == pytest.approx(0.20, abs=0.04)
        assert table["Cabin"].isna().mean() == pytest.approx(0.77, abs=0.03)

    def test_what_is_missing_tells_something(self) -> None:
        table = with_target(simulate("titanic", 12_000, seed=1))
        assert table["Age"].isna().mean() == pytest.approx(0.20, abs=0.02)
        assert table["Cabin"].isna().mean() == pytest.approx(0.77, abs=0.02)
        assert 0 < table["Embarked"].isna().mean() < 0.006
        no_age = table.groupby("Pclass")["Age"].apply(lambda ages: ages.isna().mean())
        assert no_age[3] > 1.5 * no_age[1]
        known = table["Cabin"].notna()
        first = table["Pclass"] == 1
        assert table[known & first]["target"].mean() > table[~known & first]["target"].mean() + 0.1

    def test_parties_share_ticket_and_fate(self) -> None:
        table = with_target(simulate("titanic", 12_000, seed=1))
        men = table[(table["Sex"] == "male") & (table["Age"] > 15)]
        large = table[(table["Pclass"] == 3) & (table["SibSp"] + table["Parch"] > 4)]
        assert large["target"].mean() < 0.2
        boys = table[(table["Sex"] == "male") & (table["Age"] < 10) & (table["Pclass"] == 2)]
        assert boys["target"].mean() > 4 * men[men["Pclass"] == 2]["target"].mean()
        parties = table[table["Ticket"] != "LINE"].groupby("Ticket")
        assert 0.05 < (parties.size() > 1).mean() < 0.35
        assert (parties["Pclass"].nunique() == 1).all()
        assert (parties["Fare"].nunique() == 1).all()

    def test_methods_come_in_the_usual_order(self) -> None:
        table = with_target(simulate("titanic"))
        y = table["target"]
        by_sex = ((table["Sex"] == "female") == y).mean()
        X = pd.DataFrame(
            {
                "sex": table["Sex"] == "female",
                "class": table["Pclass"],
                "age": table["Age"].fillna(28),
                "kin": table["SibSp"] + table["Parch"],
                "fare": np.log1p(table["Fare"]),
                "port": table["Embarked"] == "C",
            }
        )
        assert by_sex == pytest.approx(0.787, abs=0.03)
        assert 0.77 < accuracy(linear(), X, y) < 0.84
        forest = RandomForestClassifier(30, max_depth=6, random_state=0)
        assert by_sex < accuracy(forest, X, y) < 0.86


class TestPenguins:
    MEASURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")

    def test_the_schema_is_that_of_the_palmer_penguins(self) -> None:
        penguins = simulate("penguins")
        assert penguins.feature_names == ("island", *self.MEASURES, "sex", "year")
        assert set(penguins.target_names) == {"Adelie", "Chinstrap", "Gentoo"}
        assert set(penguins.data["sex"].dropna()) == {"female", "male"}
        assert set(penguins.data["year"]) == {2007, 2008, 2009}
        assert (penguins.data["body_mass_g"].dropna() % 25 == 0).all()
        assert (np.diff(penguins.target) >= 0).all()

    def test_the_well_known_facts_hold(self) -> None:
        penguins = simulate("penguins", 8_000, seed=1)
        table = penguins.data
        species = np.array(penguins.target_names)[penguins.target]
        assert pd.Series(species).value_counts(normalize=True).to_dict() == pytest.approx(
            {"Adelie": 0.44, "Gentoo": 0.36, "Chinstrap": 0.20}, abs=0.02
        )
        means = table[list(self.MEASURES)].groupby(species).mean()
        assert means.loc["Adelie"].to_list() == pytest.approx([38.8, 18.3, 190, 3700], rel=0.02)
        assert means.loc["Gentoo"].to_list() == pytest.approx([47.5, 15.0, 217, 5076], rel=0.02)
        assert means.loc["Chinstrap"].to_list() == pytest.approx([48.8, 18.4, 196, 3733], rel=0.02)
        islands = pd.crosstab(species, table["island"])
        assert islands.loc["Gentoo", ["Dream", "Torgersen"]].sum() == 0
        assert islands.loc["Chinstrap", ["Biscoe", "Torgersen"]].sum() == 0
        assert (islands.loc["Adelie"] > 0).all()
        assert table["sex"].isna().mean() == pytest.approx(11 / 344, abs=0.01)
        assert 0 < table["body_mass_g"].isna().mean() < 0.015

    def test_simpson_s_paradox_is_there(self) -> None:
        penguins = simulate("penguins")
        bill = penguins.data[["bill_length_mm", "bill_depth_mm"]]
        assert bill.corr().iloc[0, 1] < -0.1
        for number in range(3):
            assert bill[penguins.target == number].corr().iloc[0, 1] > 0.25

    def test_nearly_any_method_works_but_not_without_shuffling(self) -> None:
        penguins = simulate("penguins")
        X = penguins.data[list(self.MEASURES)]
        X = X.fillna(X.mean())
        assert accuracy(linear(), X, penguins.target) > 0.95
        assert cross_val_score(linear(), X, penguins.target, cv=KFold(3)).min() < 0.5


class TestHousePrices:
    def test_the_schema_is_that_of_kaggle(self) -> None:
        houses = simulate("house-prices")
        data = houses.data
        assert houses.target_names == ("SalePrice",)
        assert houses.task == "regression"
        for name in [
            "Id",
            "MSSubClass",
            "LotArea",
            "OverallQual",
            "YearBuilt",
            "GrLivArea",
            "1stFlrSF",
            "GarageCars",
            "YrSold",
        ]:
            assert data[name].dtype.kind == "i", name
        for name in ("LotFrontage", "MasVnrArea", "GarageYrBlt"):
            assert data[name].dtype.kind == "f", name
        assert data["Neighborhood"].nunique() >= 23
        assert set(data["KitchenQual"]) <= {"Ex", "Gd", "TA", "Fa"}
        assert set(data["YrSold"]) == {2006, 2007, 2008, 2009, 2010}
        assert (data["1stFlrSF"] + data["2ndFlrSF"] == data["GrLivArea"]).all()
        assert (data["YearBuilt"] <= data["YrSold"]).all()
        assert (data["YearRemodAdd"].between(1950, data["YrSold"])).all()
        assert (data["GarageCars"] == 0).equals(data["GarageType"].isna())
        assert (data["Fireplaces"] == 0).equals(data["FireplaceQu"].isna())

    def test_the_well_known_facts_hold(self) -> None:
        table = with_target(simulate("house-prices", 15_000, seed=1))
        price = table["target"]
        assert price.median() == pytest.approx(163_000, rel=0.06)
        assert price.mean() == pytest.approx(181_000, rel=0.06)
        assert price.std() == pytest.approx(79_400, rel=0.12)
        assert 1.2 < price.skew() < 2.4
        assert abs(np.log(price).skew()) < 0.5
        told = table.select_dtypes("number").corr()["target"]
        usual = {"OverallQual": 0.79, "GrLivArea": 0.71, "GarageCars": 0.64, "TotalBsmtSF": 0.61, "YearBuilt": 0.52}
        assert told[list(usual)].to_dict() == pytest.approx(usual, abs=0.12)
        assert told["OverallQual"] == told.drop("target").max()
        assert table["GrLivArea"].median() == pytest.approx(1464, rel=0.06)
        assert table["LotArea"].median() == pytest.approx(9478, rel=0.08)
        dear = table.groupby("Neighborhood")["target"].median()
        assert dear[["NoRidge", "NridgHt", "StoneBr"]].min() > 2 * dear[["MeadowV", "IDOTRR", "BrDale"]].max()

    def test_what_is_missing_has_two_meanings(self) -> None:
        table = simulate("house-prices", 15_000, seed=1).data
        missing = table.isna().mean()
        usual = {"PoolQC": 0.995, "Fence": 0.81, "FireplaceQu": 0.47, "LotFrontage": 0.177, "GarageType": 0.055}
        assert missing[list(usual)].to_dict() == pytest.approx(usual, abs=0.035)
        assert 0 < missing["MasVnrArea"] < 0.02
        unknown = table.groupby(table["LotShape"] == "Reg")["LotFrontage"].apply(lambda front: front.isna().mean())
        assert unknown[False] > 2 * unknown[True]

    def test_a_few_huge_houses_are_cheap(self) -> None:
        table = with_target(simulate("house-prices", 15_000, seed=1))
        huge = table[(table["GrLivArea"] > 4300) & (table["SaleCondition"] == "Partial")]
        assert 5 < len(huge) < 60
        assert huge["target"].max() < 200_000 < table[table["OverallQual"] == 10]["target"].median()

    def test_methods_do_as_usual(self) -> None:
        houses = simulate("house-prices")
        X = pd.get_dummies(houses.data.drop(columns="Id"), dtype=float)
        X, y = X.fillna(X.median()), np.log(houses.target)
        only_area = accuracy(LinearRegression(), X[["GrLivArea"]], y)
        all_of_it = accuracy(LinearRegression(), X, y)
        forest = accuracy(RandomForestRegressor(15, max_features=0.1, random_state=0), X, y)
        assert 0.35 < only_area < 0.65
        assert 0.80 < all_of_it < 0.93
        assert 0.80 < forest < 0.92


class TestCreditRisk:
    def test_the_schema_is_that_of_openml(self) -> None:
        credit = simulate("credit-risk")
        data = credit.data
        assert len(data.columns) == 20
        assert credit.target_names == ("good", "bad")
        assert list(data["checking_status"].cat.categories) == ["<0", "0<=X<200", ">=200", "no checking"]
        assert sum(len(data[name].cat.categories) for name in data.select_dtypes("category")) == 54
        numbers = "duration credit_amount installment_commitment residence_since age existing_credits num_dependents"
        assert sorted(data.select_dtypes("integer")) == sorted(numbers.split())
        assert not data.isna().any().any()

    def test_the_well_known_facts_hold(self) -> None:
        table = with_target(simulate("credit-risk", 12_000, seed=1))
        assert table["target"].mean() == pytest.approx(0.30, abs=0.015)
        by_status = table.groupby("checking_status", observed=True)["target"].mean()
        assert by_status.to_list() == pytest.approx([0.49, 0.39, 0.22, 0.12], abs=0.05)
        assert table["duration"].mean() == pytest.approx(20.9, abs=1)
        assert table["credit_amount"].median() == pytest.approx(2320, rel=0.1)
        assert table["credit_amount"].skew() > 1.5
        assert table["duration"].corr(table["credit_amount"]) == pytest.approx(0.62, abs=0.1)
        assert table["age"].mean() == pytest.approx(35.5, abs=1)
        critical = table["credit_history"] == "critical/other existing credit"
        assert table[critical]["target"].mean() < table[~critical]["target"].mean() - 0.1
        assert table[table["age"] < 26]["target"].mean() > table[table["age"] >= 26]["target"].mean() + 0.05
        assert "female single" not in set(table["personal_status"])
        assert (table["foreign_worker"] == "yes").mean() == pytest.approx(0.963, abs=0.01)

    def test_methods_do_as_usual(self) -> None:
        scores = []
        for seed in range(3):
            credit = simulate("credit-risk", seed=seed)
            scores.append(accuracy(linear(), pd.get_dummies(credit.data, dtype=float), credit.target))
            forest = RandomForestClassifier(30, min_samples_leaf=3, random_state=0)
            area = cross_val_score(forest, pd.get_dummies(credit.data), credit.target, scoring="roc_auc", cv=3).mean()
            assert 0.70 < area < 0.84
        assert 0.72 < np.mean(scores) < 0.80


class TestCreditDefault:
    def test_the_schema_is_that_of_uci(self) -> None:
        data = simulate("credit-default", 5_000).data
        assert list(data.columns) == [
            *[
                "ID",
                "LIMIT_BAL",
                "SEX",
                "EDUCATION",
                "MARRIAGE",
                "AGE",
                "PAY_0",
                "PAY_2",
                "PAY_3",
                "PAY_4",
                "PAY_5",
                "PAY_6",
            ],
            *(f"BILL_AMT{month}" for month in range(1, 7)),
            *(f"PAY_AMT{month}" for month in range(1, 7)),
        ]
        assert (data.dtypes == "int64").all()
        assert data["PAY_0"].between(-2, 8).all()
        assert 1 in set(data["PAY_0"])
        assert 1 not in set(data["PAY_2"])
        assert {1, 2, 3} < set(data["EDUCATION"]) <= set(range(7))
        assert (data["BILL_AMT1"] < 0).any()

    def test_the_well_known_facts_hold(self) -> None:
        table = with_target(simulate("credit-default"))
        assert len(table) == 30_000
        assert table["target"].mean() == pytest.approx(0.221, abs=0.015)
        late = table.groupby("PAY_0")["target"].mean()
        assert late[[-2, -1, 0, 1, 2, 3]].to_list() == pytest.approx([0.13, 0.17, 0.13, 0.34, 0.69, 0.76], abs=0.06)
        by_sex = table.groupby("SEX")["target"].mean()
        assert 0.005 < by_sex[1] - by_sex[2] < 0.06
        assert (table["SEX"] == 2).mean() == pytest.approx(0.60, abs=0.03)
        assert table["LIMIT_BAL"].mean() == pytest.approx(167_500, rel=0.1)
        assert table["LIMIT_BAL"].median() == pytest.approx(140_000, rel=0.15)
        assert table["AGE"].mean() == pytest.approx(35.5, abs=1)
        assert table["BILL_AMT1"].corr(table["BILL_AMT2"]) > 0.9
        poor = table["LIMIT_BAL"] <= 50_000
        assert table[poor]["target"].mean() > table[~poor]["target"].mean() + 0.08
        assert 5 < table.drop(columns="ID").duplicated().sum() < 150
        assert set(table["MARRIAGE"]) == {0, 1, 2, 3}

    def test_methods_come_in_the_usual_order(self) -> None:
        credit = simulate("credit-default", 10_000, seed=2)
        X = credit.data.drop(columns="ID")
        line = cross_val_score(linear(), X, credit.target, scoring="roc_auc", cv=3).mean()
        trees = RandomForestClassifier(25, min_samples_leaf=25, random_state=0)
        forest = cross_val_score(trees, X, credit.target, scoring="roc_auc", cv=2).mean()
        assert 0.69 < line < forest < 0.80
        assert forest > line + 0.01
        assert accuracy(linear(), X, credit.target) == pytest.approx(0.815, abs=0.025)


class TestCustomerSegments:
    def numbers(self, dataset: Dataset) -> pd.DataFrame:
        data = dataset.data.drop(columns=["customer_id", "gender"])
        return data.fillna(data.median())

    def test_the_columns_fit_each_other(self) -> None:
        customers = simulate("customer-segments")
        data = customers.data
        assert customers.target is None
        assert customers.task == "none"
        assert data["customer_id"].is_unique
        assert data["spending_score"].between(1, 99).all()
        assert (data["orders"] >= 1).all()
        assert (data["recency_days"] <= np.minimum(data["tenure_days"], 730)).all()
        assert data["total_spent"].to_list() == pytest.approx(
            (data["orders"] * data["average_order"]).to_list(), rel=1e-2
        )
        assert customers.extras["segment"].shape == (2000,)
        assert len(customers.extras["segment_names"]) == customers.extras["segment"].max() + 1

    def test_the_difficulties_are_there(self) -> None:
        data = simulate("customer-segments", 10_000, seed=1).data
        assert data["annual_income"].isna().mean() == pytest.approx(0.06, abs=0.03)
        silent = data["annual_income"].isna()
        assert data[silent]["average_order"].median() > data[~silent]["average_order"].median()
        assert data["total_spent"].max() > 50 * data["total_spent"].median()
        assert (data["age"] == 124).mean() == pytest.approx(0.014, abs=0.005)
        assert data.loc[data["age"] < 124, "age"].max() < 90

    def test_k_means_needs_the_right_columns_and_scales(self) -> None:
        customers = simulate("customer-segments")
        X, hidden = self.numbers(customers), customers.extras["segment"]

        def found(columns: Any) -> float:
            return float(adjusted_rand_score(hidden, KMeans(6, n_init=3, random_state=0).fit_predict(columns)))

        raw = found(X)
        mall = found(X[["annual_income", "spending_score"]])
        tamed = X[["annual_income", "spending_score", "online_share", "discount_share"]].assign(
            orders=np.log(X["orders"]), average=np.log(X["average_order"])
        )
        prepared = found(StandardScaler().fit_transform(tamed))
        assert raw < 0.2 < prepared < 0.8
        assert 0.55 < mall < 0.9


class TestCardFraud:
    def test_the_schema_is_that_of_the_ulb(self) -> None:
        fraud = simulate("card-fraud", 20_000)
        assert fraud.feature_names == ("Time", *(f"V{number}" for number in range(1, 29)), "Amount")
        assert (fraud.data.dtypes == "float64").all()
        assert fraud.data["Time"].is_monotonic_increasing
        assert fraud.data["Time"].between(0, 172_799).all()
        assert (fraud.data["Amount"] >= 0).all()

    def test_the_well_known_facts_hold(self) -> None:
        table = with_target(simulate("card-fraud", 150_000, seed=1))
        features = table[[f"V{number}" for number in range(1, 29)]]
        assert table["target"].mean() == pytest.approx(0.00173, abs=0.0003)
        assert features.mean().abs().max() < 1e-9
        assert features.std().to_list() == pytest.approx(sorted(features.std(), reverse=True))
        assert features.std()["V1"] == pytest.approx(1.96, rel=0.02)
        assert (features.corr() - np.eye(28)).abs().max().max() < 1e-6
        frauds = table[table["target"] == 1]
        assert frauds["V14"].mean() == pytest.approx(-7.0, abs=1.7)
        assert frauds["V4"].mean() == pytest.approx(4.5, abs=1.5)
        assert frauds["Amount"].median() < 60
        assert table["Amount"].median() == pytest.approx(22, abs=4)
        assert table["Amount"].mean() == pytest.approx(88, abs=15)
        night = (table["Time"] % 86_400) < 6 * 3600
        assert night.mean() < 0.1
        assert table[night]["target"].mean() > 2 * table[~night]["target"].mean()
        assert 50 < table.duplicated().sum() < 600

    def test_accuracy_misleads_and_a_stolen_card_is_used_again(self) -> None:
        table = with_target(simulate("card-fraud"))
        assert (table["target"] == 0).mean() > 0.998
        times = table.loc[table["target"] == 1, "Time"].to_numpy()
        assert (np.diff(times) < 600).mean() > 0.2

    def test_methods_come_in_the_usual_order(self) -> None:
        fraud = simulate("card-fraud")
        X, y = fraud.data.to_numpy(), fraud.target
        train = np.random.default_rng(0).random(len(y)) < 0.6
        line = linear().fit(X[train], y[train]).predict_proba(X[~train])[:, 1]
        forest = RandomForestClassifier(25, random_state=0).fit(X[train], y[train])
        trees = forest.predict_proba(X[~train])[:, 1]
        assert 0.5 < average_precision_score(y[~train], line) < 0.85
        # With some thirty frauds in the test part, one split may flatter.
        assert 0.6 < average_precision_score(y[~train], trees) < 0.97
        assert average_precision_score(y[~train], trees) > average_precision_score(y[~train], line)
        assert roc_auc_score(y[~train], line) > 0.88

    def test_a_random_split_promises_too_much(self) -> None:
        at_random, by_time = [], []
        for seed in range(3):
            fraud = simulate("card-fraud", seed=seed)
            X, y = fraud.data.to_numpy(), fraud.target
            order = np.random.default_rng(0).permutation(len(y))
            for scores, rows in ((at_random, order), (by_time, np.arange(len(y)))):
                train, test = rows[:30_000], rows[30_000:]
                line = linear().fit(X[train], y[train]).predict_proba(X[test])[:, 1]
                scores.append(average_precision_score(y[test], line))
        assert np.mean(by_time) < np.mean(at_random) - 0.03


class TestMovieRatings:
    def test_the_tables_fit_each_other(self) -> None:
        ratings = simulate("movie-ratings", 20_000)
        data, movies, users = ratings.data, ratings.extras["movies"], ratings.extras["users"]
        assert ratings.feature_names == ("user", "movie", "timestamp")
        assert ratings.target_names == ("rating",)
        assert (data.dtypes == "int64").all()
        assert set(ratings.target) == {1.0, 2.0, 3.0, 4.0, 5.0}
        assert set(data["movie"]) <= set(movies["movie"])
        assert set(data["user"]) == set(users["user"])
        assert not data.duplicated(["user", "movie"]).any()
        assert movies["title"].str.fullmatch(r".+ \((19[2-9]\d)\)").all()
        assert movies["genres"].str.fullmatch(r"[\w-]+(\|[\w-]+)*").all()
        assert movies["title"].duplicated().sum() > 1
        assert list(users.columns) == ["user", "age", "gender", "occupation"]

    def test_the_well_known_facts_hold(self) -> None:
        ratings = simulate("movie-ratings")
        table = with_target(ratings)
        assert table["target"].mean() == pytest.approx(3.53, abs=0.1)
        assert table["target"].std() == pytest.approx(1.126, abs=0.06)
        shares = table["target"].value_counts(normalize=True).sort_index()
        assert shares.to_list() == pytest.approx([0.06, 0.11, 0.27, 0.34, 0.21], abs=0.05)
        assert table["user"].nunique() == pytest.approx(943, abs=2)
        assert len(ratings.extras["movies"]) == 1682
        films, people = table["movie"].value_counts(), table["user"].value_counts()
        assert people.min() >= 20
        assert people.max() > 5 * people.median()
        assert films.iloc[:168].sum() > 0.42 * len(table)
        assert (films < 5).mean() > 0.08
        assert (ratings.extras["users"]["gender"] == "M").mean() == pytest.approx(0.71, abs=0.05)

    def test_people_rate_what_they_like_and_in_sittings(self) -> None:
        table = with_target(simulate("movie-ratings"))
        films = table.groupby("movie")["target"].agg(["size", "mean"])
        films = films[films["size"] > 4]
        assert np.corrcoef(np.log(films["size"]), films["mean"])[0, 1] > 0.2
        span = table.groupby("user")["timestamp"].agg(np.ptp)
        assert (span < 86_400).mean() > 0.5

    def test_biases_beat_the_mean_and_factors_beat_the_biases(self) -> None:
        ratings = simulate("movie-ratings")
        users, films = ratings.data["user"].to_numpy(), ratings.data["movie"].to_numpy()
        y = ratings.target
        train = np.random.default_rng(0).random(len(y)) < 0.8

        def shrunk(rest: np.ndarray, groups: np.ndarray) -> np.ndarray:
            total = np.bincount(groups[train], rest[train], groups.max() + 1)
            return (total / (np.bincount(groups[train], minlength=groups.max() + 1) + 5))[groups]

        def error(prediction: np.ndarray) -> float:
            return float(np.sqrt(np.mean((y - prediction)[~train] ** 2)))

        mean = np.full(len(y), y[train].mean())
        base = mean + shrunk(y - mean, films)
        base = base + shrunk(y - base, users)
        residuals = csr_matrix(((y - base)[train], (users[train], films[train])), (users.max() + 1, films.max() + 1))
        left, values, right = svds(residuals, k=8, random_state=0)
        factors = (left * values) @ right
        assert error(mean) == pytest.approx(1.12, abs=0.06)
        assert 0.90 < error(base) < 1.0
        assert error(base + factors[users, films]) < error(base) - 0.003


@pytest.fixture(scope="module")
def flats() -> Dataset:
    return simulate("places")


class TestPlaces:
    @staticmethod
    def sound(flats: Dataset) -> np.ndarray:
        return flats.data["latitude"].between(56, 57).to_numpy()

    @staticmethod
    def km(flats: Dataset) -> np.ndarray:
        north = flats.data["latitude"].to_numpy() * 111.2
        return np.column_stack([flats.data["longitude"].to_numpy() * 111.2 * np.cos(np.radians(56.4)), north])

    def test_flats_lie_in_their_districts(self, flats: Dataset) -> None:
        outlines = flats.extras["districts"]
        assert outlines["type"] == "FeatureCollection"
        assert len(outlines["features"]) == 12
        spots = flats.data.loc[self.sound(flats), ["longitude", "latitude"]].to_numpy()
        district = flats.data.loc[self.sound(flats), "district"].to_numpy()
        total = 0
        for feature in outlines["features"]:
            ring = np.array(feature["geometry"]["coordinates"][0])
            assert (ring[0] == ring[-1]).all()
            edge, away = np.diff(ring, axis=0), spots[:, None] - ring[:-1]
            # Counter-clockwise rings have their inside on the left.
            inside = (edge[:, 0] * away[..., 1] - edge[:, 1] * away[..., 0] > -1e-7).all(axis=1)
            own = district == feature["properties"]["district"]
            assert inside[own].all()
            total += int(inside.sum())
        assert total == pytest.approx(len(spots), abs=10)

    def test_the_difficulties_are_there(self, flats: Dataset) -> None:
        data = flats.data
        assert 1 <= (~self.sound(flats)).sum() <= 20
        where = data.groupby(["latitude", "longitude"]).size()
        assert (where > 5).sum() >= 5
        flat = [name for name in data.columns if name != "listed"]
        assert 0.01 < data.duplicated(flat).mean() < 0.06
        private = data["landlord"] == "private"
        assert data[private]["year_built"].isna().mean() > 3 * data[~private]["year_built"].isna().mean()
        assert data["energy_class"].isna().mean() == pytest.approx(0.15, abs=0.06)
        rent = flats.target / data["area_m2"]
        assert 0.004 < (rent < 0.45 * rent.median()).mean() < 0.03
        assert rent.median() == pytest.approx(11, abs=2)

    def test_neighbours_are_alike(self, flats: Dataset) -> None:
        rest = np.log(flats.target / flats.data["area_m2"].to_numpy())
        spots = self.km(flats)
        distance = ((spots[:, None] - spots) ** 2).sum(axis=-1)
        near = (distance < 0.5**2) & (distance > 1e-6)
        rest = rest - rest.mean()
        moran = (near * np.outer(rest, rest)).sum() / near.sum() / rest.var()
        assert 0.3 < moran < 0.8

    def test_a_random_split_promises_too_much(self, flats: Dataset) -> None:
        keep = self.sound(flats)
        spots, groups = self.km(flats)[keep], flats.data["district"][keep]
        rent = np.log(flats.target / flats.data["area_m2"])[keep]
        model = KNeighborsRegressor(15)
        at_random = cross_val_score(model, spots, rent, cv=KFold(6, shuffle=True, random_state=0)).mean()
        by_district = cross_val_score(model, spots, rent, cv=GroupKFold(6), groups=groups).mean()
        assert at_random > 0.35
        assert by_district < at_random - 0.25
