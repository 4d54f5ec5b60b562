"""Tables of houses, credits and payments."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.fetching import fetch
from mlcourse.datasets.originals import files
from mlcourse.datasets.originals._archives import zip_member
from mlcourse.datasets.originals._schema import columns_of

# The codes of german.data in the words of OpenML's "credit-g", in the order of the original's documentation.
GERMAN_CODES = {
    "checking_status": {"A11": "<0", "A12": "0<=X<200", "A13": ">=200", "A14": "no checking"},
    "credit_history": {
        "A30": "no credits/all paid",
        "A31": "all paid",
        "A32": "existing paid",
        "A33": "delayed previously",
        "A34": "critical/other existing credit",
    },
    "purpose": {
        "A40": "new car",
        "A41": "used car",
        "A42": "furniture/equipment",
        "A43": "radio/tv",
        "A44": "domestic appliance",
        "A45": "repairs",
        "A46": "education",
        "A48": "retraining",
        "A49": "business",
        "A410": "other",
    },
    "savings_status": {
        "A61": "<100",
        "A62": "100<=X<500",
        "A63": "500<=X<1000",
        "A64": ">=1000",
        "A65": "no known savings",
    },
    "employment": {"A71": "unemployed", "A72": "<1", "A73": "1<=X<4", "A74": "4<=X<7", "A75": ">=7"},
    "personal_status": {
        "A91": "male div/sep",
        "A92": "female div/dep/mar",
        "A93": "male single",
        "A94": "male mar/wid",
    },
    "other_parties": {"A101": "none", "A102": "co applicant", "A103": "guarantor"},
    "property_magnitude": {"A121": "real estate", "A122": "life insurance", "A123": "car", "A124": "no known property"},
    "other_payment_plans": {"A143": "none", "A141": "bank", "A142": "stores"},
    "housing": {"A152": "own", "A151": "rent", "A153": "for free"},
    "job": {
        "A172": "unskilled resident",
        "A173": "skilled",
        "A174": "high qualif/self emp/mgmt",
        "A171": "unemp/unskilled non res",
    },
    "own_telephone": {"A191": "none", "A192": "yes"},
    "foreign_worker": {"A201": "yes", "A202": "no"},
}


def house_prices() -> Dataset:
    """Fetch the house prices of Ames."""
    return parse_house_prices(fetch(files.HOUSE_PRICES, "house-prices"))


def credit_risk() -> Dataset:
    """Fetch the German credit data."""
    return parse_credit_risk(fetch(files.CREDIT_RISK, "credit-risk"))


def credit_default() -> Dataset:
    """Fetch the credit-card clients of Taiwan."""
    return parse_credit_default(fetch(files.CREDIT_DEFAULT, "credit-default"))


def card_fraud() -> Dataset:
    """Fetch the payments by card, with the frauds among them."""
    return parse_card_fraud(fetch(files.CARD_FRAUD, "card-fraud"))


def parse_house_prices(path: Path) -> Dataset:
    """Read the houses from Kaggle's table."""
    import pandas as pd

    table = pd.read_csv(path)
    columns = columns_of(
        "house_prices",
        GrLivArea="living area above ground",
        GarageType="Attchd, Detchd, BuiltIn, CarPort, Basment or 2Types; missing: no garage",
        HouseStyle="storeys: 1Story, 1.5Fin, 1.5Unf, 2Story, 2.5Fin, 2.5Unf, SLvl split level, SFoyer split foyer",
    )
    frame = table[[column.name for column in columns]].copy()
    return Dataset(
        name="house-prices",
        data=frame,
        target=table["SalePrice"].to_numpy("float64"),
        feature_names=tuple(frame.columns),
        target_names=("SalePrice",),
        card=Card(
            title="House prices of Ames, Iowa",
            summary="One row is one sale of a house. The task is to predict its price.",
            source=(
                "D. De Cock, Ames, Iowa: Alternative to the Boston housing data, Journal of Statistics Education 19 "
                "(2011); the training part of Kaggle's competition 'House Prices', of which about half of the columns "
                "are kept here. Fetched from the copy of the book Dive into Deep Learning."
            ),
            licence="not stated",
            rows=len(frame),
            columns=columns,
            target="SalePrice, the price in dollars",
            problems=(
                (
                    "A missing value means two things: in PoolQC, Fence, FireplaceQu, BsmtQual and the garage's "
                    "columns that there is none; in LotFrontage and MasVnrArea that nobody knows."
                ),
                "LotFrontage is missing for a sixth (259), mostly where the plot is irregular: not at random.",
                (
                    "The price is skewed: errors in dollars are ruled by a few dear houses, so that its logarithm is "
                    "predicted."
                ),
                "Two huge houses (Id 524 and 1299) were sold cheaply before they were finished; they bend a line.",
                "MSSubClass looks like a number and is a label; OverallQual is an order and not an amount.",
                "GrLivArea is nearly the sum of the two floors, and GarageCars and GarageArea say nearly the same.",
                (
                    "YrSold runs from 2006 to 2010, across a crisis: a random split lets the future into the training "
                    "rows."
                ),
                "Id means nothing.",
            ),
            harm=(
                "People whose house is valued too low or taxed too high by such a model. Neighbourhood stands for "
                "income and origin: a price model can carry old discrimination into loans."
            ),
            kind="fetched",
        ),
    )


