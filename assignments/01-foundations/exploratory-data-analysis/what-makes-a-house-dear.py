# ---
# title: What makes a house dear?
# ---

# %% [markdown]
# # Project: what makes a house dear?
#
# A city wants to value its houses once a year: what would each of them fetch if it were sold next? Before
# anybody trains a model, somebody has to find out what the sales of past years can say about that, and what
# they cannot. That is your work. You get a table as estate agents deliver it, with mistakes, and you hand
# back a clean one, a chart, a baseline for the models to come, a list of claims that the data support or do
# not, and a written report.
#
# **The data.** Some thirty columns on about 1,460 sales from 2006 to 2010. The houses are invented, in the
# form of the well-known sales of Ames, Iowa: `print(datasets.load("house-prices").card)` tells how they were
# made, what is known to be difficult about them, and who could be harmed by a model of them. The mistakes of
# the agents are invented as well: the cell below makes them by chance. You learn most if you do not read its
# code, and look for the mistakes in the table.
#
# **The way.** Eight milestones, each with a check, and then the report. A task says what a function returns;
# how it does so is up to you. The checks try your functions on other tables as well. Below each check a cell
# shows what your function finds in the city's table. Those numbers are the material of your report, so look
# at them, add cells of your own, and write down what surprises you. None of your functions may change what it
# is given. Allow four hours, and not in one piece.

# %%
import math
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import display
from scipy import stats

from mlcourse import check, datasets

GRADES = ["Po", "Fa", "TA", "Gd", "Ex"]
PLACES = """Blmngtn Blueste BrDale BrkSide ClearCr CollgCr Crawfor Edwards Gilbert IDOTRR MeadowV Mitchel NAmes
    NPkVill NWAmes NoRidge NridgHt OldTown SWISU Sawyer SawyerW Somerst StoneBr Timber Veenker""".split()


def number(column, lowest, highest, missing="never"):
    """Describe a column of numbers; the limits are possible values."""
    return {"column": column, "kind": "number", "lowest": lowest, "highest": highest, "missing": missing}


def label(column, values, missing="never"):
    """Describe a column of names."""
    return {"column": column, "kind": "label", "values": values, "missing": missing}


# What the agents say about their table. What a missing value means: "never" (there must not be one), "none" (the
# house has no such thing) or "unknown".
DICTIONARY = [
    {"column": "Id", "kind": "key", "missing": "never"},
    label("Neighborhood", PLACES),
    number("LotFrontage", 1, 400, "unknown"),  # feet along the street
    number("LotArea", 500, 300_000),  # square feet
    label("LotShape", ["Reg", "IR1", "IR2", "IR3"]),  # from regular to very irregular
    label("LotSlope", ["gentle", "moderate", "severe"]),
    label("BldgType", ["1Fam", "2fmCon", "Duplex", "TwnhsE", "Twnhs"]),
    number("OverallQual", 1, 10),  # material and finish
    number("OverallCond", 1, 10),  # condition
    number("YearBuilt", 1850, 2010),
    number("YearRemodAdd", 1950, 2010),  # last remodelling; the year of building if there was none
    number("MasVnrArea", 0, 2_000, "unknown"),  # bricks, square feet
    label("BsmtQual", GRADES, "none"),  # height of the basement
    number("TotalBsmtSF", 0, 6_500),  # square feet
    number("1stFlrSF", 300, 6_000),  # first floor, square feet
    number("2ndFlrSF", 0, 4_000),  # second floor, square feet
    number("GrLivArea", 300, 8_000),  # living area above ground, square feet
    label("KitchenQual", GRADES),
    label("CentralAir", ["Y", "N"]),
    number("Fireplaces", 0, 4),
    label("FireplaceQu", GRADES, "none"),
    label("GarageType", ["Attchd", "Detchd", "BuiltIn"], "none"),
    number("GarageYrBlt", 1850, 2010, "none"),
    number("GarageCars", 0, 5),
    label("Fence", ["GdPrv", "MnPrv", "GdWo", "MnWw"], "none"),
    number("MoSold", 1, 12),
    number("YrSold", 2006, 2010),
    label("SaleCondition", ["Normal", "Partial", "Abnorml", "Family", "Alloca", "AdjLand"]),
    number("SalePrice", 10_000, 1_000_000),  # dollars
]


def houses(seed, size=1_460):
    """Return invented sales without mistakes, one a row."""
    found = datasets.load("house-prices", source="simulated", size=size, seed=seed)
    names = [entry["column"] for entry in DICTIONARY if entry["column"] in found.data]
    return found.data[names].assign(SalePrice=found.target)


def delivered(seed, size=1_460):
    """Return invented sales with the mistakes that people make."""
    rng = np.random.default_rng([seed, 7])
    sheet = houses(seed, size)
    slip = lambda share: rng.random(size) < share
    sheet["LotFrontage"] = sheet["LotFrontage"].mask(sheet["LotFrontage"].isna() & slip(0.15), 0.0)
    sheet["GarageYrBlt"] = sheet["GarageYrBlt"].mask(slip(0.004), sheet["GarageYrBlt"] + 200)
    sheet["Neighborhood"] = sheet["Neighborhood"].mask(slip(0.02), sheet["Neighborhood"] + " ")
    sheet["GrLivArea"] = sheet["GrLivArea"].mask(
        slip(0.005), (sheet["GrLivArea"] * 0.0929).round().astype(int)
    )
    sheet["SalePrice"] = sheet["SalePrice"].mask(slip(0.003), (sheet["SalePrice"] / 10).round())
    sheet["LotArea"] = pd.Series(
        [f"{area:,}" if wrong else area for area, wrong in zip(sheet["LotArea"], slip(0.01), strict=True)],
        dtype=object,
    )
    sheet["Agent"] = rng.choice(["North", "Lake", "Old Mill"], size)
    again = sheet[slip(0.012)]
    again = again.assign(Id=size + 1 + np.arange(len(again)))
    return pd.concat([sheet, again], ignore_index=True)


def look(make):
    """Show what `make` returns, as soon as everything that it needs is written."""
    try:
        display(make())
    except (NotImplementedError, NameError) as error:
        print(f"Nothing to see yet: {str(error) or 'write your answer above first'}.")


def entries(table, names):
    """Return the rows of a table as a sorted list of lists, with the columns `names` only."""
    return sorted(np.asarray(table[list(names)], dtype=object).tolist())


sheet = delivered(0)
print(f"{len(sheet)} rows and {sheet.shape[1]} columns")

# %% [markdown]
# ## Milestone 1, first half: audit the delivery
#
# The agents have sent a table and a *data dictionary*, which says what should be in it. Is it true? Write
# `audit(sheet, dictionary)`. The dictionary is a list with an entry for each column, like these:
#
#     {"column": "Id", "kind": "key", "missing": "never"}
#     {"column": "LotFrontage", "kind": "number", "lowest": 1, "highest": 400, "missing": "unknown"}
#     {"column": "LotShape", "kind": "label", "values": ["Reg", "IR1", "IR2", "IR3"], "missing": "never"}
#
# Return a data frame with the columns `column`, `problem` and `rows` (how many rows it concerns). Only
# problems that are there get a line; the order is up to you.
#
# | problem | the rows that count |
# |---|---|
# | `"absent"` | all, if the column is in the dictionary and not in the sheet |
# | `"unknown column"` | all, if the column is in the sheet and not in the dictionary |
# | `"missing"` | those without a value, if the entry says `"missing": "never"` |
# | `"repeated"` | for the key: those that equal an *earlier* row in every column but the key; two gaps are equal |
# | `"not a number"` | for numbers: values that cannot be read as one. `"70"` can, `"1,200"` cannot |
# | `"out of range"` | for numbers: below `lowest` or above `highest`; the limits themselves are possible |
# | `"unknown value"` | for labels: not among `values`, letter for letter; a missing value is no unknown one |
#
# A sheet with the three columns above and the rows (1, 0, `"Reg"`), (2, 70, `"reg"`), (3, 70, `"reg"`) gives
# (Id, repeated, 1), (LotFrontage, out of range, 1) and (LotShape, unknown value, 2).


# %% exercise="audit" difficulty=3 minutes=25 topics="pandas#preprocessing-at-a-glance, pandas#selecting-rows-and-columns"
def audit(sheet: pd.DataFrame, dictionary: list[dict]) -> pd.DataFrame:
    """Compare a table with its data dictionary.

    Parameters
    ----------
    sheet : data frame
        As it was delivered.
    dictionary : list of dict
        An entry for each column that there should be.

    Returns
    -------
    data frame
        With the columns column, problem and rows, one line for each problem that is there.
    """
    ### BEGIN SOLUTION
    found = [(name, "unknown column", len(sheet)) for name in set(sheet) - {e["column"] for e in dictionary}]
    for entry in dictionary:
        name = entry["column"]
        if name not in sheet:
            found.append((name, "absent", len(sheet)))
            continue
        values, gaps = sheet[name], sheet[name].isna()
        if entry["missing"] == "never":
            found.append((name, "missing", gaps.sum()))
        if entry["kind"] == "key":
            found.append((name, "repeated", sheet.drop(columns=name).duplicated().sum()))
        elif entry["kind"] == "label":
            found.append((name, "unknown value", (~gaps & ~values.isin(entry["values"])).sum()))
        else:
            numbers = pd.to_numeric(values, errors="coerce")
            outside = (numbers < entry["lowest"]) | (numbers > entry["highest"])
            found.append((name, "not a number", (numbers.isna() & ~gaps).sum()))
            found.append((name, "out of range", outside.sum()))
    report = pd.DataFrame(found, columns=["column", "problem", "rows"])
    return report[report["rows"] > 0]
    ### END SOLUTION


# %% [markdown] hint="audit"
# Go through the dictionary, not through the sheet: each entry says which questions to ask. Collect tuples
# (column, problem, rows) in a list, and keep in the end those whose count is above 0.

# %% [markdown] hint="audit"
# Take two masks for each column: `gaps = values.isna()`, and `pd.to_numeric(values, errors="coerce")`, which
# has `nan` wherever there is no number. What is `nan` now and was no gap before cannot be read.

# %% [markdown] hint="audit"
# `sheet.drop(columns=key).duplicated()` marks each row that equals an earlier one; `values.isin(allowed)` is
# false for gaps too, so combine it with `~gaps`. Comparisons with `nan` are false.

# %% check="audit" points=4
with check.exercise("audit"):
    names = ["column", "problem", "rows"]
    small = [
        {"column": "Id", "kind": "key", "missing": "never"},
        {"column": "LotFrontage", "kind": "number", "lowest": 1, "highest": 400, "missing": "unknown"},
        {"column": "LotShape", "kind": "label", "values": ["Reg", "IR1", "IR2", "IR3"], "missing": "never"},
    ]
    table = pd.DataFrame({"Id": [1, 2, 3], "LotFrontage": [0, 70, 70], "LotShape": ["Reg", "reg", "reg"]})
    result = audit(table, small)
    check.type(result, pd.DataFrame, "audit of the example", "A table of findings.")
    check.equal(list(result.columns), names, "the list of the columns of the audit")
    check.equal(
        entries(result, names),
        [["Id", "repeated", 1], ["LotFrontage", "out of range", 1], ["LotShape", "unknown value", 2]],
        "the audit of the example, sorted,",
        "One line for each problem that is there, and none for those that are not.",
    )
    table = pd.DataFrame({"Id": [1, 2, 3, 4], "LotFrontage": [1, "1,200", None, "400"], "Pool": [5, 6, 7, 8]})
    check.equal(
        entries(audit(table, small), names),
        [["LotFrontage", "not a number", 1], ["LotShape", "absent", 4], ["Pool", "unknown column", 4]],
        "the audit of a sheet with the frontages 1, '1,200', nothing and '400', without LotShape and with Pool, sorted,",
        "A gap is no mistake where the dictionary allows it, and the limits are possible values.",
    )
    ### BEGIN HIDDEN TESTS
    table = pd.DataFrame(
        {"Id": [1, 2, 3], "LotFrontage": [9.5, np.nan, 9.5], "LotShape": ["Reg", None, np.nan]}
    )
    check.equal(
        entries(audit(table, small), names),
        [["LotShape", "missing", 2]],
        "the audit of a sheet in which two shapes are missing, sorted,",
        "A missing value counts as missing if it must not be, and never as an unknown value.",
    )
    table = pd.DataFrame({"Id": [1, 2, 3], "LotFrontage": [9.5, np.nan, np.nan], "LotShape": "Reg"})
    check.equal(
        entries(audit(table, small), names),
        [["Id", "repeated", 1]],
        "the audit of a sheet in which two sales are alike and lack the frontage, sorted,",
        "Two gaps are equal here, although `==` says that nan is not nan.",
    )
    rng = check.rng()
    frontage = np.repeat(rng.integers(401, 900, size=4), 3).astype(float)
    table = pd.DataFrame(
        {"Id": np.arange(12), "LotFrontage": frontage + np.arange(12) % 3, "LotShape": "IR3"}
    )
    check.equal(
        entries(audit(pd.concat([table, table, table]), small), names),
        [
            ["Id", "repeated", 24 + 12 - len(table.drop(columns="Id").drop_duplicates())],
            ["LotFrontage", "out of range", 36],
        ],
        "the audit of a sheet in which all sales stand three times, sorted,",
        "The first of equal rows is no repetition; the second and third are.",
    )
    check.unchanged(audit, table.assign(LotFrontage="70"), small, what="audit(sheet, dictionary)")
    ### END HIDDEN TESTS


# %% reject="audit" because="lists problems that are not there"
def audit(sheet, dictionary):
    found = [(name, "unknown column", len(sheet)) for name in set(sheet) - {e["column"] for e in dictionary}]
    for entry in dictionary:
        name = entry["column"]
        if name not in sheet:
            found.append((name, "absent", len(sheet)))
            continue
        values, gaps = sheet[name], sheet[name].isna()
        if entry["missing"] == "never":
            found.append((name, "missing", gaps.sum()))
        if entry["kind"] == "key":
            found.append((name, "repeated", sheet.drop(columns=name).duplicated().sum()))
        elif entry["kind"] == "label":
            found.append((name, "unknown value", (~gaps & ~values.isin(entry["values"])).sum()))
        else:
            numbers = pd.to_numeric(values, errors="coerce")
            found.append((name, "not a number", (numbers.isna() & ~gaps).sum()))
            found.append(
                (name, "out of range", ((numbers < entry["lowest"]) | (numbers > entry["highest"])).sum())
            )
    return pd.DataFrame(found, columns=["column", "problem", "rows"])


# %% reject="audit" because="compares rows with ==, which no gap passes"
def audit(sheet, dictionary):
    found = [(name, "unknown column", len(sheet)) for name in set(sheet) - {e["column"] for e in dictionary}]
    for entry in dictionary:
        name = entry["column"]
        if name not in sheet:
            found.append((name, "absent", len(sheet)))
            continue
        values, gaps = sheet[name], sheet[name].isna()
        if entry["missing"] == "never":
            found.append((name, "missing", gaps.sum()))
        if entry["kind"] == "key":
            rows = sheet.drop(columns=name).to_numpy(dtype=object)
            again = [any((row == other).all() for other in rows[:i]) for i, row in enumerate(rows)]
            found.append((name, "repeated", sum(again)))
        elif entry["kind"] == "label":
            found.append((name, "unknown value", (~gaps & ~values.isin(entry["values"])).sum()))
        else:
            numbers = pd.to_numeric(values, errors="coerce")
            outside = (numbers < entry["lowest"]) | (numbers > entry["highest"])
            found.append((name, "not a number", (numbers.isna() & ~gaps).sum()))
            found.append((name, "out of range", outside.sum()))
    return pd.DataFrame([line for line in found if line[2]], columns=["column", "problem", "rows"])


# %% reject="audit" because="takes repeated ids for repeated rows"
def audit(sheet, dictionary):
    found = [(name, "unknown column", len(sheet)) for name in set(sheet) - {e["column"] for e in dictionary}]
    for entry in dictionary:
        name = entry["column"]
        if name not in sheet:
            found.append((name, "absent", len(sheet)))
            continue
        values, gaps = sheet[name], sheet[name].isna()
        if entry["missing"] == "never":
            found.append((name, "missing", gaps.sum()))
        if entry["kind"] == "key":
            found.append((name, "repeated", values.duplicated().sum()))
        elif entry["kind"] == "label":
            found.append((name, "unknown value", (~gaps & ~values.isin(entry["values"])).sum()))
        else:
            numbers = pd.to_numeric(values, errors="coerce")
            found.append((name, "not a number", (numbers.isna() & ~gaps).sum()))
            found.append(
                (name, "out of range", ((numbers < entry["lowest"]) | (numbers > entry["highest"])).sum())
            )
    return pd.DataFrame([line for line in found if line[2]], columns=["column", "problem", "rows"])


# %% reject="audit" because="calls every gap a value that is no number"
def audit(sheet, dictionary):
    found = [(name, "unknown column", len(sheet)) for name in set(sheet) - {e["column"] for e in dictionary}]
    for entry in dictionary:
        name = entry["column"]
        if name not in sheet:
            found.append((name, "absent", len(sheet)))
            continue
        values, gaps = sheet[name], sheet[name].isna()
        if entry["missing"] == "never":
            found.append((name, "missing", gaps.sum()))
        if entry["kind"] == "key":
            found.append((name, "repeated", sheet.drop(columns=name).duplicated().sum()))
        elif entry["kind"] == "label":
            found.append((name, "unknown value", (~gaps & ~values.isin(entry["values"])).sum()))
        else:
            numbers = pd.to_numeric(values, errors="coerce")
            found.append((name, "not a number", numbers.isna().sum()))
            found.append(
                (name, "out of range", ((numbers < entry["lowest"]) | (numbers > entry["highest"])).sum())
            )
    return pd.DataFrame([line for line in found if line[2]], columns=["column", "problem", "rows"])


# %% reject="audit" because="calls a missing label an unknown value too"
def audit(sheet, dictionary):
    found = [(name, "unknown column", len(sheet)) for name in set(sheet) - {e["column"] for e in dictionary}]
    for entry in dictionary:
        name = entry["column"]
        if name not in sheet:
            found.append((name, "absent", len(sheet)))
            continue
        values, gaps = sheet[name], sheet[name].isna()
        if entry["missing"] == "never":
            found.append((name, "missing", gaps.sum()))
        if entry["kind"] == "key":
            found.append((name, "repeated", sheet.drop(columns=name).duplicated().sum()))
        elif entry["kind"] == "label":
            found.append((name, "unknown value", (~values.isin(entry["values"])).sum()))
        else:
            numbers = pd.to_numeric(values, errors="coerce")
            found.append((name, "not a number", (numbers.isna() & ~gaps).sum()))
            found.append(
                (name, "out of range", ((numbers < entry["lowest"]) | (numbers > entry["highest"])).sum())
            )
    return pd.DataFrame([line for line in found if line[2]], columns=["column", "problem", "rows"])


# %% reject="audit" because="counts the first of equal rows as well"
def audit(sheet, dictionary):
    found = [(name, "unknown column", len(sheet)) for name in set(sheet) - {e["column"] for e in dictionary}]
    for entry in dictionary:
        name = entry["column"]
        if name not in sheet:
            found.append((name, "absent", len(sheet)))
            continue
        values, gaps = sheet[name], sheet[name].isna()
        if entry["missing"] == "never":
            found.append((name, "missing", gaps.sum()))
        if entry["kind"] == "key":
            found.append((name, "repeated", sheet.drop(columns=name).duplicated(keep=False).sum()))
        elif entry["kind"] == "label":
            found.append((name, "unknown value", (~gaps & ~values.isin(entry["values"])).sum()))
        else:
            numbers = pd.to_numeric(values, errors="coerce")
            found.append((name, "not a number", (numbers.isna() & ~gaps).sum()))
            found.append(
                (name, "out of range", ((numbers < entry["lowest"]) | (numbers > entry["highest"])).sum())
            )
    return pd.DataFrame([line for line in found if line[2]], columns=["column", "problem", "rows"])


# %% reject="audit" because="counts each repeated sale once, however often it stands there"
def audit(sheet, dictionary):
    found = [(name, "unknown column", len(sheet)) for name in set(sheet) - {e["column"] for e in dictionary}]
    for entry in dictionary:
        name = entry["column"]
        if name not in sheet:
            found.append((name, "absent", len(sheet)))
            continue
        values, gaps = sheet[name], sheet[name].isna()
        if entry["missing"] == "never":
            found.append((name, "missing", gaps.sum()))
        if entry["kind"] == "key":
            rest = sheet.drop(columns=name)
            found.append((name, "repeated", len(rest[rest.duplicated()].drop_duplicates())))
        elif entry["kind"] == "label":
            found.append((name, "unknown value", (~gaps & ~values.isin(entry["values"])).sum()))
        else:
            numbers = pd.to_numeric(values, errors="coerce")
            found.append((name, "not a number", (numbers.isna() & ~gaps).sum()))
            found.append(
                (name, "out of range", ((numbers < entry["lowest"]) | (numbers > entry["highest"])).sum())
            )
    return pd.DataFrame([line for line in found if line[2]], columns=["column", "problem", "rows"])


# %% reject="audit" because="turns texts into numbers in the sheet itself"
def audit(sheet, dictionary):
    found = [(name, "unknown column", len(sheet)) for name in set(sheet) - {e["column"] for e in dictionary}]
    for entry in dictionary:
        name = entry["column"]
        if name not in sheet:
            found.append((name, "absent", len(sheet)))
            continue
        gaps = sheet[name].isna()
        if entry["missing"] == "never":
            found.append((name, "missing", gaps.sum()))
        if entry["kind"] == "key":
            found.append((name, "repeated", sheet.drop(columns=name).duplicated().sum()))
        elif entry["kind"] == "label":
            found.append((name, "unknown value", (~gaps & ~sheet[name].isin(entry["values"])).sum()))
        else:
            sheet[name] = pd.to_numeric(sheet[name], errors="coerce")
            outside = (sheet[name] < entry["lowest"]) | (sheet[name] > entry["highest"])
            found.append((name, "not a number", (sheet[name].isna() & ~gaps).sum()))
            found.append((name, "out of range", outside.sum()))
    return pd.DataFrame([line for line in found if line[2]], columns=["column", "problem", "rows"])


