"""Reading the originals, from small files of invented content that are made in the originals' formats."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mlcourse import datasets
from mlcourse.datasets import catalogue, originals
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.fetching import File
from mlcourse.datasets.originals import files, graphs, images, money, people, texts
from mlcourse.datasets.originals._archives import tar_member, tar_members, zip_member
from mlcourse.errors import CourseError


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            information = tarfile.TarInfo(name)
            information.size = len(content)
            archive.addfile(information, io.BytesIO(content))
    return path


# ---- one small file for each original ----

TITANIC = """\
PassengerId,Survived,Pclass,Name,Sex,Age,SibSp,Parch,Ticket,Fare,Cabin,Embarked
1,0,3,"Example, Mr. Arthur",male,22,1,0,A/5 1,7.25,,S
2,1,1,"Example, Mrs. Arthur (Ada ""Addie"" Sample)",female,38,1,0,PC 2,71.2833,C85,C
3,1,3,"Sample, Miss. Ida",female,,0,0,3,7.925,,
"""

PENGUINS = """\
species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year
Adelie,Torgersen,39.2,18.6,182,3725,male,2007
Adelie,Torgersen,NA,NA,NA,NA,NA,2007
Gentoo,Biscoe,46.2,13.3,212,4475,female,2008
Chinstrap,Dream,46.4,17.8,193,3525,female,2009
"""

HOUSE_HEADER = (
    "Id,MSSubClass,MSZoning,LotFrontage,LotArea,Street,Alley,LotShape,LandContour,Utilities,LotConfig,LandSlope,"
    "Neighborhood,Condition1,Condition2,BldgType,HouseStyle,OverallQual,OverallCond,YearBuilt,YearRemodAdd,RoofStyle,"
    "RoofMatl,Exterior1st,Exterior2nd,MasVnrType,MasVnrArea,ExterQual,ExterCond,Foundation,BsmtQual,BsmtCond,"
    "BsmtExposure,BsmtFinType1,BsmtFinSF1,BsmtFinType2,BsmtFinSF2,BsmtUnfSF,TotalBsmtSF,Heating,HeatingQC,CentralAir,"
    "Electrical,1stFlrSF,2ndFlrSF,LowQualFinSF,GrLivArea,BsmtFullBath,BsmtHalfBath,FullBath,HalfBath,BedroomAbvGr,"
    "KitchenAbvGr,KitchenQual,TotRmsAbvGrd,Functional,Fireplaces,FireplaceQu,GarageType,GarageYrBlt,GarageFinish,"
    "GarageCars,GarageArea,GarageQual,GarageCond,PavedDrive,WoodDeckSF,OpenPorchSF,EnclosedPorch,3SsnPorch,ScreenPorch,"
    "PoolArea,PoolQC,Fence,MiscFeature,MiscVal,MoSold,YrSold,SaleType,SaleCondition,SalePrice"
)
HOUSES = f"""{HOUSE_HEADER}
1,60,RL,65,8450,Pave,NA,Reg,Lvl,AllPub,Inside,Gtl,NAmes,Norm,Norm,1Fam,2Story,7,5,2003,2003,Gable,CompShg,VinylSd,\
VinylSd,BrkFace,196,Gd,TA,PConc,Gd,TA,No,GLQ,706,Unf,0,150,856,GasA,Ex,Y,SBrkr,856,854,0,1710,1,0,2,1,3,1,Gd,8,Typ,0,NA,\
Attchd,2003,RFn,2,548,TA,TA,Y,0,61,0,0,0,0,Ex,MnPrv,NA,0,2,2008,WD,Normal,208000
2,20,RL,NA,9600,Pave,NA,IR1,Lvl,AllPub,FR2,Gtl,Edwards,Feedr,Norm,1Fam,1Story,6,8,1976,1976,Gable,CompShg,MetalSd,\
MetalSd,None,NA,TA,TA,CBlock,NA,NA,NA,NA,0,NA,0,0,0,GasA,Ex,Y,SBrkr,1262,0,0,1262,0,1,2,0,3,1,TA,6,Typ,1,TA,NA,NA,\
NA,0,0,NA,NA,Y,298,0,0,0,0,0,NA,NA,NA,0,5,2007,WD,Normal,181000
"""

GERMAN = """\
A11 6 A34 A43 1169 A65 A75 4 A93 A101 4 A121 67 A143 A152 2 A173 1 A192 A201 1
A12 48 A32 A410 5951 A61 A73 2 A92 A101 2 A121 22 A143 A152 1 A173 1 A191 A201 2
A14 12 A30 A48 2096 A64 A71 2 A91 A103 3 A124 49 A141 A153 1 A171 2 A191 A202 1 \n"""

DEFAULT_COLUMNS = (
    *("ID", "LIMIT_BAL", "SEX", "EDUCATION", "MARRIAGE", "AGE"),
    *(f"PAY_{number}" for number in (0, 2, 3, 4, 5, 6)),
    *(f"BILL_AMT{number}" for number in range(1, 7)),
    *(f"PAY_AMT{number}" for number in range(1, 7)),
    "default payment next month",
)
DEFAULTS = (
    (1, 20_000, 2, 2, 1, 24, 2, 2, -1, -1, -2, -2, 3_913, 3_102, 689, 0, 0, 0, 0, 689, 0, 0, 0, 0, 1),
    (2, 1_000_000, 1, 0, 0, 57, 0, 0, 0, 0, 0, 8, 964_511, -165_580, 1, 2, 3, 4, 873_552, 1_684_259, 0, 1, 2, 3, 0),
)


def excel(rows: tuple[tuple[float | str | None, ...], ...], *, each: bool = False) -> bytes:
    """Write an Excel file of the kind BIFF8: numbers of a row in one record, or each in its own."""
    shared = list(dict.fromkeys(cell for row in rows for cell in row if isinstance(cell, str)))

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def packed(number: float) -> bytes:
        return struct.pack("<HI", 0, (int(number) << 2 | 2) & 0xFFFFFFFF)

    cells = b""
    for row, line in enumerate(rows):
        numbers = [cell for cell in line if isinstance(cell, int)]
        if len(numbers) == len(line) and not each:
            many = b"".join(map(packed, numbers))
            cells += record(0xBD, struct.pack("<HH", row, 0) + many + struct.pack("<H", len(line) - 1))
            continue
        for column, cell in enumerate(line):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, str):
                cells += record(0xFD, place + struct.pack("<I", shared.index(cell)))
            elif isinstance(cell, int):
                cells += record(0x27E, place[:4] + packed(cell))
            elif cell is not None:
                cells += record(0x203, place + struct.pack("<d", cell))
    begin, end = record(0x809, bytes(16)), record(0x0A, b"")
    # The second text is written as Excel does for signs beyond Latin-1 and for text with formats.
    strings = b"".join(
        struct.pack("<HBH", len(text), 1 | 8, 1) + text.encode("utf-16-le") + bytes(4)
        if position == 1
        else struct.pack("<HB", len(text), 0) + text.encode("latin-1")
        for position, text in enumerate(shared)
    )
    table = record(0xFC, struct.pack("<II", len(shared), len(shared)) + strings)

    def sheet(at: int) -> bytes:
        return record(0x85, struct.pack("<IBBBB", at, 0, 0, 4, 0) + b"Data")

    first = len(begin + sheet(0) + table + end)
    book = (begin + sheet(first) + table + end + begin + cells + end).ljust(4_096, b"\0")
    sectors = -(-len(book) // 512)
    assert sectors <= 126
    allocation = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4_096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += struct.pack("<I", 0xFFFFFFFF) * 108

    def entry(name: str, kind: int, start: int, size: int) -> bytes:
        written = (name + "\0").encode("utf-16-le")
        return (
            written.ljust(64, b"\0")
            + struct.pack("<HBB", len(written), kind, 1)
            + bytes(48)
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0) + entry("Workbook", 2, 2, len(book))
    fat = struct.pack(f"<{len(allocation)}I", *allocation).ljust(512, b"\xff")
    return header + fat + directory.ljust(512, b"\0") + book.ljust(sectors * 512, b"\0")


def _titanic(folder: Path) -> Dataset:
    (folder / "titanic.csv").write_text(TITANIC)
    return people.parse_titanic(folder / "titanic.csv")


def _penguins(folder: Path) -> Dataset:
    (folder / "penguins.csv").write_text(PENGUINS)
    return people.parse_penguins(folder / "penguins.csv")


def _house_prices(folder: Path) -> Dataset:
    (folder / "houses.csv").write_text(HOUSES)
    return money.parse_house_prices(folder / "houses.csv")


def _credit_risk(folder: Path) -> Dataset:
    members = {"german.data": GERMAN.encode(), "german.doc": b"", "../german.data": b"no"}
    return money.parse_credit_risk(zipped(folder / "german.zip", members))


def _credit_default(folder: Path) -> Dataset:
    numbering = (None, *(f"X{number}" for number in range(1, 24)), "Y")
    content = excel((numbering, DEFAULT_COLUMNS, *DEFAULTS))
    return money.parse_credit_default(zipped(folder / "d.zip", {"default of credit card clients.xls": content}))


def _mnist(folder: Path) -> Dataset:
    rng = np.random.default_rng(0)
    paths: dict[str, Path] = {}
    for name, shape in {"a": (3, 28, 28), "b": (2, 28, 28), "la": (3,), "lb": (2,)}.items():
        content = bytes([0, 0, 8, len(shape)]) + struct.pack(f">{len(shape)}I", *shape)
        numbers = rng.integers(0, 10, shape, dtype=np.uint8)
        paths[name] = folder / name
        paths[name].write_bytes(gzip.compress(content + numbers.tobytes()))
    return images.parse_mnist([paths["a"], paths["b"]], [paths["la"], paths["lb"]])


def _cifar_10(folder: Path) -> Dataset:
    record = bytes([9]) + bytes([1]) * 1024 + bytes([2]) * 1024 + bytes([3]) * 1023 + bytes([250])
    batches = {f"{images.CIFAR_FOLDER}/{name}": bytes([n]) + record[1:] for n, name in enumerate(images.CIFAR_BATCHES)}
    others = {f"{images.CIFAR_FOLDER}/readme.html": b"", "/data_batch_1.bin": b"no"}
    return images.parse_cifar_10(tarred(folder / "cifar.tar.gz", others | batches))


def _spam(folder: Path) -> Dataset:
    lines = 'ham\tOk lar... "quoted, joking\nspam\tWIN £100 now! Txt WIN\tto 80086\nham\tU say &lt;#&gt; so early\n'
    return texts.parse_spam(zipped(folder / "sms.zip", {"SMSSpamCollection": lines.encode(), "readme": b""}))


def _imdb(folder: Path) -> Dataset:
    members = {f"aclImdb/train/unsup/{number}_0.txt": b"neither" for number in range(3)}
    for part in ("test", "train"):
        for label, rating in (("pos", 9), ("neg", 2)):
            urls = [f"http://example.org/{part}/tt1/usercomments", f"http://example.org/{part}/tt1/usercomments"]
            members[f"aclImdb/{part}/urls_{label}.txt"] = "\n".join(urls).encode()
            for number in (1, 0):
                members[f"aclImdb/{part}/{label}/{number}_{rating}.txt"] = (
                    f"{part} {label} {number}: café<br />".encode()
                )
    return texts.parse_imdb(tarred(folder / "imdb.tar.gz", members))


def _card_fraud(folder: Path) -> Dataset:
    names = ("Time", *(f"V{number}" for number in range(1, 29)), "Amount", "Class")
    header = ",".join(f'"{name}"' for name in names)
    row = ",".join(f"{number / 7:.12f}" for number in range(28))
    (folder / "cards.csv").write_text(f'{header}\n0,{row},149.62,"0"\n1e+05,{row},0,"1"\n100001,{row},1,"0"\n')
    return money.parse_card_fraud(folder / "cards.csv")


def _movie_ratings(folder: Path) -> Dataset:
    genres = ("unknown", "Action", "Children's", "Drama")
    films = [
        "1|Sample Story (1995)|01-Jan-1995||http://example.org/a?Sample%20(1995)|0|0|1|1",
        '2|Café "Deux", Le (1996)|12-Feb-1996||http://example.org/b|0|1|0|0',
        "3|unknown||||1|0|0|0",
    ]
    members = {
        "u.data": "196\t2\t3\t881250949\n186\t1\t5\t891717742\n",
        "u.item": "\n".join(films) + "\n",
        "u.genre": "".join(f"{name}|{number}\n" for number, name in enumerate(genres)) + "\n",
        "u.user": "186|24|M|technician|00000\n196|53|F|none|T8H1N\n",
        "README": "",
    }
    return people.parse_movie_ratings(
        zipped(folder / "ml.zip", {f"ml-100k/{name}": text.encode("latin-1") for name, text in members.items()})
    )


def _dna(folder: Path) -> Dataset:
    lines = (
        f"EI,           ATRINS-DONOR-521,    {'ACGT' * 15}",
        f"IE,  ATRINS-ACCEPTOR-701,{'A' * 60}",
        f"N,  HUMZNF-NEG-1 ,   {'ND' * 30}",
    )
    members = {"splice.data": ("\n".join(lines) + "\n").encode(), "splice.names": b""}
    return texts.parse_dna(zipped(folder / "splice.zip", members))


def _citations(folder: Path) -> Dataset:
    words = np.random.default_rng(0).integers(0, 2, (30, 1_433)).astype(str)
    subjects = ("Theory", "Neural_Networks", "Case_Based")
    lines = ["\t".join((str(1_000 + row), *words[row], subjects[row % 3])) for row in range(30)]
    members = {
        "cora/README": b"",
        "cora/cora.cites": b"1002\t1000\n1000\t1029\n",
        "cora/cora.content": "\n".join(lines).encode() + b"\n",
    }
    return graphs.parse_citations(tarred(folder / "cora.tgz", members))


EXAMPLES: dict[str, Callable[[Path], Dataset]] = {
    "card-fraud": _card_fraud,
    "cifar-10": _cifar_10,
    "citations": _citations,
    "credit-default": _credit_default,
    "credit-risk": _credit_risk,
    "dna": _dna,
    "house-prices": _house_prices,
    "imdb": _imdb,
    "mnist": _mnist,
    "movie-ratings": _movie_ratings,
    "penguins": _penguins,
    "spam": _spam,
    "titanic": _titanic,
}


# ---- what holds for all of them ----


def test_every_original_of_the_catalogue_is_here_and_has_an_example() -> None:
    promised = {name for name in datasets.available() if "original" in datasets.sources(name)}
    assert {name.replace("-", "_") for name in promised} == set(originals.__all__)
    assert promised == set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_original_has_the_schema_of_its_stand_in(name: str, tmp_path: Path) -> None:
    original, stand_in = EXAMPLES[name](tmp_path), datasets.load(name, source="simulated", size=400)
    assert original.name == name
    assert original.kind == stand_in.kind
    assert original.task == stand_in.task
    assert original.feature_names == stand_in.feature_names
    assert original.target_names == stand_in.target_names
    assert (original.target is None) == (stand_in.target is None)
    if original.target is not None and stand_in.target is not None:
        assert original.target.dtype == stand_in.target.dtype
        assert original.target.shape == (len(original.data),)
    if isinstance(original.data, pd.DataFrame) and isinstance(stand_in.data, pd.DataFrame):
        assert original.data.dtypes.to_dict() == stand_in.data.dtypes.to_dict()
        assert original.data.index.equals(pd.RangeIndex(len(original.data)))
    else:
        assert original.data.dtype == stand_in.data.dtype
        assert original.data.shape[1:] == stand_in.data.shape[1:]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_card_says_that_the_data_are_real_and_describes_them(name: str, tmp_path: Path) -> None:
    original = EXAMPLES[name](tmp_path)
    card, stand_in = original.card, datasets.load(name, source="simulated", size=50).card
    assert card.kind == "fetched"
    assert card.rows == len(original.data)
    assert [column.name for column in card.columns] == [column.name for column in stand_in.columns]
    assert [column.unit for column in card.columns] == [column.unit for column in stand_in.columns]
    if isinstance(original.data, pd.DataFrame):
        assert tuple(column.name for column in card.columns) == tuple(original.data.columns) == original.feature_names
    assert all((card.source, card.licence, card.target, card.harm, card.problems))
    assert card.licence != stand_in.licence or name == "penguins"
    assert "simulated" not in repr(card).lower()
    assert "made by this course" not in repr(card).lower()
    for extra in original.extras:
        assert f"extras['{extra}']" in card.source


def test_files_have_names_of_their_own_and_come_safely() -> None:
    every = [file for file in vars(files).values() if isinstance(file, File)]
    assert len(every) == 16
    assert len({file.name for file in every}) == len({file.hash for file in every}) == len(every)
    assert all(url.startswith("https://") for file in every for url in file.urls)


def test_an_original_is_loaded_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "penguins.csv").write_text(PENGUINS)
    digest = hashlib.sha256(PENGUINS.encode()).hexdigest()
    monkeypatch.setenv("MLCOURSE_CACHE", str(tmp_path))
    monkeypatch.setattr(files, "PENGUINS", File("penguins.csv", ("https://example.org/p.csv",), f"sha256:{digest}"))
    loaded = datasets.load("Penguins", source="original")
    assert len(loaded.data) == 4
    monkeypatch.setenv(catalogue.ENVIRONMENT_VARIABLE, "original")
    assert datasets.load("penguins").card.kind == "fetched"


# ---- what is read, one by one ----


def test_passengers(tmp_path: Path) -> None:
    titanic = _titanic(tmp_path)
    assert list(titanic.target) == [0, 1, 1]
    assert titanic.data.loc[1, "Name"] == 'Example, Mrs. Arthur (Ada "Addie" Sample)'
    assert list(titanic.data["Age"].isna()) == [False, False, True]
    assert "Survived" not in titanic.data


def test_penguins(tmp_path: Path) -> None:
    penguins = _penguins(tmp_path)
    assert [penguins.target_names[species] for species in penguins.target] == [
        "Adelie",
        "Adelie",
        "Gentoo",
        "Chinstrap",
    ]
    assert penguins.data.isna().sum(axis=1).tolist() == [0, 5, 0, 0]
    assert "species" not in penguins.data


def test_houses(tmp_path: Path) -> None:
    houses = _house_prices(tmp_path)
    assert houses.target.tolist() == [208_000.0, 181_000.0]
    assert houses.data.loc[0, ["LotArea", "1stFlrSF", "PoolQC"]].tolist() == [8450, 856, "Ex"]
    gaps = ["LotFrontage", "MasVnrArea", "BsmtQual", "GarageType", "GarageYrBlt", "PoolQC", "Fence"]
    assert houses.data.columns[houses.data.loc[1].isna()].tolist() == gaps


def test_credits_are_put_into_words(tmp_path: Path) -> None:
    credits = _credit_risk(tmp_path)
    assert credits.target.tolist() == [0, 1, 0]
    assert credits.data["purpose"].tolist() == ["radio/tv", "other", "retraining"]
    assert credits.data["checking_status"].tolist() == ["<0", "0<=X<200", "no checking"]
    assert credits.data["job"].tolist() == ["skilled", "skilled", "unemp/unskilled non res"]
    assert credits.data["credit_amount"].tolist() == [1169, 5951, 2096]
    assert not credits.data.isna().any(axis=None)


def test_every_code_has_a_word_of_its_own() -> None:
    for codes in money.GERMAN_CODES.values():
        assert len(set(codes.values())) == len(codes)
    every = [code for codes in money.GERMAN_CODES.values() for code in codes]
    assert len(every) == len(set(every)) == 54


def test_clients(tmp_path: Path) -> None:
    clients = _credit_default(tmp_path)
    assert clients.target.tolist() == [1, 0]
    assert [tuple(row) for row in clients.data.to_numpy().tolist()] == [row[:-1] for row in DEFAULTS]


def test_payments(tmp_path: Path) -> None:
    payments = _card_fraud(tmp_path)
    assert payments.target.tolist() == [0, 1, 0]
    assert payments.data["Time"].tolist() == [0, 100_000, 100_001]
    assert payments.data["V28"].tolist() == [pytest.approx(27 / 7)] * 3


def test_ratings(tmp_path: Path) -> None:
    ratings = _movie_ratings(tmp_path)
    assert ratings.target.tolist() == [3.0, 5.0]
    assert ratings.data.to_numpy().tolist() == [[196, 2, 881250949], [186, 1, 891717742]]
    movies, users = ratings.extras["movies"], ratings.extras["users"]
    assert movies["title"].tolist() == ["Sample Story (1995)", 'Café "Deux", Le (1996)', "unknown"]
    assert movies["year"].tolist()[:2] == [1995, 1996]
    assert np.isnan(movies["year"][2])
    assert movies["genres"].tolist() == ["Children's|Drama", "Action", "unknown"]
    assert users.to_numpy().tolist() == [[186, 24, "M", "technician"], [196, 53, "F", "none"]]
    stand_in = datasets.load("movie-ratings", source="simulated", size=400)
    for name, table in ratings.extras.items():
        assert list(table.columns) == list(stand_in.extras[name].columns)


def test_digits(tmp_path: Path) -> None:
    digits = _mnist(tmp_path)
    assert digits.data.shape == (5, 28, 28)
    assert digits.extras["test"].tolist() == [False] * 3 + [True] * 2
    first = gzip.decompress((tmp_path / "a").read_bytes())[16 : 16 + 784]
    assert digits.data[0].tobytes() == first
    digits.data[0] = 0  # it can be written to
    labels = [gzip.decompress((tmp_path / name).read_bytes())[8:] for name in ("la", "lb")]
    assert digits.target.tolist() == [*labels[0], *labels[1]]


@pytest.mark.parametrize("content", [b"", b"\0\0\x08", b"\0\0\x08\x01\0\0\0\x05ab", b"\x01\0\x08\x01\0\0\0\x01a"])
def test_what_is_no_idx_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(content))
    with pytest.raises(CourseError, match="not a file of MNIST's format"):
        images.read_idx(tmp_path / "a")


def test_pictures_get_their_colours_last(tmp_path: Path) -> None:
    pictures = _cifar_10(tmp_path)
    assert pictures.data.shape == (6, 32, 32, 3)
    assert pictures.target.tolist() == [0, 1, 2, 3, 4, 5]
    assert pictures.data[0, 0, 0].tolist() == [1, 2, 3]
    assert pictures.data[0, 31, 31].tolist() == [1, 2, 250]
    assert pictures.extras["test"].tolist() == [False] * 5 + [True]


def test_an_archive_that_lacks_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"test_batch\.bin"):
        images.parse_cifar_10(tarred(tmp_path / "a.tar.gz", {f"{images.CIFAR_FOLDER}/data_batch_1.bin": bytes(3073)}))


def test_messages_are_taken_as_they_are(tmp_path: Path) -> None:
    messages = _spam(tmp_path)
    assert messages.target.tolist() == [0, 1, 0]
    assert messages.data.tolist() == [
        'Ok lar... "quoted, joking',
        "WIN £100 now! Txt WIN\tto 80086",
        "U say &lt;#&gt; so early",
    ]


def test_reviews_come_in_order_with_stars_and_films(tmp_path: Path) -> None:
    reviews = _imdb(tmp_path)
    expected = [
        f"{part} {label} {n}: café<br />" for part in ("train", "test") for label in ("neg", "pos") for n in (0, 1)
    ]
    assert reviews.data.tolist() == expected
    assert reviews.target.tolist() == [0, 0, 1, 1] * 2
    assert reviews.extras["rating"].tolist() == [2, 2, 9, 9] * 2
    assert reviews.extras["test"].tolist() == [False] * 4 + [True] * 4
    assert reviews.extras["film"].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_pieces_of_dna(tmp_path: Path) -> None:
    dna = _dna(tmp_path)
    assert dna.data.tolist() == ["ACGT" * 15, "A" * 60, "ND" * 30]
    assert dna.target.tolist() == [0, 1, 2]
    assert dna.extras["gene"].tolist() == [0, 0, 1]


def test_papers(tmp_path: Path) -> None:
    papers = _citations(tmp_path)
    assert [papers.target_names[number] for number in papers.target[:3]] == ["Theory", "Neural_Networks", "Case_Based"]
    assert papers.extras["edges"].tolist() == [[0, 2], [29, 0]]  # who cites comes first here
    assert papers.data.to_numpy().sum() == np.random.default_rng(0).integers(0, 2, (30, 1_433)).sum()
    again = _citations(tmp_path)
    for mask in ("train", "validation", "test"):
        assert papers.extras[mask].dtype == bool
        assert (papers.extras[mask] == again.extras[mask]).all()


def test_papers_are_split_as_usual() -> None:
    target = np.random.default_rng(0).integers(0, 7, 2_708)
    masks = graphs._masks(target)
    assert np.bincount(target[masks["train"]]).tolist() == [20] * 7
    assert [mask.sum() for mask in masks.values()] == [140, 500, 1_000]
    assert sum(mask.astype(int) for mask in masks.values()).max() == 1


def test_an_archive_without_citations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"cora/cora\.cites"):
        graphs.parse_citations(tarred(tmp_path / "a.tgz", {"cora/cora.content": b""}))


# ---- archives ----


def test_members_are_read_by_name_and_links_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        link = tarfile.TarInfo("a/secret")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        for name in ("../outside", "a/x"):
            information = tarfile.TarInfo(name)
            information.size = 1
            archive.addfile(information, io.BytesIO(name[-1:].encode()))
    assert tar_member(path, "a/x") == b"x"
    assert [name for name, _ in tar_members(path, lambda name: True)] == ["../outside", "a/x"]
    with pytest.raises(CourseError, match="no file 'a/secret'"):
        tar_member(path, "a/secret")
    assert {item.name for item in tmp_path.iterdir()} == {"a.tar.gz"}


def test_a_missing_member_of_a_zip_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"no file 'german\.data'"):
        zip_member(zipped(tmp_path / "a.zip", {"another": b""}), "german.data")