def parse_credit_risk(path: Path) -> Dataset:
    """Read the credits from the archive of UCI and put words in the place of its codes."""
    import pandas as pd

    columns = columns_of("credit_risk")
    names = [column.name for column in columns]
    content = zip_member(path, "german.data")
    frame = pd.read_csv(BytesIO(content), sep=r"\s+", header=None, names=[*names, "class"])
    target = frame.pop("class").to_numpy("int64") - 1
    for name, codes in GERMAN_CODES.items():
        frame[name] = pd.Categorical(frame[name].map(codes), categories=list(codes.values()))
    return Dataset(
        name="credit-risk",
        data=frame,
        target=target,
        feature_names=tuple(names),
        target_names=("good", "bad"),
        card=Card(
            title="Statlog (German credit data)",
            summary="One row is one credit that a bank granted. The task is to tell which went bad.",
            source=(
                "H. Hofmann, University of Hamburg, 1994. UCI Machine Learning Repository, "
                "https://doi.org/10.24432/C5NC77. The words for the codes are those of OpenML's 'credit-g'."
            ),
            licence="CC BY 4.0",
            rows=len(frame),
            columns=columns,
            target="0 good (700), 1 bad (300); the source writes 1 and 2",
            problems=(
                (
                    "The source's table of codes is wrong in places (U. Grömping, South German credit data: "
                    "correcting a widely used data set, 2019): foreign_worker has yes and no exchanged, and "
                    "personal_status mixes women with single men, whatever its words say. The words are left as "
                    "everybody uses them."
                ),
                (
                    "Nothing is missing, or so it looks: 'no checking', 'no known savings' and 'no known property' "
                    "say that the bank does not know, and who has no account here is the better risk."
                ),
                (
                    "Bad credits are made more frequent: in the bank far fewer than 30 % went bad, so the "
                    "probabilities are too high."
                ),
                "Only granted credits are here: nobody knows how those who were refused would have paid.",
                (
                    "The errors do not cost the same: the source counts a bad credit that was granted five times as "
                    "much as a good one that was refused. Accuracy ignores this."
                ),
                "A history called 'critical' goes with good credits: the words do not mean what they seem to.",
                "The credits are of the 1970s, in one bank, and the money is no longer in use.",
            ),
            harm=(
                "Applicants: sex, age and origin are in the columns, and others stand for them. A model that uses "
                "them refuses credit for what somebody is; in many countries that is against the law."
            ),
            kind="fetched",
        ),
    )