# %% accept="audit" because="goes through the values one by one"
def audit(sheet, dictionary):
    counts = {}

    def count(column, problem, rows=1):
        counts[column, problem] = counts.get((column, problem), 0) + rows

    described = {entry["column"]: entry for entry in dictionary}
    for name in [*described, *sheet.columns]:
        if name not in sheet.columns:
            count(name, "absent", len(sheet))
        elif name not in described:
            count(name, "unknown column", len(sheet))
    for name, entry in described.items():
        if name not in sheet.columns:
            continue
        if entry["kind"] == "key":
            seen = set()
            for row in sheet.drop(columns=name).astype(object).fillna("a gap").itertuples(index=False):
                if tuple(row) in seen:
                    count(name, "repeated")
                seen.add(tuple(row))
        for value in sheet[name]:
            if pd.isna(value):
                if entry["missing"] == "never":
                    count(name, "missing")
            elif entry["kind"] == "label":
                if value not in entry["values"]:
                    count(name, "unknown value")
            elif entry["kind"] == "number":
                try:
                    if not entry["lowest"] <= float(value) <= entry["highest"]:
                        count(name, "out of range")
                except ValueError:
                    count(name, "not a number")
    return pd.DataFrame([(*key, rows) for key, rows in counts.items()], columns=["column", "problem", "rows"])


# %% accept="audit" because="makes a mask for each question"
def audit(sheet, dictionary):
    everything = pd.Series(True, index=sheet.index)
    masks = {}
    for entry in dictionary:
        name, kind = entry["column"], entry["kind"]
        if name not in sheet:
            masks[name, "absent"] = everything
            continue
        there = sheet[name].dropna()
        if entry["missing"] == "never":
            masks[name, "missing"] = sheet[name].isna()
        if kind == "key":
            masks[name, "repeated"] = sheet.duplicated(subset=[other for other in sheet if other != name])
        if kind == "label":
            masks[name, "unknown value"] = ~there.isin(entry["values"])
        if kind == "number":
            numbers = pd.to_numeric(there, errors="coerce")
            masks[name, "not a number"] = numbers.isna()
            masks[name, "out of range"] = ~numbers.dropna().between(entry["lowest"], entry["highest"])
    for name in sheet.columns.difference([entry["column"] for entry in dictionary]):
        masks[name, "unknown column"] = everything
    found = [
        {"column": name, "problem": problem, "rows": int(np.sum(mask))}
        for (name, problem), mask in masks.items()
        if np.any(mask)
    ]
    return pd.DataFrame(found, columns=["column", "problem", "rows"])


# %% [markdown]
# What is wrong with the city's table?

# %%
look(lambda: audit(sheet, DICTIONARY))

# %% [markdown]
# ## Milestone 1, second half: repair it and put the last sales aside
#
# Your audit has found mistakes within columns. Others show only when two columns are compared. Somebody has
# to decide what to do about each; the city has decided so. Write `prepare(sheet, share)`, which returns two
# data frames, `train` and `hold`:
#
# 1. A sale that stands there twice (equal in every column but `Id`) stays once: its first row.
# 2. `LotArea` becomes a number everywhere: the comma in `"9,600"` separates thousands. `Neighborhood` loses
#    the spaces around names.
# 3. A `LotFrontage` of 0 or less and a `GarageYrBlt` *after* `YrSold` are impossible: they become missing.
#    The sale stays.
# 4. `GrLivArea` is the sum of `1stFlrSF` and `2ndFlrSF`. Where it is not, somebody has typed square metres:
#    put the sum there.
# 5. Nothing else changes, and no other row or column goes.
# 6. *Then* the split. The question is what a house would fetch that is sold **next**, so the sales held out
#    are the latest: whole months, from some month of some year on, and as few months as are needed to make
#    `hold` at least `share` of the rows that are left after step 1.
#
# In both parts the rows keep the order that they have in the sheet; row labels are up to you. Example: of ten
# sales, 2 are from June, 3 from July, 3 from August and 2 from September of one year. With `share=0.25`,
# September alone would be a fifth, which is too little: August and September are held out.
#
# From now on you look at `train` only. What you see there, you will believe; `hold` is there to tell whether
# you should.