def parse_credit_default(path: Path) -> Dataset:
    """Read the clients from the Excel file in the archive of UCI."""
    import io

    import pandas as pd

    columns = columns_of("credit_default")
    content = zip_member(path, "default of credit card clients.xls")
    # The first row numbers the columns, the second names them.
    table = pd.read_excel(io.BytesIO(content), engine="calamine", header=1).astype("int64")
    frame = table[[described.name for described in columns]].copy()
    return Dataset(
        name="credit-default",
        data=frame,
        target=table["default payment next month"].to_numpy(),
        feature_names=tuple(frame.columns),
        target_names=("no default", "default"),
        card=Card(
            title="Default of credit card clients, Taiwan, 2005",
            summary="One row is one client. The task is to tell who will not pay in October what is due.",
            source=(
                "I-C. Yeh and C.-H. Lien, The comparisons of data mining techniques for the predictive accuracy of "
                "probability of default of credit card clients, Expert Systems with Applications 36 (2009). UCI "
                "Machine Learning Repository, https://doi.org/10.24432/C55S3H."
            ),
            licence="CC BY 4.0",
            rows=len(frame),
            columns=columns,
            target="default in October: 0 no (23,364), 1 yes (6,636)",
            problems=(
                "22 % default: a model that says 'no' to everybody is right for 78 %.",
                (
                    "PAY_0 to PAY_6 mix labels with amounts: the source explains -1 and the months of delay only; -2 "
                    "and 0, the most frequent, are commonly read as 'not used' and 'revolving'. PAY_1 does not exist."
                ),
                "EDUCATION 0, 5, 6 and MARRIAGE 0 are in the data and not in the documentation.",
                "The columns run backwards in time: the first of each six is the latest month.",
                (
                    "The six bills are nearly the same number six times: coefficients of a linear model share one "
                    "effect."
                ),
                "Amounts are skewed over four powers of ten: methods that use distances need them transformed.",
                "35 rows are the same as another one but for ID, so that a random split may have them on both sides.",
                "One bank, half a year, in a debt crisis: nothing follows for other years.",
            ),
            harm=(
                "Clients: who is predicted to default loses the card. Sex, age and marriage are in the columns, and "
                "using them for credit is against the law in many countries."
            ),
            kind="fetched",
        ),
    )


def parse_card_fraud(path: Path) -> Dataset:
    """Read the payments from the table of the Université Libre de Bruxelles."""
    import pandas as pd

    columns = columns_of("card_fraud", Time="time since the first payment")
    # Kaggle's file writes 100000 seconds as 1e+05, so that Time is a floating-point number to everybody.
    table = pd.read_csv(path, dtype={"Time": "float64", "Amount": "float64", "Class": "int64"})
    target = table.pop("Class").to_numpy()
    frame = table[[column.name for column in columns]].copy()
    return Dataset(
        name="card-fraud",
        data=frame,
        target=target,
        feature_names=tuple(frame.columns),
        target_names=("genuine", "fraud"),
        card=Card(
            title="Credit card fraud detection (ULB)",
            summary="One row is one payment by card. The task is to find the frauds.",
            source=(
                "Worldline and the Machine Learning Group of Université Libre de Bruxelles: A. Dal Pozzolo, O. "
                "Caelen, R. A. Johnson and G. Bontempi, Calibrating probability with undersampling for unbalanced "
                "classification, 2015; https://www.kaggle.com/mlg-ulb/creditcardfraud. Payments of two days in "
                "September 2013 by European cards."
            ),
            licence="Database Contents License 1.0, as Kaggle states it; the copy at Zenodo says CC BY 4.0",
            rows=len(frame),
            columns=columns,
            target="0 genuine (284,315 payments), 1 fraud (492)",
            problems=(
                (
                    "0.17 % are frauds: who finds none is right for 99.8 %. Look at precision, recall and the area "
                    "under their curve."
                ),
                (
                    "V1 to V28 are principal components of columns that are kept secret: nobody can say what they "
                    "mean, and whoever computed them has seen the test rows."
                ),
                "1,081 rows are exact copies of others, 19 of them frauds: a random split has them on both sides.",
                (
                    "The rows are ordered by time; a fair test is on the second day. Two days say nothing of other "
                    "seasons."
                ),
                "Amounts are skewed, and some are 0.",
                "Only the frauds that were noticed are known.",
            ),
            harm=(
                "Card holders: a false alarm blocks a card far from home, a missed fraud costs money. As the columns "
                "are secret, nobody can check whom the model suspects."
            ),
            kind="fetched",
        ),
    )