# %% exercise="prepare" difficulty=3 minutes=20 topics="pandas#preprocessing-at-a-glance, first-ml-pipeline#train-test-split, first-ml-pipeline#leakage"
def prepare(sheet: pd.DataFrame, share: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Repair a delivery and hold out its latest months.

    Parameters
    ----------
    sheet : data frame
        As it was delivered.
    share : float
        The smallest share of the repaired rows to hold out.

    Returns
    -------
    train, hold : data frames
        The earlier and the later sales.
    """
    ### BEGIN SOLUTION
    table = sheet[~sheet.drop(columns="Id").duplicated()].copy()
    table["LotArea"] = table["LotArea"].astype(str).str.replace(",", "").astype(float)
    table["Neighborhood"] = table["Neighborhood"].str.strip()
    table["LotFrontage"] = table["LotFrontage"].mask(table["LotFrontage"] <= 0)
    table["GarageYrBlt"] = table["GarageYrBlt"].mask(table["GarageYrBlt"] > table["YrSold"])
    table["GrLivArea"] = table["1stFlrSF"] + table["2ndFlrSF"]
    month = 12 * table["YrSold"] + table["MoSold"]
    from_here_on = month.value_counts().sort_index(ascending=False).cumsum()
    late = month >= from_here_on.index[from_here_on >= share * len(table)][0]
    return table[~late], table[late]
    ### END SOLUTION


# %% [markdown] hint="prepare"
# Take the steps in the order of the list, on a copy. Why repeated sales first? Think of a sale whose two rows
# end up on the two sides of the split.

# %% [markdown] hint="prepare"
# `column.mask(condition)` makes values missing where the condition holds, and a comparison with a missing
# value never holds. Turn `LotArea` into text first: some of its values are numbers.

# %% [markdown] hint="prepare"
# Give each month a number that grows with time, `12 * year + month`.
# `value_counts().sort_index(ascending=False).cumsum()` says how many sales there are from each month on.

# %% check="prepare" points=4
with check.exercise("prepare"):
    plain = houses(11, 10).assign(
        YrSold=2008, MoSold=[7, 6, 9, 8, 7, 8, 9, 6, 8, 7], GarageYrBlt=1950.0, LotFrontage=60.0
    )
    result = prepare(plain, 0.25)
    check.type(result, tuple, "prepare(sheet, 0.25)", "Return `train, hold`.")
    check.equal(len(result), 2, "the number of tables that prepare returns")
    early, late = result
    check.type(early, pd.DataFrame, "train")
    check.type(late, pd.DataFrame, "hold")
    check.equal(
        [np.asarray(part["Id"]).tolist() for part in (early, late)],
        [[1, 2, 5, 8, 10], [3, 4, 6, 7, 9]],
        "the ids of train and hold for the ten sales of the example",
        "Whole months, the latest, and as few as make at least the share; the rows keep their order.",
    )
    spoilt = plain.assign(
        LotFrontage=[0, 60, 60, np.nan, -1, 60, 60, 60, 60, 60],
        GarageYrBlt=[1950, 2207, 2008, 2009, np.nan, 1950, 1950, 1950, 1950, 1950],
        Neighborhood=[" OldTown", "NAmes "] + ["Sawyer"] * 8,
        LotArea=pd.Series(["9,600", "112,000", *plain["LotArea"][2:]], dtype=object),
        GrLivArea=[*plain["GrLivArea"][:8], 140, 150],
    )
    whole = pd.concat(prepare(spoilt, 0.25)).sort_values("Id")
    check.close(
        np.asarray(whole["LotFrontage"], dtype=float),
        [np.nan, 60, 60, np.nan, np.nan, 60, 60, 60, 60, 60],
        "LotFrontage after the repair, by Id, where the sheet had 0, 60, 60, nothing, -1, 60, …,",
        "0 and less are impossible; a possible value stays.",
    )
    check.close(
        np.asarray(whole["GarageYrBlt"], dtype=float),
        [1950, np.nan, 2008, np.nan, np.nan, 1950, 1950, 1950, 1950, 1950],
        "GarageYrBlt after the repair, by Id, where the sheet had 1950, 2207, 2008, 2009, nothing, 1950, … and all were sold in 2008,",
        "Impossible is what lies after the year of the sale; the year itself is possible.",
    )
    check.equal(
        np.asarray(whole["Neighborhood"]).tolist()[:3],
        ["OldTown", "NAmes", "Sawyer"],
        "the first three neighbourhoods after the repair",
        "Spaces go on both sides.",
    )
    check.close(
        np.asarray(whole["LotArea"], dtype=float)[:3],
        [9600, 112000, float(plain["LotArea"][2])],
        "the first three values of LotArea after the repair",
        "A comma separates thousands.",
    )
    check.close(
        np.asarray(whole["GrLivArea"], dtype=float),
        np.asarray(plain["1stFlrSF"] + plain["2ndFlrSF"], dtype=float),
        "GrLivArea after the repair",
        "It is the sum of the two floors.",
    )
    ### BEGIN HIDDEN TESTS
    seed = int(check.rng().integers(100, 1000))
    city = delivered(seed, 400)
    early, late = prepare(city, 0.2)
    kept = city[~city.drop(columns="Id").duplicated()]
    order = kept["YrSold"] * 100 + kept["MoSold"]
    months = sorted(set(order), reverse=True)
    counts = np.cumsum([(order == month).sum() for month in months])
    first = months[int(np.argmax(counts >= 0.2 * len(kept)))]
    check.equal(
        [np.asarray(part["Id"]).tolist() for part in (early, late)],
        [kept["Id"][order < first].tolist(), kept["Id"][order >= first].tolist()],
        "the ids of train and hold for a delivery of five years",
        "Months go by year and month, sales that stand twice count once, and none is thrown away for a gap.",
    )
    check.equal(
        entries(pd.concat([early, late]), ["Id", "SalePrice", "YearBuilt", "TotalBsmtSF"]),
        entries(kept, ["Id", "SalePrice", "YearBuilt", "TotalBsmtSF"]),
        "the columns Id, SalePrice, YearBuilt and TotalBsmtSF of both parts together, sorted,",
        "Nothing else changes.",
    )
    twice = pd.concat([plain, plain.assign(Id=range(11, 21))], ignore_index=True)
    twice["LotArea"] = [*plain["LotArea"], f"{plain['LotArea'][0]:,}", *plain["LotArea"][1:]]
    check.equal(
        [np.asarray(part["Id"]).tolist() for part in prepare(twice, 0.18)],
        [[1, 2, 4, 5, 6, 8, 9, 10, 11], [3, 7]],
        "the ids of train and hold for ten sales that stand twice, one of them the second time with a comma in its area,",
        "First the rows that are equal as they were delivered, then the repair, then the share of what is left.",
    )
    check.unchanged(prepare, delivered(5, 60), 0.25, what="prepare(sheet, 0.25)", hint="Work on a copy.")
    ### END HIDDEN TESTS


# %% reject="prepare" because="splits by the month and forgets the year"
def prepare(sheet, share):
    table = sheet[~sheet.drop(columns="Id").duplicated()].copy()
    table["LotArea"] = table["LotArea"].astype(str).str.replace(",", "").astype(float)
    table["Neighborhood"] = table["Neighborhood"].str.strip()
    table["LotFrontage"] = table["LotFrontage"].mask(table["LotFrontage"] <= 0)
    table["GarageYrBlt"] = table["GarageYrBlt"].mask(table["GarageYrBlt"] > table["YrSold"])
    table["GrLivArea"] = table["1stFlrSF"] + table["2ndFlrSF"]
    counts = table["MoSold"].value_counts().sort_index(ascending=False).cumsum()
    late = table["MoSold"] >= counts.index[counts >= share * len(table)][0]
    return table[~late], table[late]


# %% reject="prepare" because="holds out the last rows, whatever their month"
def prepare(sheet, share):
    table = sheet[~sheet.drop(columns="Id").duplicated()].copy()
    table["LotArea"] = table["LotArea"].astype(str).str.replace(",", "").astype(float)
    table["Neighborhood"] = table["Neighborhood"].str.strip()
    table["LotFrontage"] = table["LotFrontage"].mask(table["LotFrontage"] <= 0)
    table["GarageYrBlt"] = table["GarageYrBlt"].mask(table["GarageYrBlt"] > table["YrSold"])
    table["GrLivArea"] = table["1stFlrSF"] + table["2ndFlrSF"]
    cut = len(table) - math.ceil(share * len(table))
    return table.iloc[:cut], table.iloc[cut:]


# %% reject="prepare" because="cuts within a month"
def prepare(sheet, share):
    table = sheet[~sheet.drop(columns="Id").duplicated()].copy()
    table["LotArea"] = table["LotArea"].astype(str).str.replace(",", "").astype(float)
    table["Neighborhood"] = table["Neighborhood"].str.strip()
    table["LotFrontage"] = table["LotFrontage"].mask(table["LotFrontage"] <= 0)
    table["GarageYrBlt"] = table["GarageYrBlt"].mask(table["GarageYrBlt"] > table["YrSold"])
    table["GrLivArea"] = table["1stFlrSF"] + table["2ndFlrSF"]
    table = table.sort_values(["YrSold", "MoSold"], kind="stable")
    cut = len(table) - math.ceil(share * len(table))
    return table.iloc[:cut], table.iloc[cut:]


# %% reject="prepare" because="takes the share of the rows that were delivered"
def prepare(sheet, share):
    table = sheet[~sheet.drop(columns="Id").duplicated()].copy()
    table["LotArea"] = table["LotArea"].astype(str).str.replace(",", "").astype(float)
    table["Neighborhood"] = table["Neighborhood"].str.strip()
    table["LotFrontage"] = table["LotFrontage"].mask(table["LotFrontage"] <= 0)
    table["GarageYrBlt"] = table["GarageYrBlt"].mask(table["GarageYrBlt"] > table["YrSold"])
    table["GrLivArea"] = table["1stFlrSF"] + table["2ndFlrSF"]
    month = 12 * table["YrSold"] + table["MoSold"]
    from_here_on = month.value_counts().sort_index(ascending=False).cumsum()
    late = month >= from_here_on.index[from_here_on >= share * len(sheet)][0]
    return table[~late], table[late]


# %% reject="prepare" because="looks for repeated sales after the repair"
def prepare(sheet, share):
    table = sheet.copy()
    table["LotArea"] = table["LotArea"].astype(str).str.replace(",", "").astype(float)
    table["Neighborhood"] = table["Neighborhood"].str.strip()
    table["LotFrontage"] = table["LotFrontage"].mask(table["LotFrontage"] <= 0)
    table["GarageYrBlt"] = table["GarageYrBlt"].mask(table["GarageYrBlt"] > table["YrSold"])
    table["GrLivArea"] = table["1stFlrSF"] + table["2ndFlrSF"]
    table = table[~table.drop(columns="Id").duplicated()]
    month = 12 * table["YrSold"] + table["MoSold"]
    from_here_on = month.value_counts().sort_index(ascending=False).cumsum()
    late = month >= from_here_on.index[from_here_on >= share * len(table)][0]
    return table[~late], table[late]


# %% reject="prepare" because="fills an impossible frontage with the median"
def prepare(sheet, share):
    table = sheet[~sheet.drop(columns="Id").duplicated()].copy()
    table["LotArea"] = table["LotArea"].astype(str).str.replace(",", "").astype(float)
    table["Neighborhood"] = table["Neighborhood"].str.strip()
    frontage = table["LotFrontage"].mask(table["LotFrontage"] <= 0)
    table["LotFrontage"] = frontage.fillna(frontage.median())
    table["GarageYrBlt"] = table["GarageYrBlt"].mask(table["GarageYrBlt"] > table["YrSold"])
    table["GrLivArea"] = table["1stFlrSF"] + table["2ndFlrSF"]
    month = 12 * table["YrSold"] + table["MoSold"]
    from_here_on = month.value_counts().sort_index(ascending=False).cumsum()
    late = month >= from_here_on.index[from_here_on >= share * len(table)][0]
    return table[~late], table[late]


# %% reject="prepare" because="takes a garage as young as the sale for impossible"
def prepare(sheet, share):
    table = sheet[~sheet.drop(columns="Id").duplicated()].copy()
    table["LotArea"] = table["LotArea"].astype(str).str.replace(",", "").astype(float)
    table["Neighborhood"] = table["Neighborhood"].str.strip()
    table["LotFrontage"] = table["LotFrontage"].mask(table["LotFrontage"] <= 0)
    table["GarageYrBlt"] = table["GarageYrBlt"].mask(table["GarageYrBlt"] >= table["YrSold"])
    table["GrLivArea"] = table["1stFlrSF"] + table["2ndFlrSF"]
    month = 12 * table["YrSold"] + table["MoSold"]
    from_here_on = month.value_counts().sort_index(ascending=False).cumsum()
    late = month >= from_here_on.index[from_here_on >= share * len(table)][0]
    return table[~late], table[late]


# %% reject="prepare" because="loses the areas that were typed as text"
def prepare(sheet, share):
    table = sheet[~sheet.drop(columns="Id").duplicated()].copy()
    table["LotArea"] = pd.to_numeric(table["LotArea"], errors="coerce")
    table["Neighborhood"] = table["Neighborhood"].str.strip()
    table["LotFrontage"] = table["LotFrontage"].mask(table["LotFrontage"] <= 0)
    table["GarageYrBlt"] = table["GarageYrBlt"].mask(table["GarageYrBlt"] > table["YrSold"])
    table["GrLivArea"] = table["1stFlrSF"] + table["2ndFlrSF"]
    month = 12 * table["YrSold"] + table["MoSold"]
    from_here_on = month.value_counts().sort_index(ascending=False).cumsum()
    late = month >= from_here_on.index[from_here_on >= share * len(table)][0]
    return table[~late], table[late]


# %% reject="prepare" because="takes a basement of 0 square feet for a gap as well"
def prepare(sheet, share):
    table = sheet[~sheet.drop(columns="Id").duplicated()].copy()
    table["LotArea"] = table["LotArea"].astype(str).str.replace(",", "").astype(float)
    table["Neighborhood"] = table["Neighborhood"].str.strip()
    for name in ("LotFrontage", "TotalBsmtSF"):
        table[name] = table[name].mask(table[name] <= 0)
    table["GarageYrBlt"] = table["GarageYrBlt"].mask(table["GarageYrBlt"] > table["YrSold"])
    table["GrLivArea"] = table["1stFlrSF"] + table["2ndFlrSF"]
    month = 12 * table["YrSold"] + table["MoSold"]
    from_here_on = month.value_counts().sort_index(ascending=False).cumsum()
    late = month >= from_here_on.index[from_here_on >= share * len(table)][0]
    return table[~late], table[late]


# %% reject="prepare" because="repairs the sheet that it was given"
def prepare(sheet, share):
    once = ~sheet.drop(columns="Id").duplicated()
    sheet["LotArea"] = sheet["LotArea"].astype(str).str.replace(",", "").astype(float)
    sheet["Neighborhood"] = sheet["Neighborhood"].str.strip()
    sheet["LotFrontage"] = sheet["LotFrontage"].mask(sheet["LotFrontage"] <= 0)
    sheet["GarageYrBlt"] = sheet["GarageYrBlt"].mask(sheet["GarageYrBlt"] > sheet["YrSold"])
    sheet["GrLivArea"] = sheet["1stFlrSF"] + sheet["2ndFlrSF"]
    table = sheet[once]
    month = 12 * table["YrSold"] + table["MoSold"]
    from_here_on = month.value_counts().sort_index(ascending=False).cumsum()
    late = month >= from_here_on.index[from_here_on >= share * len(table)][0]
    return table[~late], table[late]


# %% accept="prepare" because="goes back month by month"
def prepare(sheet, share):
    columns = [name for name in sheet if name != "Id"]
    table = sheet.drop_duplicates(subset=columns).reset_index(drop=True)
    table["LotArea"] = [float(str(area).replace(",", "")) for area in table["LotArea"]]
    table["Neighborhood"] = [name.strip() for name in table["Neighborhood"]]
    table.loc[~(table["LotFrontage"] > 0), "LotFrontage"] = np.nan
    table.loc[table["GarageYrBlt"] > table["YrSold"], "GarageYrBlt"] = np.nan
    table["GrLivArea"] = table[["1stFlrSF", "2ndFlrSF"]].sum(axis=1)
    times = list(zip(table["YrSold"], table["MoSold"]))
    late = [False] * len(times)
    for month in sorted(set(times), reverse=True):
        late = [one or time == month for one, time in zip(late, times)]
        if sum(late) >= share * len(times):
            break
    late = np.array(late)
    return table[~late], table[late]


# %% accept="prepare" because="finds the month of the row that completes the share"
def prepare(sheet, share):
    table = sheet.loc[~sheet.duplicated(subset=list(sheet.columns.drop("Id")))]
    table = table.assign(
        LotArea=table["LotArea"].map(
            lambda area: int(area.replace(",", "")) if isinstance(area, str) else int(area)
        ),
        Neighborhood=table["Neighborhood"].str.replace(" ", ""),
        LotFrontage=table["LotFrontage"].where(table["LotFrontage"] > 0),
        GarageYrBlt=table["GarageYrBlt"].where(table["GarageYrBlt"] <= table["YrSold"]),
        GrLivArea=table["1stFlrSF"].to_numpy() + table["2ndFlrSF"].to_numpy(),
    )
    time = (100 * table["YrSold"] + table["MoSold"]).to_numpy()
    first = np.sort(time)[::-1][math.ceil(share * len(time)) - 1]
    return table.iloc[np.flatnonzero(time < first)], table.iloc[np.flatnonzero(time >= first)]


# %%
try:
    train, hold = prepare(sheet, 0.25)
    print(f"{len(train)} sales to explore, {len(hold)} held out, the first from {hold['YrSold'].min()}")
except NotImplementedError:
    print("Nothing to see yet: write your answer above first.")

# %% [markdown]
# ## Milestone 2: shapes
#
# Before you compare means, look at each column by itself. Is it lopsided, so that a few large values rule the
# mean? Would a logarithm help? Do many rows share one value, which then hardly was a measurement? Draw
# histograms for yourself, and write `shapes(table, columns)`, which says the same in numbers. It returns a
# data frame with a line for each name in `columns`, in that order, and these columns:
#
# | column | what it says |
# |---|---|
# | `column`, `n` | the name, and how many values are there; missing ones are left out of everything |
# | `zeros` | the share of the values that are 0 |
# | `skew` | the skewness $\frac1n\sum_i\big(\frac{x_i-\bar x}{s}\big)^3$ with $s^2=\frac1n\sum_i(x_i-\bar x)^2$: 0 if both sides are alike, positive with a long tail on the right |
# | `log_skew` | the skewness of the logarithms; `nan` if a value is 0 or less |
# | `scale` | `"two parts"` if 5 % or more are 0 (there is such a thing or not, and then how much); else `"log"` if the size of `log_skew` is less than half of that of `skew`; else `"as it is"` |
# | `top`, `top_share` | the commonest value (the smallest of several) and the share of the values that equal it |
#
# Example: the values 1, 1, 10, 100 and a gap have `n` 4, `skew` 1.13, `log_skew` 0.49, the scale `"log"`,
# `top` 1 and `top_share` 0.5. If all values are equal, both skewnesses are `nan`, and the scale is
# `"as it is"` (unless they are 0: then the rule for zeros holds). Every column has at least one value.


# %% exercise="shapes" difficulty=3 minutes=15 topics="statistics#descriptive-statistics, visualisation#from-data-to-picture"
def shapes(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Describe how columns of numbers are distributed.

    Parameters
    ----------
    table : data frame
    columns : sequence of str
        Columns of numbers, with gaps.

    Returns
    -------
    data frame
        With the columns column, n, zeros, skew, log_skew, scale, top and top_share, a line for each name.
    """
    ### BEGIN SOLUTION

    def skewness(x):
        s = x.std(ddof=0)
        return (((x - x.mean()) / s) ** 3).mean() if x.max() > x.min() else math.nan

    lines = []
    for name in columns:
        x = table[name].dropna().astype(float)
        skew = skewness(x)
        log_skew = skewness(np.log(x)) if (x > 0).all() else math.nan
        zeros = (x == 0).mean()
        scale = "two parts" if zeros >= 0.05 else "log" if abs(log_skew) < abs(skew) / 2 else "as it is"
        top = x.mode().iloc[0]
        lines.append((name, len(x), zeros, skew, log_skew, scale, top, (x == top).mean()))
    return pd.DataFrame(
        lines, columns=["column", "n", "zeros", "skew", "log_skew", "scale", "top", "top_share"]
    )
    ### END SOLUTION


# %% [markdown] hint="shapes"
# Write a small function for the skewness and use it twice. NumPy's `std` divides by $n$, that of pandas by
# $n-1$: say which by `ddof`. Whether all values are equal, ask the largest and the smallest: by rounding, the
# `std` of equal numbers need not be exactly 0.

# %% [markdown] hint="shapes"
# `x = table[name].dropna()` first, so that shares are shares of the values that are there. `x.mode().iloc[0]`
# is the smallest of the commonest values, and comparisons with `nan` are false, which is what the scale
# needs.

# %% check="shapes" points=3
with check.exercise("shapes"):
    names = ["column", "n", "zeros", "skew", "log_skew", "scale", "top", "top_share"]
    numbers = ["n", "zeros", "skew", "log_skew", "top", "top_share"]
    table = pd.DataFrame(
        {
            "a": [1, 100, np.nan, 10, 1],
            "b": [103.0, 101, 103, 101, 110],
            "c": [0, 0, 5, 7.5, np.nan],
            "d": [4, 4, 4, 4, 4],
        }
    )
    result = shapes(table, ["b", "a", "c", "d"])
    check.type(result, pd.DataFrame, "shapes(table, names)")
    check.equal(list(result.columns), names, "the list of the columns of shapes(table, names)")
    check.equal(
        np.asarray(result["column"]).tolist(),
        ["b", "a", "c", "d"],
        "the column `column`",
        "In the order asked for.",
    )
    check.close(
        np.asarray(result[numbers], dtype=float)[1],
        [4, 0, 1.128483, 0.493382, 1, 0.5],
        "n, zeros, skew, log_skew, top and top_share of the values 1, 100, nothing, 10, 1",
        "Gaps count nowhere, and the standard deviation divides by n.",
        atol=1e-5,
    )
    check.close(
        np.asarray(result[numbers], dtype=float)[[0, 2]],
        [[5, 0, 1.235264, 1.216852, 101, 0.4], [4, 0.5, 0.213833, np.nan, 0, 0.5]],
        "n, zeros, skew, log_skew, top and top_share of the columns 103, 101, 103, 101, 110 and 0, 0, 5, 7.5, nothing",
        "The smallest of the commonest values; there is no logarithm of 0.",
        atol=1e-5,
    )
    check.close(
        np.asarray(result[["skew", "log_skew"]], dtype=float)[3],
        [np.nan, np.nan],
        "skew and log_skew of five equal values",
        "A column that does not vary has no skewness.",
    )
    check.equal(
        np.asarray(result["scale"]).tolist(),
        ["as it is", "log", "two parts", "as it is"],
        "the column scale of the four columns",
        "Zeros come first, then half of the size of the skewness.",
    )
    ### BEGIN HIDDEN TESTS
    left = pd.DataFrame({"x": -np.array([1.0, 2, 2, 3, 30]), "y": [10.0, 9, 9, 8.5, 0.2]})
    check.equal(
        np.asarray(shapes(left, ["x", "y"])["scale"]).tolist(),
        ["as it is", "as it is"],
        "the scales of a column of negative numbers and of one with a long tail on the left",
        "A logarithm needs positive values, and skewnesses are compared by size, without their sign.",
    )
    few = pd.DataFrame({"x": np.r_[0.0, check.rng().permutation(np.arange(1, 20.0) ** 3)]})
    check.equal(
        np.asarray(shapes(few, ["x"])["scale"]).tolist(),
        ["two parts"],
        "the scale of 20 values of which one is 0",
        "One in twenty is 5 %, and that is enough.",
    )
    check.unchanged(shapes, left.assign(x=[1, np.nan, 3, 3, 5]), ["x"], what="shapes(table, columns)")
    ### END HIDDEN TESTS


# %% reject="shapes" because="divides by n - 1"
def shapes(table, columns):
    lines = []
    for name in columns:
        x = table[name].dropna().astype(float)

        def skewness(x):
            return (((x - x.mean()) / x.std()) ** 3).mean() if x.std() > 0 else math.nan

        skew, log_skew = skewness(x), skewness(np.log(x)) if (x > 0).all() else math.nan
        scale = (
            "two parts" if (x == 0).mean() >= 0.05 else "log" if abs(log_skew) < abs(skew) / 2 else "as it is"
        )
        top = x.mode().iloc[0]
        lines.append((name, len(x), (x == 0).mean(), skew, log_skew, scale, top, (x == top).mean()))
    return pd.DataFrame(
        lines, columns=["column", "n", "zeros", "skew", "log_skew", "scale", "top", "top_share"]
    )


# %% reject="shapes" because="counts gaps in the shares"
def shapes(table, columns):
    def skewness(x):
        s = x.std(ddof=0)
        return (((x - x.mean()) / s) ** 3).mean() if s > 0 else math.nan

    lines = []
    for name in columns:
        x = table[name].astype(float)
        skew, log_skew = skewness(x), skewness(np.log(x)) if not (x <= 0).any() else math.nan
        scale = (
            "two parts" if (x == 0).mean() >= 0.05 else "log" if abs(log_skew) < abs(skew) / 2 else "as it is"
        )
        top = x.mode().iloc[0]
        lines.append((name, x.count(), (x == 0).mean(), skew, log_skew, scale, top, (x == top).mean()))
    return pd.DataFrame(
        lines, columns=["column", "n", "zeros", "skew", "log_skew", "scale", "top", "top_share"]
    )


# %% reject="shapes" because="leaves zeros out of the logarithm, without a word"
def shapes(table, columns):
    def skewness(x):
        s = x.std(ddof=0)
        return (((x - x.mean()) / s) ** 3).mean() if s > 0 else math.nan

    lines = []
    for name in columns:
        x = table[name].dropna().astype(float)
        skew, log_skew = skewness(x), skewness(np.log1p(x))
        scale = (
            "two parts" if (x == 0).mean() >= 0.05 else "log" if abs(log_skew) < abs(skew) / 2 else "as it is"
        )
        top = x.mode().iloc[0]
        lines.append((name, len(x), (x == 0).mean(), skew, log_skew, scale, top, (x == top).mean()))
    return pd.DataFrame(
        lines, columns=["column", "n", "zeros", "skew", "log_skew", "scale", "top", "top_share"]
    )


# %% reject="shapes" because="says 0 where nothing varies"
def shapes(table, columns):
    def skewness(x):
        s = x.std(ddof=0)
        return (((x - x.mean()) / s) ** 3).mean() if s > 0 else 0.0

    lines = []
    for name in columns:
        x = table[name].dropna().astype(float)
        skew, log_skew = skewness(x), skewness(np.log(x)) if (x > 0).all() else math.nan
        scale = (
            "two parts" if (x == 0).mean() >= 0.05 else "log" if abs(log_skew) < abs(skew) / 2 else "as it is"
        )
        top = x.mode().iloc[0]
        lines.append((name, len(x), (x == 0).mean(), skew, log_skew, scale, top, (x == top).mean()))
    return pd.DataFrame(
        lines, columns=["column", "n", "zeros", "skew", "log_skew", "scale", "top", "top_share"]
    )


# %% reject="shapes" because="compares skewnesses with their sign"
def shapes(table, columns):
    def skewness(x):
        s = x.std(ddof=0)
        return (((x - x.mean()) / s) ** 3).mean() if s > 0 else math.nan

    lines = []
    for name in columns:
        x = table[name].dropna().astype(float)
        skew, log_skew = skewness(x), skewness(np.log(x)) if (x > 0).all() else math.nan
        scale = "two parts" if (x == 0).mean() >= 0.05 else "log" if log_skew < skew / 2 else "as it is"
        top = x.mode().iloc[0]
        lines.append((name, len(x), (x == 0).mean(), skew, log_skew, scale, top, (x == top).mean()))
    return pd.DataFrame(
        lines, columns=["column", "n", "zeros", "skew", "log_skew", "scale", "top", "top_share"]
    )


# %% reject="shapes" because="takes 5 % of zeros for too few"
def shapes(table, columns):
    def skewness(x):
        s = x.std(ddof=0)
        return (((x - x.mean()) / s) ** 3).mean() if s > 0 else math.nan

    lines = []
    for name in columns:
        x = table[name].dropna().astype(float)
        skew, log_skew = skewness(x), skewness(np.log(x)) if (x > 0).all() else math.nan
        scale = (
            "two parts" if (x == 0).mean() > 0.05 else "log" if abs(log_skew) < abs(skew) / 2 else "as it is"
        )
        top = x.mode().iloc[0]
        lines.append((name, len(x), (x == 0).mean(), skew, log_skew, scale, top, (x == top).mean()))
    return pd.DataFrame(
        lines, columns=["column", "n", "zeros", "skew", "log_skew", "scale", "top", "top_share"]
    )


# %% reject="shapes" because="fills the gaps of the table"
def shapes(table, columns):
    def skewness(x):
        s = x.std(ddof=0)
        return (((x - x.mean()) / s) ** 3).mean() if s > 0 else math.nan

    lines = []
    for name in columns:
        x = table[name].dropna().astype(float)
        skew, log_skew = skewness(x), skewness(np.log(x)) if (x > 0).all() else math.nan
        scale = (
            "two parts" if (x == 0).mean() >= 0.05 else "log" if abs(log_skew) < abs(skew) / 2 else "as it is"
        )
        top = x.mode().iloc[0]
        lines.append((name, len(x), (x == 0).mean(), skew, log_skew, scale, top, (x == top).mean()))
        table[name] = table[name].fillna(top)
    return pd.DataFrame(
        lines, columns=["column", "n", "zeros", "skew", "log_skew", "scale", "top", "top_share"]
    )


# %% accept="shapes" because="uses SciPy's skewness and counts with NumPy"
def shapes(table, columns):
    rows = []
    for name in columns:
        x = table[name].to_numpy(dtype=float)
        x = x[~np.isnan(x)]
        values, counts = np.unique(x, return_counts=True)
        varies = len(values) > 1
        skew = float(stats.skew(x)) if varies else np.nan
        log_skew = float(stats.skew(np.log(x))) if varies and x.min() > 0 else np.nan
        zeros = np.count_nonzero(x == 0) / x.size
        if zeros >= 0.05:
            scale = "two parts"
        elif 2 * np.abs(log_skew) < np.abs(skew):
            scale = "log"
        else:
            scale = "as it is"
        rows.append(
            [name, x.size, zeros, skew, log_skew, scale, values[counts.argmax()], counts.max() / x.size]
        )
    return pd.DataFrame(rows, columns="column n zeros skew log_skew scale top top_share".split())


# %% accept="shapes" because="adds up by hand"
def shapes(table, columns):
    def skewness(x):
        mean = sum(x) / len(x)
        square = sum((v - mean) ** 2 for v in x) / len(x)
        return sum((v - mean) ** 3 for v in x) / len(x) / square**1.5 if max(x) > min(x) else math.nan

    found = []
    for name in columns:
        x = [float(v) for v in table[name] if v == v]
        line = {"column": name, "n": len(x), "zeros": x.count(0.0) / len(x), "skew": skewness(x)}
        line["log_skew"] = skewness([math.log(v) for v in x]) if min(x) > 0 else math.nan
        line["scale"] = "log" if abs(line["log_skew"]) < 0.5 * abs(line["skew"]) else "as it is"
        if line["zeros"] >= 0.05:
            line["scale"] = "two parts"
        line["top"] = max(sorted(set(x)), key=x.count)
        line["top_share"] = x.count(line["top"]) / len(x)
        found.append(line)
    return pd.DataFrame(found)


# %%
look(
    lambda: shapes(
        train,
        [
            "SalePrice",
            "GrLivArea",
            "LotArea",
            "LotFrontage",
            "MasVnrArea",
            "TotalBsmtSF",
            "OverallQual",
            "OverallCond",
            "YearBuilt",
            "YearRemodAdd",
        ],
    ).round(2)
)

# %% [markdown]
# ## Milestone 3: strangers
#
# Prices are skewed, and their logarithms are much less so: differences of logarithms are ratios, and a house
# that is twice as dear is as far from the middle as one at half the price. An *outlier* is a row that is far
# from the others **on the right scale**. It may be a mistake, a rare truth, or something else that was sold.
# To delete it unread would be a mistake of your own.
#
# Write `strangers(table, limit=3.5)`. Take the logarithm of the price per square foot of living area,
# $v=\ln(\text{SalePrice}/\text{GrLivArea})$. With the median $m$ of $v$, and $d$ the median of $|v-m|$, the
# *robust score* of a sale is $z=0.6745\,(v-m)/d$. (For Gaussian data it is about the usual number of standard
# deviations. But a few strangers cannot move a median as they move a mean, so they cannot hide themselves.)
# Return a data frame with a line for each sale with $|z|$ *above* `limit`, the largest $|z|$ first:
#
# - `Id` and `z`;
# - `verdict`: `"slip"`, if with ten times the price *or* a tenth of it the score would be between −2 and 2,
#   with the same $m$ and $d$ (a zero was lost or typed twice); else `"special"`, if `SaleCondition` is not
#   `"Normal"`; else `"unexplained"`;
# - `pull`: how much this one row changes the *elasticity*. That is the slope of the least-squares line of
#   $\ln(\text{SalePrice})$ on $\ln(\text{GrLivArea})$: by how many per cent the price goes up with one per
#   cent more area. `pull` is the slope of all rows minus the slope without this row (all others are in).
#
# A table without strangers gives a data frame with these four columns and no line. There are always at least
# three rows, of different areas, and $d>0$.


# %% exercise="strangers" difficulty=3 minutes=20 topics="statistics#median, visualisation#visualisation-techniques, pandas#preprocessing-at-a-glance"
def strangers(table: pd.DataFrame, limit: float = 3.5) -> pd.DataFrame:
    """Find sales whose price per square foot is far from the others', and say what speaks for a mistake.

    Parameters
    ----------
    table : data frame
        Sales with Id, GrLivArea, SaleCondition and SalePrice.
    limit : float
        A score beyond it, on either side, makes a stranger.

    Returns
    -------
    data frame
        With the columns Id, z, verdict and pull, the strangest first.
    """
    ### BEGIN SOLUTION
    x, y = np.log(table["GrLivArea"].to_numpy(float)), np.log(table["SalePrice"].to_numpy(float))
    middle = np.median(y - x)
    unit = np.median(np.abs(y - x - middle)) / 0.6745
    z, ten = (y - x - middle) / unit, math.log(10) / unit
    slip = (np.abs(z + ten) <= 2) | (np.abs(z - ten) <= 2)
    special = table["SaleCondition"].to_numpy() != "Normal"
    verdict = np.select([slip, special], ["slip", "special"], "unexplained").tolist()
    slope = np.polyfit(x, y, 1)[0]
    lines = []
    for i in np.flatnonzero(np.abs(z) > limit):
        without = np.polyfit(np.delete(x, i), np.delete(y, i), 1)[0]
        lines.append((table["Id"].iloc[i], z[i], verdict[i], slope - without))
    found = pd.DataFrame(lines, columns=["Id", "z", "verdict", "pull"])
    return found.sort_values("z", key=np.abs, ascending=False)
    ### END SOLUTION


# %% [markdown] hint="strangers"
# Ten times the price adds $\ln 10$ to $v$. By how much does the score grow then?

# %% [markdown] hint="strangers"
# Work with arrays, so that row labels cannot get in the way: `np.flatnonzero(np.abs(z) > limit)` has the
# positions of the strangers, and `np.delete(x, i)` is `x` without one of them.

# %% [markdown] hint="strangers"
# `np.polyfit(x, y, 1)[0]` is the slope. Collect tuples, make a data frame with `columns=[...]` (then it has
# its columns even without a line), and `sort_values("z", key=np.abs, ascending=False)`.

# %% check="strangers" points=3
with check.exercise("strangers"):
    names = ["Id", "z", "verdict", "pull"]
    area = np.array([1000, 1100, 1250, 1400, 1500, 1600, 1800, 2000, 2400, 5000.0])
    factor = np.exp([0.2, -0.2, 0.1, -0.1, 0.05, -0.05, 0.3, 0.0, -0.3, -1.5])
    table = pd.DataFrame(
        {
            "Id": np.arange(1, 11),
            "GrLivArea": area,
            "SaleCondition": "Normal",
            "SalePrice": 100 * area * factor,
        },
        index=np.arange(50, 60),
    )
    result = strangers(table)
    check.type(result, pd.DataFrame, "strangers(table)")
    check.equal(list(result.columns), names, "the list of the columns of strangers(table)")
    check.equal(
        np.asarray(result["Id"]).tolist(),
        [10],
        "the list of the strangers' ids",
        "Score the logarithm of the price per square foot, and with medians: one stranger moves a mean and a "
        "standard deviation so far that it hides itself.",
    )
    check.close(
        np.asarray(result["z"], dtype=float),
        [-6.632583],
        "the column z",
        "The median of the distances, not their mean.",
        atol=1e-5,
    )
    check.equal(
        np.asarray(result["verdict"]).tolist(), ["unexplained"], "the column verdict", "It was a normal sale."
    )
    check.close(
        np.asarray(result["pull"], dtype=float),
        [-0.711484],
        "the column pull",
        "The slope of all rows minus that of all but this one, both on logarithms.",
        rtol=1e-5,
    )
    other = table.assign(SaleCondition=["Normal"] * 9 + ["Partial"])
    check.equal(
        np.asarray(strangers(other)["verdict"]).tolist(),
        ["special"],
        "the column verdict, if the sale was 'Partial'",
    )
    ### BEGIN HIDDEN TESTS
    typos = table.assign(
        SalePrice=table["SalePrice"] * [1, 10, 1, 1, 1, 0.1, 1, 1, 1, 1], SaleCondition="Family"
    )
    result = strangers(typos, 3)
    check.equal(
        sorted(zip(np.asarray(result["Id"]).tolist(), np.asarray(result["verdict"]).tolist())),
        [(2, "slip"), (6, "slip"), (10, "special")],
        "the sorted list of (Id, verdict) where one price has a zero too many and one a zero too few",
        "A slip may go either way, and is looked for first.",
    )
    size = np.abs(np.asarray(result["z"], dtype=float))
    check.that(
        bool(np.all(size[:-1] >= size[1:])),
        "the strangest does not come first if some are too dear and some too cheap",
    )
    check.equal(
        list(strangers(table, 50).columns),
        names,
        "the list of the columns where nobody is a stranger",
        "A result without lines has its columns all the same.",
    )
    real = houses(int(check.rng().integers(1, 99)), 300)
    real.loc[[3, 9], "SalePrice"] = [real.loc[3, "GrLivArea"] * 900.0, real.loc[9, "GrLivArea"] * 12.0]
    result = strangers(real)
    found = {
        one: value
        for one, value in zip(np.asarray(result["Id"]).tolist(), np.asarray(result["pull"]).tolist())
    }
    x, y = np.log(real["GrLivArea"].to_numpy(float)), np.log(real["SalePrice"].to_numpy(float))
    want = [np.polyfit(x, y, 1)[0] - np.polyfit(np.delete(x, i), np.delete(y, i), 1)[0] for i in (3, 9)]
    check.close(
        [found.get(4, np.nan), found.get(10, np.nan)],
        want,
        "pull of two strangers in a table that has several",
        "Only the one row is left out; the other strangers are in.",
        atol=1e-7,
    )
    check.unchanged(strangers, houses(7, 30), what="strangers(table)")
    ### END HIDDEN TESTS


# %% reject="strangers" because="measures on the scale of dollars"
def strangers(table, limit=3.5):
    v = (table["SalePrice"] / table["GrLivArea"]).to_numpy()
    x, y = np.log(table["GrLivArea"].to_numpy(float)), np.log(table["SalePrice"].to_numpy(float))
    unit = np.median(np.abs(v - np.median(v))) / 0.6745
    z = (v - np.median(v)) / unit
    slip = (np.abs((10 * v - np.median(v)) / unit) <= 2) | (np.abs((v / 10 - np.median(v)) / unit) <= 2)
    special = table["SaleCondition"].to_numpy() != "Normal"
    verdict = np.select([slip, special], ["slip", "special"], "unexplained").tolist()
    slope, lines = np.polyfit(x, y, 1)[0], []
    for i in np.flatnonzero(np.abs(z) > limit):
        lines.append(
            (
                table["Id"].iloc[i],
                z[i],
                verdict[i],
                slope - np.polyfit(np.delete(x, i), np.delete(y, i), 1)[0],
            )
        )
    found = pd.DataFrame(lines, columns=["Id", "z", "verdict", "pull"])
    return found.sort_values("z", key=np.abs, ascending=False)


# %% reject="strangers" because="uses mean and standard deviation, which the stranger moves"
def strangers(table, limit=3.5):
    x, y = np.log(table["GrLivArea"].to_numpy(float)), np.log(table["SalePrice"].to_numpy(float))
    unit = np.std(y - x)
    z, ten = (y - x - np.mean(y - x)) / unit, math.log(10) / unit
    slip = (np.abs(z + ten) <= 2) | (np.abs(z - ten) <= 2)
    special = table["SaleCondition"].to_numpy() != "Normal"
    verdict = np.select([slip, special], ["slip", "special"], "unexplained").tolist()
    slope, lines = np.polyfit(x, y, 1)[0], []
    for i in np.flatnonzero(np.abs(z) > min(limit, 2.5)):
        lines.append(
            (
                table["Id"].iloc[i],
                z[i],
                verdict[i],
                slope - np.polyfit(np.delete(x, i), np.delete(y, i), 1)[0],
            )
        )
    found = pd.DataFrame(lines, columns=["Id", "z", "verdict", "pull"])
    return found.sort_values("z", key=np.abs, ascending=False)


# %% reject="strangers" because="takes the pull the wrong way round"
def strangers(table, limit=3.5):
    x, y = np.log(table["GrLivArea"].to_numpy(float)), np.log(table["SalePrice"].to_numpy(float))
    middle = np.median(y - x)
    unit = np.median(np.abs(y - x - middle)) / 0.6745
    z, ten = (y - x - middle) / unit, math.log(10) / unit
    slip = (np.abs(z + ten) <= 2) | (np.abs(z - ten) <= 2)
    special = table["SaleCondition"].to_numpy() != "Normal"
    verdict = np.select([slip, special], ["slip", "special"], "unexplained").tolist()
    slope, lines = np.polyfit(x, y, 1)[0], []
    for i in np.flatnonzero(np.abs(z) > limit):
        lines.append(
            (
                table["Id"].iloc[i],
                z[i],
                verdict[i],
                np.polyfit(np.delete(x, i), np.delete(y, i), 1)[0] - slope,
            )
        )
    found = pd.DataFrame(lines, columns=["Id", "z", "verdict", "pull"])
    return found.sort_values("z", key=np.abs, ascending=False)


# %% reject="strangers" because="thinks of lost zeros only"
def strangers(table, limit=3.5):
    x, y = np.log(table["GrLivArea"].to_numpy(float)), np.log(table["SalePrice"].to_numpy(float))
    middle = np.median(y - x)
    unit = np.median(np.abs(y - x - middle)) / 0.6745
    z, ten = (y - x - middle) / unit, math.log(10) / unit
    special = table["SaleCondition"].to_numpy() != "Normal"
    verdict = np.select([np.abs(z + ten) <= 2, special], ["slip", "special"], "unexplained").tolist()
    slope, lines = np.polyfit(x, y, 1)[0], []
    for i in np.flatnonzero(np.abs(z) > limit):
        lines.append(
            (
                table["Id"].iloc[i],
                z[i],
                verdict[i],
                slope - np.polyfit(np.delete(x, i), np.delete(y, i), 1)[0],
            )
        )
    found = pd.DataFrame(lines, columns=["Id", "z", "verdict", "pull"])
    return found.sort_values("z", key=np.abs, ascending=False)


# %% reject="strangers" because="sorts by the score with its sign"
def strangers(table, limit=3.5):
    x, y = np.log(table["GrLivArea"].to_numpy(float)), np.log(table["SalePrice"].to_numpy(float))
    middle = np.median(y - x)
    unit = np.median(np.abs(y - x - middle)) / 0.6745
    z, ten = (y - x - middle) / unit, math.log(10) / unit
    slip = (np.abs(z + ten) <= 2) | (np.abs(z - ten) <= 2)
    special = table["SaleCondition"].to_numpy() != "Normal"
    verdict = np.select([slip, special], ["slip", "special"], "unexplained").tolist()
    slope, lines = np.polyfit(x, y, 1)[0], []
    for i in np.flatnonzero(np.abs(z) > limit):
        lines.append(
            (
                table["Id"].iloc[i],
                z[i],
                verdict[i],
                slope - np.polyfit(np.delete(x, i), np.delete(y, i), 1)[0],
            )
        )
    return pd.DataFrame(lines, columns=["Id", "z", "verdict", "pull"]).sort_values("z")


# %% reject="strangers" because="has no columns if there are no strangers"
def strangers(table, limit=3.5):
    x, y = np.log(table["GrLivArea"].to_numpy(float)), np.log(table["SalePrice"].to_numpy(float))
    middle = np.median(y - x)
    unit = np.median(np.abs(y - x - middle)) / 0.6745
    z, ten = (y - x - middle) / unit, math.log(10) / unit
    slip = (np.abs(z + ten) <= 2) | (np.abs(z - ten) <= 2)
    special = table["SaleCondition"].to_numpy() != "Normal"
    verdict = np.select([slip, special], ["slip", "special"], "unexplained").tolist()
    slope, lines = np.polyfit(x, y, 1)[0], []
    for i in sorted(np.flatnonzero(np.abs(z) > limit), key=lambda i: -abs(z[i])):
        pull = slope - np.polyfit(np.delete(x, i), np.delete(y, i), 1)[0]
        lines.append({"Id": table["Id"].iloc[i], "z": z[i], "verdict": verdict[i], "pull": pull})
    return pd.DataFrame(lines)


# %% reject="strangers" because="leaves out all strangers at once"
def strangers(table, limit=3.5):
    x, y = np.log(table["GrLivArea"].to_numpy(float)), np.log(table["SalePrice"].to_numpy(float))
    middle = np.median(y - x)
    unit = np.median(np.abs(y - x - middle)) / 0.6745
    z, ten = (y - x - middle) / unit, math.log(10) / unit
    slip = (np.abs(z + ten) <= 2) | (np.abs(z - ten) <= 2)
    special = table["SaleCondition"].to_numpy() != "Normal"
    verdict = np.select([slip, special], ["slip", "special"], "unexplained").tolist()
    usual = np.abs(z) <= limit
    pull = np.polyfit(x, y, 1)[0] - np.polyfit(x[usual], y[usual], 1)[0]
    found = pd.DataFrame({"Id": table["Id"].to_numpy(), "z": z, "verdict": verdict, "pull": pull})[~usual]
    return found.sort_values("z", key=np.abs, ascending=False)


# %% reject="strangers" because="writes the scores into the table"
def strangers(table, limit=3.5):
    v = np.log(table["SalePrice"] / table["GrLivArea"])
    unit = (v - v.median()).abs().median() / 0.6745
    table["z"] = (v - v.median()) / unit
    x, y = np.log(table["GrLivArea"].to_numpy(float)), np.log(table["SalePrice"].to_numpy(float))
    z, ten = table["z"].to_numpy(), math.log(10) / unit
    slip = (np.abs(z + ten) <= 2) | (np.abs(z - ten) <= 2)
    special = table["SaleCondition"].to_numpy() != "Normal"
    verdict = np.select([slip, special], ["slip", "special"], "unexplained").tolist()
    slope, lines = np.polyfit(x, y, 1)[0], []
    for i in np.flatnonzero(np.abs(z) > limit):
        lines.append(
            (
                table["Id"].iloc[i],
                z[i],
                verdict[i],
                slope - np.polyfit(np.delete(x, i), np.delete(y, i), 1)[0],
            )
        )
    found = pd.DataFrame(lines, columns=["Id", "z", "verdict", "pull"])
    return found.sort_values("z", key=np.abs, ascending=False)


# %% accept="strangers" because="works with series, and with the formula for a slope"
def strangers(table, limit=3.5):
    rows = table.reset_index(drop=True)
    x, y = np.log(rows["GrLivArea"]), np.log(rows["SalePrice"])

    def slope(x, y):
        return ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()

    v = y - x
    distance = (v - v.median()).abs().median()

    def score(v_one):
        return 0.6745 * (v_one - v.median()) / distance

    rows["z"] = score(v)
    rows["pull"] = [
        slope(x, y) - slope(x.drop(i), y.drop(i)) if abs(z) > limit else 0.0 for i, z in enumerate(rows["z"])
    ]
    rows["verdict"] = np.where(rows["SaleCondition"].eq("Normal"), "unexplained", "special")
    for sign in (-1, 1):
        rows.loc[score(v + sign * np.log(10)).between(-2, 2), "verdict"] = "slip"
    order = rows["z"].abs().sort_values(ascending=False).index
    return rows.loc[order].query("abs(z) > @limit")[["Id", "z", "verdict", "pull"]]


# %% accept="strangers" because="goes through the sales in plain Python"
def strangers(table, limit=3.5):
    from statistics import linear_regression, median

    sales = list(zip(table["Id"], table["GrLivArea"], table["SalePrice"], table["SaleCondition"]))
    v = [math.log(price / area) for _, area, price, _ in sales]
    m = median(v)
    d = median(abs(one - m) for one in v)
    x, y = [math.log(sale[1]) for sale in sales], [math.log(sale[2]) for sale in sales]
    found = []
    for i, (number_, area, price, condition) in enumerate(sales):
        z = 0.6745 * (v[i] - m) / d
        if abs(z) <= limit:
            continue
        others = [0.6745 * (math.log(p / area) - m) / d for p in (10 * price, price / 10)]
        verdict = (
            "slip" if min(map(abs, others)) <= 2 else "unexplained" if condition == "Normal" else "special"
        )
        rest = linear_regression(x[:i] + x[i + 1 :], y[:i] + y[i + 1 :]).slope
        found.append((number_, z, verdict, linear_regression(x, y).slope - rest))
    return pd.DataFrame(sorted(found, key=lambda line: -abs(line[1])), columns=["Id", "z", "verdict", "pull"])


# %%
look(lambda: strangers(train).round(3))
look(
    lambda: train.set_index("Id").loc[
        strangers(train)["Id"],
        ["GrLivArea", "SalePrice", "OverallQual", "YearBuilt", "SaleCondition", "Neighborhood"],
    ]
)

# %% [markdown]
# **What to do with them?** A slip is no price, so the cell below takes the slips out of `train`, and says how
# many. The others were paid: they stay, and you say in the report what they are. `hold` stays as it is, slips
# included, since nobody can take them out of the sales to come.

# %%
try:
    slips = [
        int(number_) for number_, verdict in entries(strangers(train), ["Id", "verdict"]) if verdict == "slip"
    ]
    train = train[~train["Id"].isin(slips)]
    print(f"{len(slips)} slips taken out, {len(train)} sales stay")
except (NotImplementedError, NameError):
    print("Nothing to see yet: write your answers above first.")

# %% [markdown]
# ## Milestone 4: gaps, and whether they tell something
#
# In some columns a gap means that the house has no such thing, in others that nobody knows. Either way it may
# go along with the price. To compare two groups of prices you need a number and its uncertainty. Since prices
# live on a logarithmic scale, compare means of logarithms; $e$ to the power of such a mean is the *geometric
# mean*, a typical price. Write two functions.
#
# `price_ratio(first, second)` returns three floats: the ratio of the geometric mean of `first` to that of
# `second`, and the ends of its interval. With $\bar a$, $s_a^2$, $n_a$ the mean, variance (dividing by
# $n_a-1$) and number of the logarithms of `first`, and $\bar b$, $s_b^2$, $n_b$ those of `second`,
#
# $$\text{ratio}=e^{\bar a-\bar b},\qquad\text{low and high}=e^{\bar a-\bar b\,\pm\,c\,\sqrt{s_a^2/n_a+s_b^2/n_b}} ,$$
#
# where $c$ is the 0.975 quantile of the t distribution with [Welch's degrees of freedom](statistics#t-tests).
# Example: `[100, 200, 400]` and `[100, 100, 200, 200]` give 1.41, 0.34 and 5.87. With fewer than two prices
# on a side, or if nothing scatters on either side (the prices of `first` are all equal, and those of `second`
# are all equal as well), all three are `nan`. If the prices of one side alone are equal, the formulas hold.
#
# `gaps(table)` returns a data frame with the columns `column`, `missing`, `share`, `ratio`, `low`, `high`: a
# line for each column of the table that has missing values, in any order. `missing` counts them, `share` is
# their share of all rows, and the rest is `price_ratio` of the prices (`SalePrice`, never missing) of the
# houses *with* a gap there to those of the others.


# %% exercise="gaps" difficulty=3 minutes=25 topics="statistics#confidence-intervals, statistics#t-tests, pandas#preprocessing-at-a-glance"
def price_ratio(first: Sequence[float], second: Sequence[float]) -> tuple[float, float, float]:
    """Compare two groups of prices by their geometric means.

    Parameters
    ----------
    first, second : sequences of float
        Prices, above 0.

    Returns
    -------
    ratio, low, high : float
        The ratio of the geometric means and its interval of 95 %.
    """
    ### BEGIN SOLUTION
    a, b = np.log(np.asarray(first, dtype=float)), np.log(np.asarray(second, dtype=float))
    if min(len(a), len(b)) < 2:
        return math.nan, math.nan, math.nan
    v_a, v_b = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    if np.ptp(a) == np.ptp(b) == 0:
        return math.nan, math.nan, math.nan
    nu = (v_a + v_b) ** 2 / (v_a**2 / (len(a) - 1) + v_b**2 / (len(b) - 1))
    reach = stats.t.ppf(0.975, nu) * math.sqrt(v_a + v_b)
    middle = a.mean() - b.mean()
    return math.exp(middle), math.exp(middle - reach), math.exp(middle + reach)
    ### END SOLUTION


def gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Ask of each column with gaps whether a gap goes along with the price.

    Parameters
    ----------
    table : data frame
        Sales with their SalePrice.

    Returns
    -------
    data frame
        With the columns column, missing, share, ratio, low and high.
    """
    ### BEGIN SOLUTION
    lines = []
    for name in table.columns[table.isna().any()]:
        gap = table[name].isna()
        ratio = price_ratio(table.loc[gap, "SalePrice"], table.loc[~gap, "SalePrice"])
        lines.append((name, int(gap.sum()), gap.mean(), *ratio))
    return pd.DataFrame(lines, columns=["column", "missing", "share", "ratio", "low", "high"])
    ### END SOLUTION


# %% [markdown] hint="gaps"
# Do all the work with the logarithms, and take `np.exp` of the middle and of both ends as the very last step.
# The interval is not symmetric around the ratio, and should not be.

# %% [markdown] hint="gaps"
# $\nu=\dfrac{(v_a+v_b)^2}{v_a^2/(n_a-1)+v_b^2/(n_b-1)}$ with $v_a=s_a^2/n_a$ and $v_b=s_b^2/n_b$; then
# `stats.t.ppf(0.975, nu)`. Arrays want `var(ddof=1)`. Whether prices differ, ask the prices: by rounding, the
# variance of equal logarithms need not be exactly 0.

# %% [markdown] hint="gaps"
# `gap = table[name].isna()` is a mask, so `table.loc[gap, "SalePrice"]` and `table.loc[~gap, "SalePrice"]`
# are the two groups.

# %% check="gaps" points=4
with check.exercise("gaps"):
    result = price_ratio([100, 200, 400], [100, 100, 200, 200])
    check.type(result, (tuple, list, np.ndarray), "price_ratio(...)", "Return ratio, low, high.")
    check.equal(len(result), 3, "how many numbers price_ratio returns")
    check.close(
        list(result),
        [math.sqrt(2), 0.3405031, 5.873662],
        "price_ratio([100, 200, 400], [100, 100, 200, 200])",
        "Variances divide by n - 1, Welch's degrees of freedom, and e to the power of the ends.",
        rtol=1e-4,
    )
    check.close(
        list(price_ratio([100], [100, 200, 300])),
        [np.nan] * 3,
        "price_ratio of a single price with three others",
    )
    table = pd.DataFrame(
        {
            "Id": range(1, 8),
            "Fence": ["MnPrv", None, "GdPrv", None, None, "MnPrv", "MnPrv"],
            "Front": [60, 50, 70, np.nan, 80, 90, 65],
            "SalePrice": [100, 100, 100, 200, 400, 200, 200],
        }
    )
    names = ["column", "missing", "share", "ratio", "low", "high"]
    result = gaps(table)
    check.type(result, pd.DataFrame, "gaps(table)")
    check.equal(list(result.columns), names, "the list of the columns of gaps(table)")
    check.equal(
        entries(result, ["column", "missing"]),
        [["Fence", 3], ["Front", 1]],
        "the sorted list of column and missing",
        "A line for each column that has gaps, texts among them.",
    )
    found = {line[0]: line[1:] for line in entries(result, names)}
    check.close(
        np.array(found["Fence"][1:], dtype=float),
        [3 / 7, math.sqrt(2), 0.3405031, 5.873662],
        "share, ratio, low and high of Fence",
        "Houses with a gap to those without, and the share of all rows.",
        rtol=1e-4,
    )
    ### BEGIN HIDDEN TESTS
    check.close(
        np.array(found["Front"][1:], dtype=float),
        [1 / 7, np.nan, np.nan, np.nan],
        "share, ratio, low and high of a column with a single gap",
        "It has a line as well, in which the ratio is nan.",
    )
    rng = check.rng()
    first, second = np.exp(rng.normal(12, 0.5, 5)), np.exp(rng.normal(11.8, 0.1, 40))
    library = stats.ttest_ind(np.log(first), np.log(second), equal_var=False).confidence_interval(0.95)
    check.close(
        list(price_ratio(first, second))[1:],
        [math.exp(library.low), math.exp(library.high)],
        "low and high of 5 prices that scatter much, and 40 that do not",
        "The degrees of freedom follow from both variances: they are neither n - 2 nor infinite.",
        rtol=1e-5,
    )
    check.close(
        list(price_ratio([150, 150], [100, 100, 100])),
        [np.nan] * 3,
        "price_ratio of groups within which no price differs",
        "Without any scatter there is nothing to judge the uncertainty by.",
    )
    check.close(
        list(price_ratio([100, 100], [100, 200])),
        [0.70710678, 0.00864989, 57.8041981],
        "price_ratio([100, 100], [100, 200])",
        "One side scatters, and that is enough.",
        rtol=1e-5,
    )
    check.equal(
        list(gaps(table[["Id", "SalePrice"]]).columns),
        names,
        "the list of the columns for a table without gaps",
        "A result without lines has its columns all the same.",
    )
    check.unchanged(gaps, houses(7, 30), what="gaps(table)")
    ### END HIDDEN TESTS


# %% reject="gaps" because="compares arithmetic means"
def price_ratio(first, second):
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if min(len(a), len(b)) < 2:
        return math.nan, math.nan, math.nan
    ratio = a.mean() / b.mean()
    reach = (
        1.96
        * ratio
        * math.sqrt(a.var(ddof=1) / len(a) / a.mean() ** 2 + b.var(ddof=1) / len(b) / b.mean() ** 2)
    )
    return ratio, ratio - reach, ratio + reach


def gaps(table):
    lines = []
    for name in table.columns[table.isna().any()]:
        gap = table[name].isna()
        ratio = price_ratio(table.loc[gap, "SalePrice"], table.loc[~gap, "SalePrice"])
        lines.append((name, int(gap.sum()), gap.mean(), *ratio))
    return pd.DataFrame(lines, columns=["column", "missing", "share", "ratio", "low", "high"])


# %% reject="gaps" because="compares houses without a gap to those with one"
def price_ratio(first, second):
    if min(len(first), len(second)) < 2 or np.ptp(first) + np.ptp(second) == 0:
        return math.nan, math.nan, math.nan
    a, b = np.log(np.asarray(first, dtype=float)), np.log(np.asarray(second, dtype=float))
    ends = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    return math.exp(a.mean() - b.mean()), math.exp(ends.low), math.exp(ends.high)


def gaps(table):
    lines = []
    for name in table.columns[table.isna().any()]:
        gap = table[name].isna()
        ratio = price_ratio(table.loc[~gap, "SalePrice"], table.loc[gap, "SalePrice"])
        lines.append((name, int(gap.sum()), gap.mean(), *ratio))
    return pd.DataFrame(lines, columns=["column", "missing", "share", "ratio", "low", "high"])


# %% reject="gaps" because="leaves out texts"
def price_ratio(first, second):
    if min(len(first), len(second)) < 2 or np.ptp(first) + np.ptp(second) == 0:
        return math.nan, math.nan, math.nan
    a, b = np.log(np.asarray(first, dtype=float)), np.log(np.asarray(second, dtype=float))
    ends = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    return math.exp(a.mean() - b.mean()), math.exp(ends.low), math.exp(ends.high)


def gaps(table):
    lines = []
    for name in table.select_dtypes("number"):
        gap = table[name].isna()
        if gap.any():
            ratio = price_ratio(table.loc[gap, "SalePrice"], table.loc[~gap, "SalePrice"])
            lines.append((name, int(gap.sum()), gap.mean(), *ratio))
    return pd.DataFrame(lines, columns=["column", "missing", "share", "ratio", "low", "high"])


# %% reject="gaps" because="takes n - 2 degrees of freedom where groups are uneven"
def price_ratio(first, second):
    a, b = np.log(np.asarray(first, dtype=float)), np.log(np.asarray(second, dtype=float))
    if min(len(a), len(b)) < 2 or np.ptp(a) + np.ptp(b) == 0:
        return math.nan, math.nan, math.nan
    v_a, v_b = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    nu = (v_a + v_b) ** 2 / (v_a**2 / (len(a) - 1) + v_b**2 / (len(b) - 1))
    nu = nu if len(a) + len(b) < 10 else len(a) + len(b) - 2
    reach = stats.t.ppf(0.975, nu) * math.sqrt(v_a + v_b)
    middle = a.mean() - b.mean()
    return math.exp(middle), math.exp(middle - reach), math.exp(middle + reach)


def gaps(table):
    lines = []
    for name in table.columns[table.isna().any()]:
        gap = table[name].isna()
        ratio = price_ratio(table.loc[gap, "SalePrice"], table.loc[~gap, "SalePrice"])
        lines.append((name, int(gap.sum()), gap.mean(), *ratio))
    return pd.DataFrame(lines, columns=["column", "missing", "share", "ratio", "low", "high"])


# %% reject="gaps" because="takes one gap for a ratio that is certain"
def price_ratio(first, second):
    a, b = np.log(np.asarray(first, dtype=float)), np.log(np.asarray(second, dtype=float))
    if min(len(a), len(b)) < 2 or np.ptp(a) + np.ptp(b) == 0:
        return math.nan, math.nan, math.nan
    ends = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    return math.exp(a.mean() - b.mean()), math.exp(ends.low), math.exp(ends.high)


def gaps(table):
    lines = []
    for name in table.columns[table.isna().any()]:
        gap = table[name].isna()
        first, second = table.loc[gap, "SalePrice"], table.loc[~gap, "SalePrice"]
        ratio = np.exp(np.log(first).mean() - np.log(second).mean())
        ends = price_ratio(first, second) if len(first) > 1 else (ratio, ratio, ratio)
        lines.append((name, int(gap.sum()), gap.mean(), *ends))
    return pd.DataFrame(lines, columns=["column", "missing", "share", "ratio", "low", "high"])


# %% reject="gaps" because="has no ratio where the prices of one side are equal"
def price_ratio(first, second):
    a, b = np.log(np.asarray(first, dtype=float)), np.log(np.asarray(second, dtype=float))
    if min(len(a), len(b)) < 2 or a.max() == a.min() or b.max() == b.min():
        return math.nan, math.nan, math.nan
    v_a, v_b = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    nu = (v_a + v_b) ** 2 / (v_a**2 / (len(a) - 1) + v_b**2 / (len(b) - 1))
    reach = stats.t.ppf(0.975, nu) * math.sqrt(v_a + v_b)
    middle = a.mean() - b.mean()
    return math.exp(middle), math.exp(middle - reach), math.exp(middle + reach)


def gaps(table):
    lines = []
    for name in table.columns[table.isna().any()]:
        gap = table[name].isna()
        ratio = price_ratio(table.loc[gap, "SalePrice"], table.loc[~gap, "SalePrice"])
        lines.append((name, int(gap.sum()), gap.mean(), *ratio))
    return pd.DataFrame(lines, columns=["column", "missing", "share", "ratio", "low", "high"])


# %% reject="gaps" because="divides by zero where nothing scatters"
def price_ratio(first, second):
    a, b = np.log(np.asarray(first, dtype=float)), np.log(np.asarray(second, dtype=float))
    if min(len(a), len(b)) < 2:
        return math.nan, math.nan, math.nan
    v_a, v_b = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    nu = (v_a + v_b) ** 2 / max(v_a**2 / (len(a) - 1) + v_b**2 / (len(b) - 1), 1e-300)
    reach = stats.t.ppf(0.975, max(nu, 1.0)) * math.sqrt(v_a + v_b)
    middle = a.mean() - b.mean()
    return math.exp(middle), math.exp(middle - reach), math.exp(middle + reach)


def gaps(table):
    lines = []
    for name in table.columns[table.isna().any()]:
        gap = table[name].isna()
        ratio = price_ratio(table.loc[gap, "SalePrice"], table.loc[~gap, "SalePrice"])
        lines.append((name, int(gap.sum()), gap.mean(), *ratio))
    return pd.DataFrame(lines, columns=["column", "missing", "share", "ratio", "low", "high"])


# %% reject="gaps" because="has no columns if there are no gaps"
def price_ratio(first, second):
    a, b = np.log(np.asarray(first, dtype=float)), np.log(np.asarray(second, dtype=float))
    if min(len(a), len(b)) < 2 or np.ptp(a) + np.ptp(b) == 0:
        return math.nan, math.nan, math.nan
    ends = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    return math.exp(a.mean() - b.mean()), math.exp(ends.low), math.exp(ends.high)


def gaps(table):
    lines = []
    for name in table.columns[table.isna().any()]:
        gap = table[name].isna()
        ratio, low, high = price_ratio(table.loc[gap, "SalePrice"], table.loc[~gap, "SalePrice"])
        line = {"column": name, "missing": int(gap.sum()), "share": gap.mean()}
        lines.append(line | {"ratio": ratio, "low": low, "high": high})
    return pd.DataFrame(lines)


# %% reject="gaps" because="turns the table's gaps into a mask for good"
def price_ratio(first, second):
    a, b = np.log(np.asarray(first, dtype=float)), np.log(np.asarray(second, dtype=float))
    if min(len(a), len(b)) < 2 or np.ptp(a) + np.ptp(b) == 0:
        return math.nan, math.nan, math.nan
    ends = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    return math.exp(a.mean() - b.mean()), math.exp(ends.low), math.exp(ends.high)


def gaps(table):
    lines = []
    for name in table.columns[table.isna().any()]:
        table[name] = table[name].isna()
        ratio = price_ratio(table.loc[table[name], "SalePrice"], table.loc[~table[name], "SalePrice"])
        lines.append((name, int(table[name].sum()), table[name].mean(), *ratio))
    return pd.DataFrame(lines, columns=["column", "missing", "share", "ratio", "low", "high"])


# %% accept="gaps" because="asks SciPy for the interval"
def price_ratio(first, second):
    a, b = (np.log(np.array(list(prices), dtype=float)) for prices in (first, second))
    if len(a) < 2 or len(b) < 2 or (len(set(a)) == 1 and len(set(b)) == 1):
        return (np.nan,) * 3
    ends = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    return tuple(np.exp([a.mean() - b.mean(), ends.low, ends.high]).tolist())


def gaps(table):
    count = table.isna().sum()
    found = pd.DataFrame(
        {"column": count.index, "missing": count.to_numpy(), "share": table.isna().mean().to_numpy()}
    )
    found = found[found["missing"] > 0].reset_index(drop=True)
    prices = table["SalePrice"].to_numpy()
    numbers = [
        price_ratio(prices[table[name].isna().to_numpy()], prices[table[name].notna().to_numpy()])
        for name in found["column"]
    ]
    return found.join(pd.DataFrame(numbers, columns=["ratio", "low", "high"]))


# %% accept="gaps" because="uses geometric means and standard errors of their own"
def price_ratio(first, second):
    from statistics import geometric_mean

    sides = [[float(price) for price in prices] for prices in (first, second)]
    if min(map(len, sides)) < 2 or all(len(set(side)) == 1 for side in sides):
        return [math.nan, math.nan, math.nan]
    v = [stats.sem(np.log(side)) ** 2 for side in sides]
    nu = sum(v) ** 2 / sum(one**2 / (len(side) - 1) for one, side in zip(v, sides))
    factor = math.exp(stats.t.isf(0.025, nu) * math.hypot(*np.sqrt(v)))
    ratio = geometric_mean(sides[0]) / geometric_mean(sides[1])
    return [ratio, ratio / factor, ratio * factor]


def gaps(table):
    lines = {key: [] for key in ("column", "missing", "share", "ratio", "low", "high")}
    for name in table:
        groups = [[], []]
        for value, price in zip(table[name], table["SalePrice"]):
            groups[pd.isna(value)].append(price)
        if groups[True]:
            share = len(groups[True]) / len(table)
            for key, value in zip(
                lines, (name, len(groups[True]), share, *price_ratio(groups[True], groups[False]))
            ):
                lines[key].append(value)
    return pd.DataFrame(lines)


# %%
look(lambda: gaps(train).round(2))
look(
    lambda: (
        train.assign(gap=train["LotFrontage"].isna())
        .groupby("LotShape")["gap"]
        .agg(["size", "mean"])
        .round(2)
    )
)

# %% [markdown]
# ## Milestone 5: compare like with like
#
# Do houses in good condition fetch more? Two groups of prices can differ for a reason that has nothing to do
# with the question: the groups may differ in something else that the price depends on. Such a third thing is
# a **confounder**. The remedy is to compare within *strata*, groups of houses that are alike in it, and then
# to put the strata together.
#
# Write `compare(prices, chosen, strata)`. The three have an entry for each house: its price, true or false
# (is it in the group that the question is about?), and the name of its stratum, a text. Return a data frame
# with the columns `group`, `chosen`, `others`, `ratio`, `low`, `high`:
#
# - first the line `"all"`: how many houses are chosen and how many are not, and the `price_ratio` of the
#   first to the second;
# - then a line for each stratum, sorted by name, with the same for its houses alone. Where `price_ratio` is
#   `nan`, so are the three numbers;
# - last the line `"within"`: the strata together, those without a ratio left out. Stratum $k$ has the
#   difference of mean logarithms $d_k=\bar a_k-\bar b_k$ with the variance
#   $v_k=s_{a,k}^2/n_{a,k}+s_{b,k}^2/n_{b,k}$ (as in milestone 4), and what is known better counts more:
#
# $$d=\frac{\sum_k d_k/v_k}{\sum_k 1/v_k},\qquad \text{ratio}=e^{d},\qquad\text{low and high}=e^{\,d\,\pm\,1.96/\sqrt{\sum_k 1/v_k}} .$$
#
#   `chosen` and `others` count the houses of the strata that are in it; if there is no such stratum, they are
#   0 and the numbers are `nan`.
#
# Example: with the prices 120, 130, 125, 100, 110 in the stratum `"old"`, the first three chosen, and 250,
# 260, 200, 220, 210 in `"new"`, the first two chosen, the ratios are 1.05 for all, 1.21 in `"new"`, 1.19 in
# `"old"`, and 1.21 within.


# %% exercise="compare" difficulty=4 minutes=30 topics="pandas#grouping, statistics#confidence-intervals, visualisation#charts-that-mislead"
def compare(prices: Sequence[float], chosen: Sequence[bool], strata: Sequence[str]) -> pd.DataFrame:
    """Compare prices overall, in each stratum, and within strata.

    Parameters
    ----------
    prices, chosen, strata : sequences of the same length
        Of each house the price, whether it is chosen, and the stratum.

    Returns
    -------
    data frame
        With the columns group, chosen, others, ratio, low and high.
    """
    ### BEGIN SOLUTION
    prices, chosen, strata = (
        np.asarray(prices, dtype=float),
        np.asarray(chosen, dtype=bool),
        np.asarray(strata),
    )

    def line(name, part):
        first, second = prices[part & chosen], prices[part & ~chosen]
        return [name, len(first), len(second), *price_ratio(first, second)]

    lines, steps, weights, counts = [line("all", np.full(len(prices), True))], [], [], np.zeros(2, dtype=int)
    for name in sorted(set(strata.tolist())):
        part = strata == name
        lines.append(line(name, part))
        if not math.isnan(lines[-1][3]):
            a, b = np.log(prices[part & chosen]), np.log(prices[part & ~chosen])
            steps.append(a.mean() - b.mean())
            weights.append(1 / (a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b)))
            counts += [len(a), len(b)]
    if weights:
        d, reach = np.average(steps, weights=weights), 1.96 / math.sqrt(sum(weights))
        numbers = [math.exp(d), math.exp(d - reach), math.exp(d + reach)]
    else:
        numbers = [math.nan] * 3
    lines.append(["within", *counts.tolist(), *numbers])
    return pd.DataFrame(lines, columns=["group", "chosen", "others", "ratio", "low", "high"])
    ### END SOLUTION


# %% [markdown] hint="compare"
# Write a small function that makes one line from a name and a mask of houses; `"all"` is the mask that is
# true everywhere. Turn all three inputs into arrays first, so that labels of rows cannot get in the way.

# %% [markdown] hint="compare"
# For `"within"` keep two lists, the $d_k$ and the $1/v_k$, and append to them only where the ratio is no
# `nan`. `np.average(steps, weights=weights)` is $d$.

# %% check="compare" points=4
with check.exercise("compare"):
    names = ["group", "chosen", "others", "ratio", "low", "high"]
    prices = [120, 130, 125, 100, 110, 250, 260, 200, 220, 210]
    chosen = [True, True, True, False, False, True, True, False, False, False]
    strata = ["old"] * 5 + ["new"] * 5
    result = compare(prices, chosen, strata)
    check.type(result, pd.DataFrame, "compare(prices, chosen, strata)")
    check.equal(list(result.columns), names, "the list of the columns of compare(...)")
    check.equal(
        np.asarray(result["group"]).tolist(),
        ["all", "new", "old", "within"],
        "the column group of the example",
        "Strata are sorted.",
    )
    check.equal(
        np.asarray(result[["chosen", "others"]]).tolist(),
        [[5, 5], [2, 3], [3, 2], [5, 5]],
        "the columns chosen and others of the example",
    )
    check.close(
        np.asarray(result[["ratio", "low", "high"]], dtype=float)[:3],
        [[1.045145, 0.593966, 1.839043], [1.214971, 1.091098, 1.352908], [1.191192, 0.862085, 1.645938]],
        "ratio, low and high of all, new and old",
        "Chosen houses to the others, by price_ratio.",
        rtol=1e-5,
    )
    check.close(
        np.asarray(result[["ratio", "low", "high"]], dtype=float)[3],
        [1.208044, 1.142445, 1.27741],
        "ratio, low and high of the line within",
        "Average the differences of mean logarithms, each with the weight 1 / v.",
        rtol=1e-5,
    )
    ### BEGIN HIDDEN TESTS
    more = compare([*prices, 900, 950], [*chosen, False, False], [*strata, "rare", "rare"])
    check.equal(
        np.asarray(more[["chosen", "others"]]).tolist(),
        [[5, 7], [2, 3], [3, 2], [0, 2], [5, 5]],
        "the columns chosen and others, where one more stratum has nobody who is chosen,",
        "It has its line, and the line within leaves it out.",
    )
    check.close(
        np.asarray(more[["ratio", "low", "high"]], dtype=float)[[3, 4]],
        [[np.nan] * 3, [1.208044, 1.142445, 1.27741]],
        "ratio, low and high of that stratum, and of the line within,",
        "Where two groups do not meet, nothing can be compared.",
        rtol=1e-5,
    )
    none = compare([100, 200, 300], [True, False, False], ["a", "b", "b"])
    check.close(
        np.asarray(none[["chosen", "others", "ratio"]], dtype=float)[3],
        [0, 0, np.nan],
        "chosen, others and ratio of the line within, where no stratum can be compared",
    )
    rng = check.rng()
    order = rng.permutation(10)
    table = pd.DataFrame({"p": prices, "c": chosen, "s": strata}).iloc[order]
    moved = compare(table["p"], table["c"], table["s"].reset_index(drop=True))
    check.close(
        np.asarray(moved["ratio"], dtype=float),
        np.asarray(result["ratio"], dtype=float),
        "the column ratio of shuffled series with different row labels",
        "Entries belong together by position.",
    )
    ### END HIDDEN TESTS


# %% reject="compare" because="averages the ratios of the strata without weights"
def compare(prices, chosen, strata):
    prices, chosen, strata = (
        np.asarray(prices, dtype=float),
        np.asarray(chosen, dtype=bool),
        np.asarray(strata),
    )
    lines = [["all", chosen.sum(), (~chosen).sum(), *price_ratio(prices[chosen], prices[~chosen])]]
    for name in sorted(set(strata.tolist())):
        a, b = prices[(strata == name) & chosen], prices[(strata == name) & ~chosen]
        lines.append([name, len(a), len(b), *price_ratio(a, b)])
    found = pd.DataFrame(lines, columns=["group", "chosen", "others", "ratio", "low", "high"])
    used = found.iloc[1:].dropna()
    within = ["within", *used[["chosen", "others"]].sum(), *used[["ratio", "low", "high"]].mean()]
    return pd.concat([found, pd.DataFrame([within], columns=found.columns)], ignore_index=True)


# %% reject="compare" because="compares the others to the chosen"
def compare(prices, chosen, strata):
    prices, chosen, strata = (
        np.asarray(prices, dtype=float),
        np.asarray(chosen, dtype=bool),
        np.asarray(strata),
    )
    lines, steps, weights, counts = [], [], [], np.zeros(2, dtype=int)
    for name in ["all", *sorted(set(strata.tolist()))]:
        part = (strata == name) | (name == "all")
        a, b = prices[part & chosen], prices[part & ~chosen]
        lines.append([name, len(a), len(b), *price_ratio(b, a)])
        if name != "all" and not math.isnan(lines[-1][3]):
            steps.append(np.log(b).mean() - np.log(a).mean())
            weights.append(1 / (np.log(a).var(ddof=1) / len(a) + np.log(b).var(ddof=1) / len(b)))
            counts += [len(a), len(b)]
    d, reach = np.average(steps, weights=weights), 1.96 / math.sqrt(sum(weights))
    lines.append(["within", *counts.tolist(), math.exp(d), math.exp(d - reach), math.exp(d + reach)])
    return pd.DataFrame(lines, columns=["group", "chosen", "others", "ratio", "low", "high"])


# %% reject="compare" because="keeps the strata in the order in which they come"
def compare(prices, chosen, strata):
    prices, chosen, strata = (
        np.asarray(prices, dtype=float),
        np.asarray(chosen, dtype=bool),
        np.asarray(strata),
    )
    lines, steps, weights, counts = [], [], [], np.zeros(2, dtype=int)
    for name in ["all", *dict.fromkeys(strata.tolist())]:
        part = (strata == name) | (name == "all")
        a, b = prices[part & chosen], prices[part & ~chosen]
        lines.append([name, len(a), len(b), *price_ratio(a, b)])
        if name != "all" and not math.isnan(lines[-1][3]):
            steps.append(np.log(a).mean() - np.log(b).mean())
            weights.append(1 / (np.log(a).var(ddof=1) / len(a) + np.log(b).var(ddof=1) / len(b)))
            counts += [len(a), len(b)]
    d, reach = np.average(steps, weights=weights), 1.96 / math.sqrt(sum(weights))
    lines.append(["within", *counts.tolist(), math.exp(d), math.exp(d - reach), math.exp(d + reach)])
    return pd.DataFrame(lines, columns=["group", "chosen", "others", "ratio", "low", "high"])


# %% reject="compare" because="counts all houses in the line within"
def compare(prices, chosen, strata):
    prices, chosen, strata = (
        np.asarray(prices, dtype=float),
        np.asarray(chosen, dtype=bool),
        np.asarray(strata),
    )
    lines, steps, weights, counts = [], [], [], np.zeros(2, dtype=int)
    for name in ["all", *sorted(set(strata.tolist()))]:
        part = (strata == name) | (name == "all")
        a, b = prices[part & chosen], prices[part & ~chosen]
        lines.append([name, len(a), len(b), *price_ratio(a, b)])
        if name != "all" and not math.isnan(lines[-1][3]):
            steps.append(np.log(a).mean() - np.log(b).mean())
            weights.append(1 / (np.log(a).var(ddof=1) / len(a) + np.log(b).var(ddof=1) / len(b)))
            counts += [len(a), len(b)]
    if not weights:
        return pd.DataFrame(
            [*lines, ["within", 0, 0, math.nan, math.nan, math.nan]],
            columns=["group", "chosen", "others", "ratio", "low", "high"],
        )
    d, reach = np.average(steps, weights=weights), 1.96 / math.sqrt(sum(weights))
    lines.append(["within", *lines[0][1:3], math.exp(d), math.exp(d - reach), math.exp(d + reach)])
    return pd.DataFrame(lines, columns=["group", "chosen", "others", "ratio", "low", "high"])


# %% reject="compare" because="takes a stratum that cannot be compared for one without a difference"
def compare(prices, chosen, strata):
    prices, chosen, strata = (
        np.asarray(prices, dtype=float),
        np.asarray(chosen, dtype=bool),
        np.asarray(strata),
    )
    lines, steps, weights, counts = [], [], [], np.zeros(2, dtype=int)
    for name in ["all", *sorted(set(strata.tolist()))]:
        part = (strata == name) | (name == "all")
        a, b = prices[part & chosen], prices[part & ~chosen]
        ratio = price_ratio(a, b)
        lines.append([name, len(a), len(b), *((1.0, 1.0, 1.0) if math.isnan(ratio[0]) else ratio)])
        if name != "all" and not math.isnan(ratio[0]):
            steps.append(np.log(a).mean() - np.log(b).mean())
            weights.append(1 / (np.log(a).var(ddof=1) / len(a) + np.log(b).var(ddof=1) / len(b)))
            counts += [len(a), len(b)]
    d = np.average(steps, weights=weights) if weights else math.nan
    reach = 1.96 / math.sqrt(sum(weights)) if weights else math.nan
    lines.append(["within", *counts.tolist(), math.exp(d), math.exp(d - reach), math.exp(d + reach)])
    return pd.DataFrame(lines, columns=["group", "chosen", "others", "ratio", "low", "high"])


# %% reject="compare" because="says 1 where no stratum can be compared"
def compare(prices, chosen, strata):
    prices, chosen, strata = (
        np.asarray(prices, dtype=float),
        np.asarray(chosen, dtype=bool),
        np.asarray(strata),
    )
    lines, top, weights, counts = [], 0.0, 0.0, np.zeros(2, dtype=int)
    for name in ["all", *sorted(set(strata.tolist()))]:
        part = (strata == name) | (name == "all")
        a, b = prices[part & chosen], prices[part & ~chosen]
        lines.append([name, len(a), len(b), *price_ratio(a, b)])
        if name != "all" and not math.isnan(lines[-1][3]):
            weight = 1 / (np.log(a).var(ddof=1) / len(a) + np.log(b).var(ddof=1) / len(b))
            top, weights = top + weight * (np.log(a).mean() - np.log(b).mean()), weights + weight
            counts += [len(a), len(b)]
    d, reach = top / max(weights, 1e-9), 1.96 / math.sqrt(max(weights, 1e-9))
    lines.append(
        ["within", *counts.tolist(), math.exp(d), math.exp(d - min(reach, 99)), math.exp(d + min(reach, 99))]
    )
    return pd.DataFrame(lines, columns=["group", "chosen", "others", "ratio", "low", "high"])


# %% reject="compare" because="lets pandas align the three by their row labels"
def compare(prices, chosen, strata):
    table = pd.DataFrame({"p": pd.Series(prices), "c": pd.Series(chosen), "s": pd.Series(strata)})
    lines, steps, weights, counts = [], [], [], np.zeros(2, dtype=int)
    for name in ["all", *sorted(set(table["s"]))]:
        part = table[(table["s"] == name) | (name == "all")]
        a, b = part.loc[part["c"], "p"], part.loc[~part["c"], "p"]
        lines.append([name, len(a), len(b), *price_ratio(a, b)])
        if name != "all" and not math.isnan(lines[-1][3]):
            steps.append(np.log(a).mean() - np.log(b).mean())
            weights.append(1 / (np.log(a).var() / len(a) + np.log(b).var() / len(b)))
            counts += [len(a), len(b)]
    d = np.average(steps, weights=weights) if weights else math.nan
    reach = 1.96 / math.sqrt(sum(weights)) if weights else math.nan
    lines.append(["within", *counts.tolist(), math.exp(d), math.exp(d - reach), math.exp(d + reach)])
    return pd.DataFrame(lines, columns=["group", "chosen", "others", "ratio", "low", "high"])


# %% accept="compare" because="groups a table of logarithms"
def compare(prices, chosen, strata):
    table = pd.DataFrame({"price": list(prices), "chosen": list(chosen), "group": list(strata)})
    pieces = {"all": table} | {name: part for name, part in table.groupby("group", sort=True)}
    rows = []
    for name, part in pieces.items():
        sides = [part.loc[part["chosen"] == side, "price"].to_numpy(dtype=float) for side in (True, False)]
        ratio, low, high = price_ratio(*sides)
        v = sum(np.var(np.log(side), ddof=1) / len(side) for side in sides) if ratio == ratio else np.nan
        rows.append(
            {
                "group": name,
                "chosen": len(sides[0]),
                "others": len(sides[1]),
                "ratio": ratio,
                "low": low,
                "high": high,
                "v": v,
            }
        )
    found = pd.DataFrame(rows)
    used = found.iloc[1:].dropna()
    w = 1 / used["v"]
    d = (w * np.log(used["ratio"])).sum() / w.sum() if len(used) else np.nan
    factor = np.exp(1.96 / np.sqrt(w.sum())) if len(used) else np.nan
    last = {"group": "within", "chosen": used["chosen"].sum(), "others": used["others"].sum()}
    found.loc[len(found)] = last | {
        "ratio": np.exp(d),
        "low": np.exp(d) / factor,
        "high": np.exp(d) * factor,
        "v": 0.0,
    }
    return found.drop(columns="v")


# %% accept="compare" because="collects the houses in dictionaries"
def compare(prices, chosen, strata):
    from statistics import fmean, variance

    groups = {"all": ([], [])}
    for price, is_chosen, name in zip(prices, chosen, strata):
        for key in ("all", name):
            groups.setdefault(key, ([], []))[0 if is_chosen else 1].append(float(price))
    lines, total, weight, a_count, b_count = [], 0.0, 0.0, 0, 0
    for key in ["all", *sorted(set(groups) - {"all"})]:
        a, b = groups[key]
        ratio, low, high = price_ratio(a, b)
        lines.append((key, len(a), len(b), ratio, low, high))
        if key == "all" or math.isnan(ratio):
            continue
        a_count, b_count = a_count + len(a), b_count + len(b)
        logs_a, logs_b = list(map(math.log, a)), list(map(math.log, b))
        w = 1 / (variance(logs_a) / len(a) + variance(logs_b) / len(b))
        total, weight = total + w * (fmean(logs_a) - fmean(logs_b)), weight + w
    d = total / weight if weight else math.nan
    reach = 1.96 * weight**-0.5 if weight else math.nan
    lines.append(
        ("within", a_count, b_count, *(math.exp(d + sign * reach if sign else d) for sign in (0, -1, 1)))
    )
    return pd.DataFrame(lines, columns=["group", "chosen", "others", "ratio", "low", "high"])


# %% [markdown]
# Good condition means `OverallCond` 6 or more. The periods of building are the strata.


# %%
def period(years):
    """Return the period of building of each house, as a text."""
    bins = [1800, 1920, 1945, 1960, 1975, 1996, 2010]
    names = ["1872–1920", "1921–1945", "1946–1960", "1961–1975", "1976–1996", "1997–2010"]
    return pd.cut(years, bins, labels=names).astype(str)


look(lambda: compare(train["SalePrice"], train["OverallCond"] >= 6, period(train["YearBuilt"])).round(2))
look(lambda: compare(train["SalePrice"], train["LotFrontage"].isna(), train["LotShape"]).round(2))

# %% [markdown]
# The next cell has two helpers for figures. You need not read their code: `describe(figure, alt)` goes at the
# end of your function, and `show_last()` shows the picture.

# %%
PICTURES = []


def describe(figure, alt):
    """Write down what a Matplotlib figure shows, keep it for `show_last`, and return the description."""
    (ax,) = figure.axes
    caps = {line for box in ax.containers if hasattr(box, "lines") for line in (box.lines[1] or ())}
    points, bars, verticals = [], [], []

    def shape(path):
        corners = np.asarray(path.vertices, dtype=float)
        return str(np.round(corners / np.abs(corners).max(), 1)[:9].tolist())

    def stroke(x, y):
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        if len(x) > 1 and not np.isnan(np.r_[x, y]).any():
            if np.ptp(x) == 0:
                verticals.append(float(x[0]))
            elif np.ptp(y) == 0:
                bars.append([float(x.min()), float(x.max()), float(y[0])])

    for line in ax.lines:
        x, y = (
            np.ma.filled(
                np.ma.asarray(line.convert_xunits(v) if k else line.convert_yunits(v), dtype=float), np.nan
            )
            for k, v in ((1, line.get_xdata()), (0, line.get_ydata()))
        )
        if line in caps:
            continue
        if line.get_marker() not in (None, "None", "", " ") and line.get_markersize() > 0:
            from matplotlib.markers import MarkerStyle

            kind = shape(MarkerStyle(line.get_marker()).get_path())
            points += [[float(a), float(b), kind] for a, b in zip(x, y) if a == a and b == b]
        if line.get_linestyle() not in (None, "None", "", " "):
            stroke(x, y)
    for group in ax.collections:
        if hasattr(group, "get_segments"):
            for segment in filter(len, group.get_segments()):
                stroke(*np.asarray(segment).T)
        elif len(group.get_paths()):
            places = np.ma.filled(np.ma.asarray(group.get_offsets(), dtype=float), np.nan)
            points += [
                [float(a), float(b), shape(group.get_paths()[0])] for a, b in places if a == a and b == b
            ]
    ticks = [[float(y), text.get_text()] for y, text in zip(ax.get_yticks(), ax.get_yticklabels())]
    low, high = ax.get_ylim()
    PICTURES[:] = [(figure, str(alt))]
    plt.close(figure)
    return {
        "alt": str(alt),
        "title": ax.get_title(),
        "x_label": ax.get_xlabel(),
        "y_label": ax.get_ylabel(),
        "x_scale": ax.get_xscale(),
        "x_range": sorted(float(x) for x in ax.get_xlim()),
        "ticks": sorted(ticks, reverse=bool(low < high)),  # from top to bottom
        "points": points,
        "bars": bars,
        "verticals": verticals,
    }


def show_last():
    """Show the figure that was described last, with its text for those who do not see it."""
    import base64
    import io

    if PICTURES:
        figure, alt = PICTURES[-1]
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=100)
        picture = {"image/png": base64.b64encode(buffer.getvalue()).decode(), "text/plain": alt}
        display(picture, metadata={"image/png": {"alt": alt}}, raw=True)


# %% [markdown]
# ## Milestone 6: a figure that answers a question
#
# One picture of a comparison says more than the table, if it is fair. Write `effect_chart(rows, question)`.
# It takes what `compare` returns (or a table like it) and a question such as "Do houses in good condition
# fetch more?", draws **one** pair of Matplotlib axes, and ends with `return describe(figure, alt)`. The cell
# above has `describe`, which writes down what your figure shows; the check reads that.
#
# - Each line of the table has a place on the vertical axis, from top to bottom in the table's order. Its tick
#   label begins with the name of the group and has both counts, as in `1946–1960 (100 : 66)`; how you write
#   the counts is up to you.
# - At that height stand a point at the ratio and a horizontal line from `low` to `high`. A line without a
#   ratio (`nan`) has its label, and neither point nor line.
# - `all` and `within` have another marker than the strata, so that nobody needs colour to tell them apart;
#   the strata share one.
# - The horizontal axis is logarithmic, since a ratio of 2 is as far from 1 as a ratio of ½. All intervals and
#   1 lie on it. A vertical line marks 1.
# - The title is the question. The label of the horizontal axis says what is shown (a ratio has no unit):
#   it contains the words "price" and "ratio". That of the vertical axis says what the counts are: it contains
#   "houses".
# - `alt` describes the picture to those who do not see it, in 60 to 500 characters. It says what the chart
#   compares, and contains the ratios of `all` and of `within` with two decimals.
# - No check sees whether a text is cut off or lies on another one: look at the picture below the check, too.


# %% exercise="effect-chart" difficulty=4 minutes=25 topics="visualisation#matplotlib, visualisation#visualisation-techniques, visualisation#charts-that-mislead"
def effect_chart(rows: pd.DataFrame, question: str) -> dict:
    """Draw ratios with their intervals, one line of the table below the other.

    Parameters
    ----------
    rows : data frame
        With the columns group, chosen, others, ratio, low and high.
    question : str
        What the figure answers.

    Returns
    -------
    dict
        What `describe` returns.
    """
    ### BEGIN SOLUTION
    figure, ax = plt.subplots(figsize=(7.5, 1.6 + 0.4 * len(rows)), layout="constrained")
    names = [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45", linewidth=2)
            ax.plot(
                [row.ratio],
                [place],
                "D" if whole else "o",
                color="#D55E00" if whole else "#0072B2",
                markersize=8,
            )
    ax.axvline(1, color="0.3", linestyle="--", linewidth=1)
    ax.set_yticks(range(len(rows)), names)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="log", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price of the chosen houses : that of the others (ratio)")
    left, right = ax.get_xlim()
    marks = [
        mark for mark in (0.2, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5, 2, 5, 10) if left <= mark <= right
    ]
    ax.set_xticks(marks, [f"{mark:g}" for mark in marks])
    ax.minorticks_off()
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices, chosen houses to others, with intervals of 95 %. Over all houses the ratio is {ratio['all']:.2f}; "
        f"within the strata together it is {ratio['within']:.2f}."
    )
    return describe(figure, alt)
    ### END SOLUTION


# %% [markdown] hint="effect-chart"
# Draw line by line of the table: `ax.plot([low, high], [place, place])` is the interval, and
# `ax.plot([ratio], [place], "o")` the point. Skip both where `math.isnan(ratio)`, but not the label.

# %% [markdown] hint="effect-chart"
# `ax.set_yticks(places, names)` sets the labels, `ax.invert_yaxis()` puts place 0 on top,
# `ax.set_xscale("log")` makes the axis logarithmic, and `ax.axvline(1)` draws the line at 1.

# %% [markdown] hint="effect-chart"
# Names of groups are cut off, or the marks read like $9\times10^{-1}$? `plt.subplots(layout="constrained")` makes
# room for long labels, and `ax.set_xticks(marks, [f"{mark:g}" for mark in marks])` with
# `marks = [0.8, 0.9, 1, 1.1, 1.2, 1.3]`, then `ax.minorticks_off()`, gives plain numbers.

# %% check="effect-chart" points=4
with check.exercise("effect-chart"):
    rows = pd.DataFrame(
        {
            "group": ["all", "new", "old", "rare", "within"],
            "chosen": [46, 12, 34, 0, 46],
            "others": [71, 50, 21, 9, 71],
            "ratio": [0.84, 1.11, 1.35, np.nan, 1.17],
            "low": [0.7, 0.95, 1.02, np.nan, 1.02],
            "high": [1.01, 1.3, 1.78, np.nan, 1.34],
        }
    )
    question = "Do big gardens fetch more?"
    seen = effect_chart(rows, question)
    check.type(seen, dict, "effect_chart(rows, question)", "End with `return describe(figure, alt)`.")
    ticks = [text for _, text in seen["ticks"]]
    order = [
        [name for name in rows["group"] if name in text.replace("\n", " ").split(" ")[0]] for text in ticks
    ]
    check.equal(
        order,
        [["all"], ["new"], ["old"], ["rare"], ["within"]],
        "the groups named by the vertical axis, from top to bottom,",
        "Each line of the table has a tick whose label begins with the group's name; is the axis upside down?",
    )
    counted = [
        str(row.chosen) in text and str(row.others) in text for row, text in zip(rows.itertuples(), ticks)
    ]
    check.equal(
        counted,
        [True] * 5,
        "which tick labels have both counts",
        "How many houses a ratio comes from belongs beside it.",
    )
    heights = [y for y, _ in seen["ticks"]]
    want = sorted([row.ratio, y] for row, y in zip(rows.itertuples(), heights) if row.ratio == row.ratio)
    check.close(
        sorted([x, y] for x, y, _ in seen["points"]),
        want,
        "the points, each as [ratio, height], sorted,",
        "One point for each ratio, at the height of its label, and nothing where there is no ratio.",
    )
    want = sorted(
        [row.low, row.high, y] for row, y in zip(rows.itertuples(), heights) if row.ratio == row.ratio
    )
    check.close(
        sorted(seen["bars"]),
        want,
        "the horizontal lines, each as [from, to, height], sorted,",
        "From low to high, at the height of the point.",
    )
    check.equal(seen["x_scale"], "log", "the scale of the horizontal axis")
    check.close(seen["verticals"], [1.0], "the list of the vertical lines' places", "One line, at 1.")
    check.equal(seen["title"], question, "the title")
    below = seen["x_label"].lower()
    check.that(
        "price" in below and "ratio" in below,
        f"the label of the horizontal axis, {seen['x_label']!r}, lacks 'price' or 'ratio'",
    )
    side = seen["y_label"].lower()
    check.that(
        "houses" in side,
        f"the label of the vertical axis, {seen['y_label']!r}, does not say that houses are counted",
    )
    check.that(60 <= len(seen["alt"]) <= 500, f"alt has {len(seen['alt'])} characters, and not 60 to 500")
    check.that(
        "0.84" in seen["alt"] and "1.17" in seen["alt"],
        "alt does not say the ratios of all and within with two decimals",
    )
    ### BEGIN HIDDEN TESTS
    shapes_seen = {round(y, 6): kind for _, y, kind in seen["points"]}
    kinds = [shapes_seen.get(round(y, 6), "") for y in heights]
    check.equal(
        [kinds[0] == kinds[4], kinds[1] == kinds[2], kinds[0] != kinds[1]],
        [True, True, True],
        "whether all and within share a marker, the strata share one, and the two differ",
        "Colour alone is not enough.",
    )
    far = rows.assign(
        ratio=[3.0, 4, 5, np.nan, 4.5], low=[2.0, 2, 2, np.nan, 3], high=[6.0, 7, 30, np.nan, 8]
    )
    there = effect_chart(far, "Is it far from 1?")
    check.that(
        there["x_range"][0] <= 1 and there["x_range"][1] >= 30,
        f"the horizontal axis of ratios from 2 to 30 reaches from {there['x_range'][0]:.2g} to {there['x_range'][1]:.2g}: 1 and all intervals belong on it",
    )
    check.that(
        "3.00" in there["alt"] and "4.50" in there["alt"],
        "alt of another table does not say its ratios, 3.00 and 4.50",
    )
    check.equal(there["title"], "Is it far from 1?", "the title of another figure")
    check.unchanged(
        effect_chart,
        rows[["group", "chosen", "others", "ratio", "low", "high"]],
        question,
        what="effect_chart(rows, question)",
    )
    ### END HIDDEN TESTS


# %% reject="effect-chart" because="draws the table upside down"
def effect_chart(rows, question):
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "D" if whole else "o", color="#D55E00" if whole else "#0072B2")
    ax.axvline(1, color="0.3", linestyle="--")
    ax.set_yticks(
        range(len(rows)), [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    )
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set(xscale="log", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price, compared with that of the others (ratio)")
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices of two groups, with intervals: over all houses {ratio['all']:.2f}, "
        f"within the strata together {ratio['within']:.2f}."
    )
    return describe(figure, alt)


# %% reject="effect-chart" because="uses a linear axis"
def effect_chart(rows, question):
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "D" if whole else "o", color="#D55E00" if whole else "#0072B2")
    ax.axvline(1, color="0.3", linestyle="--")
    ax.set_yticks(
        range(len(rows)), [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="linear", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price, compared with that of the others (ratio)")
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices of two groups, with intervals: over all houses {ratio['all']:.2f}, "
        f"within the strata together {ratio['within']:.2f}."
    )
    return describe(figure, alt)


# %% reject="effect-chart" because="leaves out how many houses there are"
def effect_chart(rows, question):
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "D" if whole else "o", color="#D55E00" if whole else "#0072B2")
    ax.axvline(1, color="0.3", linestyle="--")
    ax.set_yticks(range(len(rows)), [row.group for row in rows.itertuples()])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="log", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price, compared with that of the others (ratio)")
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices of two groups, with intervals: over all houses {ratio['all']:.2f}, "
        f"within the strata together {ratio['within']:.2f}."
    )
    return describe(figure, alt)


# %% reject="effect-chart" because="names no unit"
def effect_chart(rows, question):
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "D" if whole else "o", color="#D55E00" if whole else "#0072B2")
    ax.axvline(1, color="0.3", linestyle="--")
    ax.set_yticks(
        range(len(rows)), [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="log", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("price")
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices of two groups, with intervals: over all houses {ratio['all']:.2f}, "
        f"within the strata together {ratio['within']:.2f}."
    )
    return describe(figure, alt)


# %% reject="effect-chart" because="draws intervals that begin at 0, as bars do"
def effect_chart(rows, question):
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([0.0, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "D" if whole else "o", color="#D55E00" if whole else "#0072B2")
    ax.axvline(1, color="0.3", linestyle="--")
    ax.set_yticks(
        range(len(rows)), [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="log", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price, compared with that of the others (ratio)")
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices of two groups, with intervals: over all houses {ratio['all']:.2f}, "
        f"within the strata together {ratio['within']:.2f}."
    )
    return describe(figure, alt)


# %% reject="effect-chart" because="draws no line at 1"
def effect_chart(rows, question):
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "D" if whole else "o", color="#D55E00" if whole else "#0072B2")
    ax.grid(alpha=0.3)
    ax.set_yticks(
        range(len(rows)), [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="log", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price, compared with that of the others (ratio)")
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices of two groups, with intervals: over all houses {ratio['all']:.2f}, "
        f"within the strata together {ratio['within']:.2f}."
    )
    return describe(figure, alt)


# %% reject="effect-chart" because="drops the line without a ratio"
def effect_chart(rows, question):
    rows = rows.dropna()
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "D" if whole else "o", color="#D55E00" if whole else "#0072B2")
    ax.axvline(1, color="0.3", linestyle="--")
    ax.set_yticks(
        range(len(rows)), [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="log", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price, compared with that of the others (ratio)")
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices of two groups, with intervals: over all houses {ratio['all']:.2f}, "
        f"within the strata together {ratio['within']:.2f}."
    )
    return describe(figure, alt)


# %% reject="effect-chart" because="tells the groups apart by colour alone"
def effect_chart(rows, question):
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "o", color="#D55E00" if whole else "#0072B2")
    ax.axvline(1, color="0.3", linestyle="--")
    ax.set_yticks(
        range(len(rows)), [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="log", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price, compared with that of the others (ratio)")
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices of two groups, with intervals: over all houses {ratio['all']:.2f}, "
        f"within the strata together {ratio['within']:.2f}."
    )
    return describe(figure, alt)


# %% reject="effect-chart" because="sets limits that fit this table only"
def effect_chart(rows, question):
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "D" if whole else "o", color="#D55E00" if whole else "#0072B2")
    ax.axvline(1, color="0.3", linestyle="--")
    ax.set_yticks(
        range(len(rows)), [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="log", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price, compared with that of the others (ratio)")
    ax.set_xlim(0.5, 2.0)
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices of two groups, with intervals: over all houses {ratio['all']:.2f}, "
        f"within the strata together {ratio['within']:.2f}."
    )
    return describe(figure, alt)


# %% reject="effect-chart" because="writes the numbers of the alternative text by hand"
def effect_chart(rows, question):
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "D" if whole else "o", color="#D55E00" if whole else "#0072B2")
    ax.axvline(1, color="0.3", linestyle="--")
    ax.set_yticks(
        range(len(rows)), [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="log", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price, compared with that of the others (ratio)")
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = "Ratios of prices with intervals: 0.84 over all houses, and 1.17 within the strata together."
    return describe(figure, alt)


# %% reject="effect-chart" because="writes the title by hand"
def effect_chart(rows, question):
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "D" if whole else "o", color="#D55E00" if whole else "#0072B2")
    ax.axvline(1, color="0.3", linestyle="--")
    ax.set_yticks(
        range(len(rows)), [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="log", title="Do big gardens fetch more?", ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price, compared with that of the others (ratio)")
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices of two groups, with intervals: over all houses {ratio['all']:.2f}, "
        f"within the strata together {ratio['within']:.2f}."
    )
    return describe(figure, alt)


# %% reject="effect-chart" because="adds a column of labels to the table"
def effect_chart(rows, question):
    rows["label"] = rows["group"] + " " + rows["chosen"].astype(str)
    figure, ax = plt.subplots(layout="constrained")
    for place, row in enumerate(rows.itertuples()):
        if not math.isnan(row.ratio):
            whole = row.group in ("all", "within")
            ax.plot([row.low, row.high], [place, place], color="0.45")
            ax.plot([row.ratio], [place], "D" if whole else "o", color="#D55E00" if whole else "#0072B2")
    ax.axvline(1, color="0.3", linestyle="--")
    ax.set_yticks(
        range(len(rows)), [f"{row.group} ({row.chosen} : {row.others})" for row in rows.itertuples()]
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set(xscale="log", title=question, ylabel="group (houses chosen : other houses)")
    ax.set_xlabel("typical price, compared with that of the others (ratio)")
    ratio = dict(zip(rows["group"], rows["ratio"]))
    alt = (
        f"Ratios of prices of two groups, with intervals: over all houses {ratio['all']:.2f}, "
        f"within the strata together {ratio['within']:.2f}."
    )
    return describe(figure, alt)


# %% accept="effect-chart" because="uses error bars and scatter"
def effect_chart(rows, question):
    figure, ax = plt.subplots(figsize=(7, 4))
    height = -np.arange(len(rows), dtype=float)
    whole = rows["group"].isin(["all", "within"]).to_numpy()
    for mask, marker in ((whole, "s"), (~whole, "o")):
        part = rows[mask]
        away = [part["ratio"] - part["low"], part["high"] - part["ratio"]]
        ax.errorbar(part["ratio"], height[mask], xerr=away, fmt=marker, capsize=4)
    ax.plot([1, 1], [1, -len(rows)], "k:")
    ax.set_xscale("log")
    counts = rows["chosen"].astype(str) + " and " + rows["others"].astype(str)
    ax.set_yticks(height)
    ax.set_yticklabels(rows["group"] + "\n" + counts)
    ax.set_title(question)
    ax.set_xlabel("Price ratio")
    ax.set_ylabel("Group, with the numbers of houses")
    numbers = rows.set_index("group")["ratio"].map("{:.2f}".format)
    alt = f"Price ratios as points with error bars. All houses: {numbers['all']}. Within the strata together: {numbers['within']}."
    return describe(figure, alt)


# %% accept="effect-chart" because="draws all intervals at once, and points as collections"
def effect_chart(rows, question):
    there = rows.reset_index(drop=True).dropna(subset=["ratio"])
    figure = plt.figure()
    ax = figure.add_subplot()
    ax.semilogx()
    ax.hlines(there.index, there["low"], there["high"], lw=3, alpha=0.5)
    total = there["group"].isin({"all", "within"})
    ax.scatter(there["ratio"][~total], there.index[~total], marker="^")
    ax.scatter(there["ratio"][total], there.index[total], marker="P", s=80)
    ax.axvline(1.0)
    labels = [f"{group}: {a} / {b}" for group, a, b in rows[["group", "chosen", "others"]].to_numpy()]
    ax.set_yticks(np.arange(len(rows)), labels=labels)
    ax.invert_yaxis()
    ax.set(title=question, xlabel="ratio of typical prices", ylabel="how many houses: chosen / others")
    first, *_, last = rows["ratio"]
    text = f"One interval for each group of houses, on a logarithmic axis: {first:.2f} for all, {last:.2f} within strata."
    return describe(figure, text)


# %%
QUESTION = "Do houses in good condition fetch more?"
look(
    lambda: effect_chart(
        compare(train["SalePrice"], train["OverallCond"] >= 6, period(train["YearBuilt"])), QUESTION
    )["alt"]
)
show_last()

# %% [markdown]
# ## Milestone 7: a baseline for the models to come
#
# Whoever trains a model next year has to beat something. Saying the same price for every house (the geometric
# mean of the training sales) is too easy to beat, so you leave a better baseline, of which everybody can see
# how it works. Write two functions.
#
# `predict(train, houses)` returns an array with a price in dollars for each row of `houses`, in that order.
# How is up to you: what have you found to go along with the price? Two or three columns will do. The city
# asks for this:
#
# - It learns from `train` and from nothing else. `houses` has no `SalePrice`; and the price said for a house
#   is the same whichever other houses are in the table.
# - It says a price for *every* house: in a neighbourhood of which nobody has sold before, and with gaps
#   wherever the dictionary does not say `"never"`.
# - On sales held out, its typical error (see below) is **at most half** of that of the same price for all.
#
# `score(actual, predicted, rng, times=1000)` returns three floats: the typical error and the ends of its
# interval, all in per cent. The error on a house is $e_i=100\cdot\frac{|\hat y_i-y_i|}{y_i}$, and the typical
# one is the *median* of the $e_i$. (`hold` may contain slips. A price with a lost zero makes an error of some
# 900 %, which would rule a mean.) The interval is a [bootstrap](statistics#confidence-intervals): draw as
# many houses as there are, with replacement, `times` times, with the generator `rng`; take the median of each
# draw; the ends are the 2.5th and the 97.5th percentile of these medians.
#
# Example: prices of 100, 200 and 400, predicted as 110, 100 and 420, have errors of 10, 50 and 5 %, so the
# typical error is 10 %.


# %% exercise="baseline" difficulty=4 minutes=25 topics="first-ml-pipeline#a-baseline, first-ml-pipeline#prediction, statistics#confidence-intervals"
def predict(train: pd.DataFrame, houses: pd.DataFrame) -> np.ndarray:
    """Say what houses would fetch.

    Parameters
    ----------
    train : data frame of n sales
        With their SalePrice.
    houses : data frame of m houses
        Without it.

    Returns
    -------
    array of shape (m,)
        Prices in dollars.
    """
    ### BEGIN SOLUTION

    def columns(table):
        return np.column_stack([np.ones(len(table)), np.log(table["GrLivArea"]), table["OverallQual"]])

    weights = np.linalg.lstsq(columns(train), np.log(train["SalePrice"].to_numpy()), rcond=None)[0]
    return np.exp(columns(houses) @ weights)
    ### END SOLUTION


def score(
    actual: Sequence[float], predicted: Sequence[float], rng: np.random.Generator, times: int = 1000
) -> tuple[float, float, float]:
    """Return the median error in per cent, and the ends of its bootstrap interval of 95 %.

    Parameters
    ----------
    actual, predicted : sequences of m prices
    rng : random generator
    times : int
        How many draws.

    Returns
    -------
    error, low, high : float
    """
    ### BEGIN SOLUTION
    actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    errors = 100 * np.abs(predicted - actual) / actual
    draws = rng.integers(0, len(errors), size=(times, len(errors)))
    low, high = np.percentile(np.median(errors[draws], axis=1), [2.5, 97.5])
    return float(np.median(errors)), float(low), float(high)
    ### END SOLUTION


# %% [markdown] hint="baseline"
# What is the simplest thing that a neighbour would ask? How large is it, and where, or how good? The price
# per square foot of a group of houses, times the area, is a baseline that fits in two lines. Which group do
# you take, if a house belongs to none that you know?

# %% [markdown] hint="baseline"
# Or fit a line: `np.linalg.lstsq` (or `LinearRegression`) with the columns 1, the logarithm of the living
# area and the quality, and the logarithm of the price as the target. Do not forget to go back to dollars in
# the end.

# %% [markdown] hint="baseline"
# `errors[rng.integers(0, n, size=(times, n))]` is an array with a draw in each row; `np.median(..., axis=1)`
# are their medians.

# %% check="baseline" points=4
with check.exercise("baseline"):
    past = houses(26)
    late = past["YrSold"] >= 2009
    past, actual, coming = (
        past[~late],
        past.loc[late, "SalePrice"].to_numpy(),
        past[late].drop(columns="SalePrice"),
    )
    said = predict(past, coming)
    check.shape(said, (len(coming),), "predict(train, houses)", "One price for each house, in a flat array.")
    said = np.asarray(said, dtype=float)
    check.that(
        bool(np.all(np.isfinite(said) & (said > 0))),
        "some of the prices that predict says are not above 0, or no numbers",
    )
    same = np.exp(np.log(past["SalePrice"]).mean())
    limit = 50 * np.median(np.abs(same / actual - 1))
    error = 100 * np.median(np.abs(said / actual - 1))
    check.that(
        error <= limit,
        f"the typical error on sales held out is {error:.1f} %, and half of that of the same price for all is {limit:.1f} %",
    )
    result = score([100, 200, 400], [110, 100, 420], np.random.default_rng(0))
    check.equal(len(result), 3, "how many numbers score returns")
    check.close(
        result[0],
        10,
        "the typical error of 10, 50 and 5 %",
        "The median of the errors, in per cent of the actual price.",
    )
    check.that(
        5 <= result[1] <= 10 and 10 <= result[2] <= 50,
        f"the interval of three errors of 10, 50 and 5 % is {result[1]} to {result[2]}",
    )
    ### BEGIN HIDDEN TESTS
    strange = coming.iloc[:4].assign(
        Neighborhood="Elsewhere",
        LotFrontage=np.nan,
        MasVnrArea=np.nan,
        GarageYrBlt=np.nan,
        BsmtQual=None,
        FireplaceQu=None,
        GarageType=None,
        Fence=None,
    )
    elsewhere = np.asarray(predict(past, strange), dtype=float)
    check.that(
        bool(np.all((elsewhere > 1e4) & (elsewhere < 1e6))),
        f"houses in a neighbourhood that train does not know, with gaps where gaps may be, get the prices {elsewhere.round().tolist()}",
    )
    alone = [float(np.asarray(predict(past, coming.iloc[[k]])).ravel()[0]) for k in (5, 60, 200)]
    check.close(
        alone,
        said[[5, 60, 200]],
        "the prices of three houses, each asked for alone,",
        "They differ from those of the same houses in a table with others. Do you compute a mean, a median or a scale from `houses`?",
    )
    foreign = np.asarray(predict(past.assign(SalePrice=3 * past["SalePrice"]), coming), dtype=float)
    error = 100 * np.median(np.abs(foreign / (3 * actual) - 1))
    check.that(
        error <= limit,
        f"where all prices are three times as high, the typical error is {error:.1f} %: what is not learnt from train?",
    )
    errors = np.abs(check.rng().normal(0, 15, 200))
    low, high = score(np.full(200, 100.0), 100 + errors, np.random.default_rng(1))[1:]
    draws = np.random.default_rng(2).integers(0, 200, size=(4000, 200))
    want = np.percentile(np.median(errors[draws], axis=1), [2.5, 97.5])
    slack = 0.15 * (want[1] - want[0])
    check.close(
        [low, high],
        want,
        "low and high of 200 errors",
        "The percentiles are those of the medians of the draws, and each draw has as many houses as there are.",
        atol=slack,
        rtol=0,
    )
    check.unchanged(predict, houses(22, 80), coming.iloc[:5], what="predict(train, houses)")
    ### END HIDDEN TESTS


# %% reject="baseline" because="says the same price for every house"
def predict(train, houses):
    return np.full(len(houses), np.exp(np.log(train["SalePrice"]).mean()))


def score(actual, predicted, rng, times=1000):
    actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    errors = 100 * np.abs(predicted - actual) / actual
    draws = rng.integers(0, len(errors), size=(times, len(errors)))
    low, high = np.percentile(np.median(errors[draws], axis=1), [2.5, 97.5])
    return np.median(errors), low, high


# %% reject="baseline" because="returns logarithms of dollars"
def predict(train, houses):
    def columns(table):
        return np.column_stack([np.ones(len(table)), np.log(table["GrLivArea"]), table["OverallQual"]])

    weights = np.linalg.lstsq(columns(train), np.log(train["SalePrice"].to_numpy()), rcond=None)[0]
    return columns(houses) @ weights


def score(actual, predicted, rng, times=1000):
    actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    errors = 100 * np.abs(predicted - actual) / actual
    draws = rng.integers(0, len(errors), size=(times, len(errors)))
    low, high = np.percentile(np.median(errors[draws], axis=1), [2.5, 97.5])
    return np.median(errors), low, high


# %% reject="baseline" because="returns a column instead of a flat array"
def predict(train, houses):
    def columns(table):
        return np.column_stack([np.ones(len(table)), np.log(table["GrLivArea"]), table["OverallQual"]])

    weights = np.linalg.lstsq(columns(train), np.log(train["SalePrice"].to_numpy()), rcond=None)[0]
    return np.exp(columns(houses) @ weights).reshape(-1, 1)


def score(actual, predicted, rng, times=1000):
    actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    errors = 100 * np.abs(predicted - actual) / actual
    draws = rng.integers(0, len(errors), size=(times, len(errors)))
    low, high = np.percentile(np.median(errors[draws], axis=1), [2.5, 97.5])
    return np.median(errors), low, high


# %% reject="baseline" because="takes the mean of the errors"
def predict(train, houses):
    def columns(table):
        return np.column_stack([np.ones(len(table)), np.log(table["GrLivArea"]), table["OverallQual"]])

    weights = np.linalg.lstsq(columns(train), np.log(train["SalePrice"].to_numpy()), rcond=None)[0]
    return np.exp(columns(houses) @ weights)


def score(actual, predicted, rng, times=1000):
    actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    errors = 100 * np.abs(predicted - actual) / actual
    draws = rng.integers(0, len(errors), size=(times, len(errors)))
    low, high = np.percentile(np.median(errors[draws], axis=1), [2.5, 97.5])
    return np.mean(errors), low, high


# %% reject="baseline" because="compares with the predicted price"
def predict(train, houses):
    def columns(table):
        return np.column_stack([np.ones(len(table)), np.log(table["GrLivArea"]), table["OverallQual"]])

    weights = np.linalg.lstsq(columns(train), np.log(train["SalePrice"].to_numpy()), rcond=None)[0]
    return np.exp(columns(houses) @ weights)


def score(actual, predicted, rng, times=1000):
    actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    errors = 100 * np.abs(predicted - actual) / predicted
    draws = rng.integers(0, len(errors), size=(times, len(errors)))
    low, high = np.percentile(np.median(errors[draws], axis=1), [2.5, 97.5])
    return np.median(errors), low, high


# %% reject="baseline" because="has no answer for a neighbourhood that it does not know"
def predict(train, houses):
    per_foot = (train["SalePrice"] / train["GrLivArea"]).groupby(train["Neighborhood"]).median()
    return (houses["Neighborhood"].map(per_foot) * houses["GrLivArea"]).to_numpy()


def score(actual, predicted, rng, times=1000):
    actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    errors = 100 * np.abs(predicted - actual) / actual
    draws = rng.integers(0, len(errors), size=(times, len(errors)))
    low, high = np.percentile(np.median(errors[draws], axis=1), [2.5, 97.5])
    return np.median(errors), low, high


# %% reject="baseline" because="standardises the houses by their own mean and deviation"
def predict(train, houses):
    def columns(table):
        area = np.log(table["GrLivArea"])
        spread = area.std() if len(table) > 1 else 1.0
        return np.column_stack([np.ones(len(table)), (area - area.mean()) / spread, table["OverallQual"]])

    weights = np.linalg.lstsq(columns(train), np.log(train["SalePrice"].to_numpy()), rcond=None)[0]
    return np.exp(columns(houses) @ weights)


def score(actual, predicted, rng, times=1000):
    actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    errors = 100 * np.abs(predicted - actual) / actual
    draws = rng.integers(0, len(errors), size=(times, len(errors)))
    low, high = np.percentile(np.median(errors[draws], axis=1), [2.5, 97.5])
    return np.median(errors), low, high


# %% reject="baseline" because="knows prices per square foot by heart"
def predict(train, houses):
    return houses["GrLivArea"].to_numpy() * (40 + 11.5 * houses["OverallQual"].to_numpy())


def score(actual, predicted, rng, times=1000):
    actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    errors = 100 * np.abs(predicted - actual) / actual
    draws = rng.integers(0, len(errors), size=(times, len(errors)))
    low, high = np.percentile(np.median(errors[draws], axis=1), [2.5, 97.5])
    return np.median(errors), low, high


# %% reject="baseline" because="takes percentiles of the errors themselves"
def predict(train, houses):
    def columns(table):
        return np.column_stack([np.ones(len(table)), np.log(table["GrLivArea"]), table["OverallQual"]])

    weights = np.linalg.lstsq(columns(train), np.log(train["SalePrice"].to_numpy()), rcond=None)[0]
    return np.exp(columns(houses) @ weights)


def score(actual, predicted, rng, times=1000):
    actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    errors = 100 * np.abs(predicted - actual) / actual
    low, high = np.percentile(errors, [2.5, 97.5])
    return np.median(errors), low, high


# %% reject="baseline" because="writes a column into train"
def predict(train, houses):
    train["log_price"] = np.log(train["SalePrice"])

    def columns(table):
        return np.column_stack([np.ones(len(table)), np.log(table["GrLivArea"]), table["OverallQual"]])

    weights = np.linalg.lstsq(columns(train), train["log_price"].to_numpy(), rcond=None)[0]
    return np.exp(columns(houses) @ weights)


def score(actual, predicted, rng, times=1000):
    actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    errors = 100 * np.abs(predicted - actual) / actual
    draws = rng.integers(0, len(errors), size=(times, len(errors)))
    low, high = np.percentile(np.median(errors[draws], axis=1), [2.5, 97.5])
    return np.median(errors), low, high


# %% accept="baseline" because="multiplies the area by the price per square foot of the quality"
def predict(train, houses):
    per_foot = train["SalePrice"] / train["GrLivArea"]
    usual = per_foot.groupby(train["OverallQual"]).median()
    return np.array(
        [
            area * usual.get(quality, per_foot.median())
            for area, quality in zip(houses["GrLivArea"], houses["OverallQual"])
        ]
    )


def score(actual, predicted, rng, times=1000):
    from statistics import median

    errors = [100 * abs(p / a - 1) for a, p in zip(actual, predicted)]
    medians = sorted(
        median(rng.choice(errors, size=len(errors), replace=True).tolist()) for _ in range(times)
    )
    return median(errors), medians[int(0.025 * times)], medians[int(0.975 * times)]


# %% accept="baseline" because="asks a linear regression and SciPy's bootstrap"
def predict(train, houses):
    from sklearn.linear_model import LinearRegression

    names = ["OverallQual", "YearBuilt", "GarageCars", "TotalBsmtSF"]
    area = np.log(train[["GrLivArea"]].to_numpy()), np.log(houses[["GrLivArea"]].to_numpy())
    model = LinearRegression().fit(np.hstack([area[0], train[names]]), np.log(train["SalePrice"]))
    return np.exp(model.predict(np.hstack([area[1], houses[names]])))


def score(actual, predicted, rng, times=1000):
    errors = np.abs(np.subtract(predicted, actual)) / actual * 100
    ends = stats.bootstrap(
        (errors,), np.median, n_resamples=times, method="percentile", rng=rng
    ).confidence_interval
    return [float(np.median(errors)), float(ends.low), float(ends.high)]


# %% [markdown]
# The one look at the sales that you have put aside. Run the next cell when your baseline is finished: if you
# change the baseline because of this number, the sales are no longer held out.

# %%
look(
    lambda: pd.DataFrame(
        [
            score(hold["SalePrice"], said, np.random.default_rng(0))
            for said in (
                np.full(len(hold), np.exp(np.log(train["SalePrice"]).mean())),
                predict(train, hold.drop(columns="SalePrice")),
            )
        ],
        index=["the same price for all", "your baseline"],
        columns=["error in %", "low", "high"],
    ).round(1)
)

# %% [markdown]
# ## Milestone 8: claims and verdicts
#
# "Remodelling pays." "Prices have fallen." Everybody in the city has heard something. In the end, each claim
# gets a number and a verdict, by a rule that was fixed *before* the numbers were seen. Write
# `judge(table, claims)`. A claim is a dictionary such as
#
#     {"claim": "A fireplace makes a house dearer.", "column": "Fireplaces", "least": 1, "direction": "more", "within": None}
#
# It says that houses with at least `least` in `column` fetch `"more"` (or `"less"`) than the others: over all
# houses, if `within` is `None`, and otherwise within the strata that the column `within` names. Return a data
# frame with the columns `claim`, `ratio`, `low`, `high`, `verdict`, and a line for each claim, in their
# order:
#
# - `ratio`, `low` and `high` come from the line `"all"` or `"within"` of your `compare`. Houses with a gap in
#   `column` are left out, neither chosen nor other.
# - `verdict` is `"supported"`, if the whole interval lies on the claimed side of 1; `"refuted"`, if all of it
#   lies on the other side; else `"cannot be told"`.
# - If the table lacks the column `column` or the one that `within` names, or the ratio is `nan`, the three
#   numbers are `nan` and the verdict is `"cannot be told"`. Absence of data is no evidence.
#
# Entries of the column that `within` names may be numbers: turn them into texts for `compare`. It has no gaps.


# %% exercise="judge" difficulty=3 minutes=15 topics="statistics#confidence-intervals, statistics#hypothesis-testing, pandas#selecting-rows-and-columns"
def judge(table: pd.DataFrame, claims: list[dict]) -> pd.DataFrame:
    """Give each claim about prices a number and a verdict.

    Parameters
    ----------
    table : data frame
        Sales with their SalePrice.
    claims : list of dict
        With the keys claim, column, least, direction and within.

    Returns
    -------
    data frame
        With the columns claim, ratio, low, high and verdict.
    """
    ### BEGIN SOLUTION
    lines = []
    for claim in claims:
        ratio, low, high = math.nan, math.nan, math.nan
        column, within = claim["column"], claim["within"]
        if column in table and (within is None or within in table):
            known = table[table[column].notna()]
            strata = np.full(len(known), "one") if within is None else known[within].astype(str)
            found = compare(known["SalePrice"], known[column] >= claim["least"], strata)
            ratio, low, high = found.iloc[0 if within is None else -1][["ratio", "low", "high"]]
        sides = {"more": low > 1, "less": high < 1}
        verdict = "cannot be told"
        if sides.pop(claim["direction"]):
            verdict = "supported"
        elif any(sides.values()):
            verdict = "refuted"
        lines.append((claim["claim"], ratio, low, high, verdict))
    return pd.DataFrame(lines, columns=["claim", "ratio", "low", "high", "verdict"])
    ### END SOLUTION


# %% [markdown] hint="judge"
# Begin each claim with three `nan`, and replace them only if the columns are there. Comparisons with `nan`
# are false, so the verdict needs no special case.

# %% [markdown] hint="judge"
# `compare(...)` begins with the line "all" and ends with "within": `iloc[0]` and `iloc[-1]`. The interval is
# above 1 if `low > 1`, and below if `high < 1`; which of the two supports the claim depends on its direction.

# %% check="judge" points=3
with check.exercise("judge"):
    names = ["claim", "ratio", "low", "high", "verdict"]
    table = pd.DataFrame(
        {
            "Cars": [2, 3, 2, 1, 1, 2, 2, 1, 1, 0],
            "Age": [1] * 5 + [2] * 5,
            "Pool": [1, np.nan, 0, np.nan, 0, 0, 1, np.nan, np.nan, 0],
            "SalePrice": [120, 130, 125, 100, 110, 250, 260, 200, 220, 210],
        }
    )

    def about(column, least=2, direction="more", within=None):
        text = f"{column} of {least} or above: {direction}, within {within}"
        return {"claim": text, "column": column, "least": least, "direction": direction, "within": within}

    claims = [
        about("Cars"),
        about("Cars", within="Age"),
        about("Cars", direction="less", within="Age"),
        about("School"),
    ]
    result = judge(table, claims)
    check.type(result, pd.DataFrame, "judge(table, claims)")
    check.equal(list(result.columns), names, "the list of the columns of judge(...)")
    check.equal(
        np.asarray(result["claim"]).tolist(),
        [one["claim"] for one in claims],
        "the column claim",
        "In their order.",
    )
    check.close(
        np.asarray(result[["ratio", "low", "high"]], dtype=float),
        [
            [1.045145, 0.593966, 1.839043],
            [1.208044, 1.142445, 1.27741],
            [1.208044, 1.142445, 1.27741],
            [np.nan] * 3,
        ],
        "ratio, low and high of four claims, the last about a column that is not there,",
        "From the line all, or within if the claim names strata.",
        rtol=1e-5,
    )
    check.equal(
        np.asarray(result["verdict"]).tolist(),
        ["cannot be told", "supported", "refuted", "cannot be told"],
        "the verdicts of four claims",
        "The whole interval has to lie on one side of 1.",
    )
    ### BEGIN HIDDEN TESTS
    check.close(
        np.asarray(judge(table, [about("Pool", 1)])[["ratio", "low", "high"]], dtype=float)[0],
        [1.07761, 0.090375, 12.84924],
        "ratio, low and high of a claim about a column with gaps",
        "Houses with a gap in it are neither chosen nor other.",
        rtol=1e-4,
    )
    cheap = table.assign(Cars=table["Cars"].replace({0: 2, 1: 3, 2: 0, 3: 1}))
    check.equal(
        np.asarray(
            judge(cheap, [about("Cars", 2, way, "Age") for way in ("more", "less")])["verdict"]
        ).tolist(),
        ["refuted", "supported"],
        "the verdicts of 'more' and 'less' where the chosen houses are cheaper",
        "For 'less', the interval has to lie below 1.",
    )
    check.close(
        np.asarray(judge(table, [about("Cars", within="Town"), about("Cars", 9)])["ratio"], dtype=float),
        [np.nan, np.nan],
        "the ratios where the column of the strata is absent, and where no house is chosen,",
        "Without the strata the claim is another claim.",
    )
    check.unchanged(judge, cheap.assign(Age=2.5), claims, what="judge(table, claims)")
    ### END HIDDEN TESTS


# %% reject="judge" because="believes the ratio without its interval"
def judge(table, claims):
    lines = []
    for claim in claims:
        numbers, column, within = [math.nan] * 3, claim["column"], claim["within"]
        if column in table and (within is None or within in table):
            known = table[table[column].notna()]
            strata = ["one"] * len(known) if within is None else known[within].astype(str)
            found = compare(known["SalePrice"], known[column] >= claim["least"], strata)
            numbers = np.asarray(found[["ratio", "low", "high"]], dtype=float)[
                0 if within is None else -1
            ].tolist()
        side = 1 if numbers[0] > 1 else -1 if numbers[0] < 1 else 0
        wanted = 1 if claim["direction"] == "more" else -1
        verdict = {wanted: "supported", -wanted: "refuted", 0: "cannot be told"}[side]
        lines.append((claim["claim"], *numbers, verdict))
    return pd.DataFrame(lines, columns=["claim", "ratio", "low", "high", "verdict"])


# %% reject="judge" because="takes not supported for refuted"
def judge(table, claims):
    lines = []
    for claim in claims:
        numbers, column, within = [math.nan] * 3, claim["column"], claim["within"]
        if column in table and (within is None or within in table):
            known = table[table[column].notna()]
            strata = ["one"] * len(known) if within is None else known[within].astype(str)
            found = compare(known["SalePrice"], known[column] >= claim["least"], strata)
            numbers = np.asarray(found[["ratio", "low", "high"]], dtype=float)[
                0 if within is None else -1
            ].tolist()
        side = 1 if numbers[1] > 1 else -1 if numbers[2] < 1 else 0
        wanted = 1 if claim["direction"] == "more" else -1
        verdict = {wanted: "supported", -wanted: "refuted", 0: "refuted"}[side]
        lines.append((claim["claim"], *numbers, verdict))
    return pd.DataFrame(lines, columns=["claim", "ratio", "low", "high", "verdict"])


# %% reject="judge" because="forgets the strata"
def judge(table, claims):
    lines = []
    for claim in claims:
        numbers, column, within = [math.nan] * 3, claim["column"], claim["within"]
        if column in table and (within is None or within in table):
            known = table[table[column].notna()]
            strata = ["one"] * len(known) if within is None else known[within].astype(str)
            found = compare(known["SalePrice"], known[column] >= claim["least"], strata)
            numbers = np.asarray(found[["ratio", "low", "high"]], dtype=float)[0].tolist()
        side = 1 if numbers[1] > 1 else -1 if numbers[2] < 1 else 0
        wanted = 1 if claim["direction"] == "more" else -1
        verdict = {wanted: "supported", -wanted: "refuted", 0: "cannot be told"}[side]
        lines.append((claim["claim"], *numbers, verdict))
    return pd.DataFrame(lines, columns=["claim", "ratio", "low", "high", "verdict"])


# %% reject="judge" because="compares with at most instead of at least"
def judge(table, claims):
    lines = []
    for claim in claims:
        numbers, column, within = [math.nan] * 3, claim["column"], claim["within"]
        if column in table and (within is None or within in table):
            known = table[table[column].notna()]
            strata = ["one"] * len(known) if within is None else known[within].astype(str)
            found = compare(known["SalePrice"], known[column] <= claim["least"], strata)
            numbers = np.asarray(found[["ratio", "low", "high"]], dtype=float)[
                0 if within is None else -1
            ].tolist()
        side = 1 if numbers[1] > 1 else -1 if numbers[2] < 1 else 0
        wanted = 1 if claim["direction"] == "more" else -1
        verdict = {wanted: "supported", -wanted: "refuted", 0: "cannot be told"}[side]
        lines.append((claim["claim"], *numbers, verdict))
    return pd.DataFrame(lines, columns=["claim", "ratio", "low", "high", "verdict"])


# %% reject="judge" because="counts gaps among the others"
def judge(table, claims):
    lines = []
    for claim in claims:
        numbers, column, within = [math.nan] * 3, claim["column"], claim["within"]
        if column in table and (within is None or within in table):
            known = table
            strata = ["one"] * len(known) if within is None else known[within].astype(str)
            found = compare(known["SalePrice"], known[column] >= claim["least"], strata)
            numbers = np.asarray(found[["ratio", "low", "high"]], dtype=float)[
                0 if within is None else -1
            ].tolist()
        side = 1 if numbers[1] > 1 else -1 if numbers[2] < 1 else 0
        wanted = 1 if claim["direction"] == "more" else -1
        verdict = {wanted: "supported", -wanted: "refuted", 0: "cannot be told"}[side]
        lines.append((claim["claim"], *numbers, verdict))
    return pd.DataFrame(lines, columns=["claim", "ratio", "low", "high", "verdict"])


# %% reject="judge" because="calls a claim of less refuted where it holds"
def judge(table, claims):
    lines = []
    for claim in claims:
        numbers, column, within = [math.nan] * 3, claim["column"], claim["within"]
        if column in table and (within is None or within in table):
            known = table[table[column].notna()]
            strata = ["one"] * len(known) if within is None else known[within].astype(str)
            found = compare(known["SalePrice"], known[column] >= claim["least"], strata)
            numbers = np.asarray(found[["ratio", "low", "high"]], dtype=float)[
                0 if within is None else -1
            ].tolist()
        side = 1 if numbers[1] > 1 else -1 if numbers[2] < 1 else 0
        wanted = 1 if claim["direction"] == "more" or side < 0 else -1
        verdict = {wanted: "supported", -wanted: "refuted", 0: "cannot be told"}[side]
        lines.append((claim["claim"], *numbers, verdict))
    return pd.DataFrame(lines, columns=["claim", "ratio", "low", "high", "verdict"])


# %% reject="judge" because="looks for the column of the claim only"
def judge(table, claims):
    lines = []
    for claim in claims:
        numbers, column, within = [math.nan] * 3, claim["column"], claim["within"]
        if column in table:
            known = table[table[column].notna()]
            strata = (
                ["one"] * len(known)
                if within is None
                else known.get(within, pd.Series("one", known.index)).astype(str)
            )
            found = compare(known["SalePrice"], known[column] >= claim["least"], strata)
            numbers = np.asarray(found[["ratio", "low", "high"]], dtype=float)[
                0 if within is None else -1
            ].tolist()
        side = 1 if numbers[1] > 1 else -1 if numbers[2] < 1 else 0
        wanted = 1 if claim["direction"] == "more" else -1
        verdict = {wanted: "supported", -wanted: "refuted", 0: "cannot be told"}[side]
        lines.append((claim["claim"], *numbers, verdict))
    return pd.DataFrame(lines, columns=["claim", "ratio", "low", "high", "verdict"])


# %% reject="judge" because="turns the column of the strata into texts for good"
def judge(table, claims):
    lines = []
    for claim in claims:
        numbers, column, within = [math.nan] * 3, claim["column"], claim["within"]
        if column in table and (within is None or within in table):
            if within is not None:
                table[within] = table[within].astype(str)
            known = table[table[column].notna()]
            strata = ["one"] * len(known) if within is None else known[within].astype(str)
            found = compare(known["SalePrice"], known[column] >= claim["least"], strata)
            numbers = np.asarray(found[["ratio", "low", "high"]], dtype=float)[
                0 if within is None else -1
            ].tolist()
        side = 1 if numbers[1] > 1 else -1 if numbers[2] < 1 else 0
        wanted = 1 if claim["direction"] == "more" else -1
        verdict = {wanted: "supported", -wanted: "refuted", 0: "cannot be told"}[side]
        lines.append((claim["claim"], *numbers, verdict))
    return pd.DataFrame(lines, columns=["claim", "ratio", "low", "high", "verdict"])


# %% accept="judge" because="judges with logarithms and signs"
def judge(table, claims):
    lines = []
    for claim in claims:
        numbers, column, within = [math.nan] * 3, claim["column"], claim["within"]
        if column in table and (within is None or within in table):
            known = table[table[column].notna()]
            strata = ["one"] * len(known) if within is None else known[within].astype(str)
            found = compare(known["SalePrice"], known[column] >= claim["least"], strata)
            numbers = np.asarray(found[["ratio", "low", "high"]], dtype=float)[
                0 if within is None else -1
            ].tolist()
        side = 1 if numbers[1] > 1 else -1 if numbers[2] < 1 else 0
        wanted = 1 if claim["direction"] == "more" else -1
        verdict = {wanted: "supported", -wanted: "refuted", 0: "cannot be told"}[side]
        lines.append((claim["claim"], *numbers, verdict))
    return pd.DataFrame(lines, columns=["claim", "ratio", "low", "high", "verdict"])


# %% accept="judge" because="makes one line in a function of its own"
def judge(table, claims):
    def line(claim, column, least, direction, within):
        empty = {"claim": claim, "ratio": np.nan, "low": np.nan, "high": np.nan, "verdict": "cannot be told"}
        if not {column, within or column} <= set(table.columns):
            return empty
        rows = [row for row in table.to_dict("records") if not pd.isna(row[column])]
        strata = [str(row[within]) if within else "-" for row in rows]
        found = compare([row["SalePrice"] for row in rows], [row[column] >= least for row in rows], strata)
        chosen = found[found["group"] == ("within" if within else "all")].to_dict("records")[0]
        for verdict, way in (
            ("supported", direction),
            ("refuted", {"more": "less", "less": "more"}[direction]),
        ):
            if chosen["low"] > 1 if way == "more" else chosen["high"] < 1:
                empty["verdict"] = verdict
        return empty | {key: chosen[key] for key in ("ratio", "low", "high")}

    return pd.DataFrame([line(**claim) for claim in claims])


# %%
def heard(claim, column, least=1, direction="more", within=None):
    """Write down a claim."""
    return {"claim": claim, "column": column, "least": least, "direction": direction, "within": within}


CLAIMS = [
    heard("good condition: dearer", "OverallCond", 6),
    heard("good condition: dearer, at the same period", "OverallCond", 6, within="Period"),
    heard("remodelled: dearer", "Remodelled"),
    heard("remodelled: dearer, at the same period", "Remodelled", within="Period"),
    heard("fireplace: dearer", "Fireplaces"),
    heard("fireplace: dearer, at the same quality", "Fireplaces", within="OverallQual"),
    heard("sold from May to August: dearer", "Summer"),
    heard("sold since 2008: cheaper", "Late", direction="less"),
    heard("frontage unknown: dearer", "NoFrontage"),
    heard("near a school: dearer", "School"),
]


def claimed(table):
    """Add the columns that the claims are about."""
    return table.assign(
        Period=period(table["YearBuilt"]),
        Remodelled=(table["YearRemodAdd"] > table["YearBuilt"]).astype(int),
        Summer=table["MoSold"].between(5, 8).astype(int),
        Late=(table["YrSold"] >= 2008).astype(int),
        NoFrontage=table["LotFrontage"].isna().astype(int),
    )


look(lambda: judge(claimed(train), CLAIMS).round(2))

# %% [markdown] manual="eda-report" points=20
# ## The report
#
# Write to the person in the city who will decide whether a model is trained, and who has not seen this
# notebook: 400 to 700 words, in whole sentences, with these parts.
#
# 1. **The question, the data and their limits.** What is one row? What has been repaired, what was held out
#    and why so?
# 2. **Three findings**, each with a number *and its interval*, or a figure; at least one in which a
#    comparison changes when like is compared with like.
# 3. **The baseline** that future models have to beat: what it does, and its error on the sales held out.
# 4. **One thing that these data cannot show**, although somebody will ask for it.
# 5. **One mistake** that you found on the way: your own, or one in the table that your first look did not
#    see. How did you notice?
# 6. **What to do next**, and who could be harmed if the city went on without care.
#
# Every number must be one that a cell of your notebook prints. Three decimals convince nobody; round.
#
# | criterion | 0 points | some points | most points | all points |
# |---|---|---|---|---|
# | Question and data (3) | missing | 1: the data are described, but not the question | 2: both, without the limits or without the reason for the split | 3: question, row, repairs, split with its reason, and that the houses are invented |
# | Findings (6) | none with a number | 2: one is right and has its number | 4: three, but intervals or counts are missing, or none compares like with like | 6: three right ones with numbers and intervals, one of them turns round or vanishes within strata, and the report says why |
# | Figure (3) | none | 1: a figure that the text does not use | 2: used, but what to see in it is not said | 3: the text says which question it answers and what to see, without going beyond it |
# | Baseline (3) | none | 1: an error without a comparison | 2: compared with the same price for all, without intervals | 3: with intervals, in terms of dollars or per cent that the reader understands, and what a model would have to reach |
# | Doubt (3) | claims more than was shown: a cause, or another city | 1: general caution ("more data") | 2: one thing that the data cannot show, with the reason | 3: that, and how many comparisons were made, or what was left open by an interval |
# | Honesty and use (2) | neither mistake nor next step | – | 1: one of the two | 2: a real mistake with how it was noticed, and a next step with who could be harmed |
#
# ### BEGIN SOLUTION
# **Question and data.** The city wants to know what a house would fetch if it were sold next. A row is one
# sale from 2006 to 2010; the houses are invented in the form of Ames, so nothing below is a fact about a real
# town. The agents' table had 1,479 rows. 19 sales stood in it twice; 26 names of neighbourhoods had a space
# too many, nine areas of plots were texts, 30 frontages and six years of garages were impossible, and ten
# living areas too small to be possible, because somebody had typed square metres. These were repaired, and no
# other sale was dropped. The latest months, 379 sales from 2009 and 2010, were held out before I looked,
# because a model will be asked about sales to come. Four of the other 1,081 prices had lost a zero (scores
# from −6.2 to −8.4; ten times the price fits) and were taken out, which leaves 1,077.
#
# **Finding 1: good condition pays, though the plain average says the opposite.** Houses in condition 6 or
# better fetched 0.84 times as much as the others (0.80 to 0.89). The figure of milestone 6 shows both at
# once: the diamond on top lies left of 1, the one at the bottom right of it, and so do four of the five
# periods between them. No house built since 1997 has a condition above 5, and new houses are dear, so all 286
# of them are among the others. Within periods of building the ratio is 1.10 (1.05 to 1.15), and in no period
# is it clearly below 1.
#
# **Finding 2: remodelling shows no such gain.** Over all, remodelled houses fetched 0.74 times as much (0.71
# to 0.78); within periods the ratio is 1.01 (0.96 to 1.05). The deficit was age. What is left may be a small
# gain or a small loss.
#
# **Finding 3: a gap is information.** The frontage is unknown for 7 % of the regular plots, but for 31 % of
# those of the shape IR1. Houses with the gap seemed dearer, 1.07 (0.99 to 1.15); within shapes it is 0.96
# (0.90 to 1.03). So the gap tells the shape, and hardly more: only for IR2 the interval leaves 1 out (0.69,
# 0.51 to 0.91), with 13 houses against 15. Whoever drops these rows drops irregular plots. In other columns a
# gap means that there is no such thing: houses without a garage fetch 0.72 times as much (0.66 to 0.78).
#
# **Baseline.** The logarithm of the price as a line in the logarithm of the living area and the quality. On
# the sales held out it misses by 11.5 % (9.8 to 12.5) in the median, against 30.5 % (28.1 to 33.2) for the
# same price for all. A model has to get clearly below 10 % to be worth its cost.
#
# **What the data cannot show.** Whether renovating *this* house would raise its price: nobody chose at random
# who renovates, and owners of good houses may look after them in other ways, too. Schools are in no column.
# And I judged nine claims with intervals of 95 %, so one could be wrong by luck alone. The seasons (1.04, 0.99
# to 1.09) and the years since 2008 (1.01, 0.96 to 1.06) stay open.
#
# **A mistake.** I had already written that condition lowers prices, with a narrow interval as a proof. Only
# the count of 0 chosen houses among the newest showed me that I was comparing old with new. An interval knows
# nothing of a confounder.
#
# **Next.** Ask the agents why frontages are missing. Look at the three strangers that were no slips, above
# all the two unfinished houses of more than 5,000 square feet: they lower the elasticity by 0.021 and 0.015.
# Then train a model against the baseline. Neighbourhood stands for income and origin: before any value is
# used for taxes or loans, compare the errors between neighbourhoods, since those who are valued too high pay
# for it.
# ### END SOLUTION
