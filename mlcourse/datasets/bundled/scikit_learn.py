"""Data sets that come with scikit-learn, so that they are there without a network."""

from __future__ import annotations

from typing import Any

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset

_LICENCE = "CC BY 4.0"

_IRIS = Card(
    title="Iris",
    summary="One row is one flower. The task is to tell three species of iris by four lengths.",
    source=(
        "Measured by Edgar Anderson, published by R. A. Fisher, The use of multiple measurements in "
        "taxonomic problems, Annals of Eugenics 7 (1936), 179-188. UCI Machine Learning Repository, "
        "https://doi.org/10.24432/C56C76; this copy comes with scikit-learn."
    ),
    licence=_LICENCE,
    rows=150,
    columns=tuple(
        Column(f"{part} {side} (cm)", f"{side} of a {part}", "cm")
        for part in ("sepal", "petal")
        for side in ("length", "width")
    ),
    target="species: 0 setosa, 1 versicolor, 2 virginica; 50 flowers each",
    problems=(
        "The file at UCI differs from Fisher's paper in two rows; this copy follows the paper, as R does.",
        (
            "Rows 101 and 142 are the same in every column, so a split can put a copy of a training row "
            "into the test set."
        ),
        (
            "Small, clean and balanced: setosa is separated from the others by a straight line, so that "
            "almost any method looks good."
        ),
    ),
    harm=(
        "Nobody directly: there are no people in it. Fisher's paper appeared in a journal of eugenics, a "
        "movement that did great harm."
    ),
)

_WINE = Card(
    title="Wine recognition",
    summary="One row is one wine of one region of Italy. The task is to tell its class by 13 measurements.",
    source=(
        "S. Aeberhard and M. Forina; M. Forina and others, PARVUS, Institute of Pharmaceutical and Food "
        "Analysis and Technologies, Genoa. UCI Machine Learning Repository, "
        "https://doi.org/10.24432/C5PC7J; this copy comes with scikit-learn."
    ),
    licence=_LICENCE,
    rows=178,
    columns=(
        Column("alcohol", "alcohol (the values look like per cent by volume)", "not stated"),
        Column("malic_acid", "malic acid", "not stated"),
        Column("ash", "ash", "not stated"),
        Column("alcalinity_of_ash", "alkalinity of the ash", "not stated"),
        Column("magnesium", "magnesium", "not stated"),
        Column("total_phenols", "all phenols", "not stated"),
        Column("flavanoids", "flavonoids", "not stated"),
        Column("nonflavanoid_phenols", "phenols other than flavonoids", "not stated"),
        Column("proanthocyanins", "proanthocyanidins", "not stated"),
        Column("color_intensity", "intensity of the colour", "not stated"),
        Column("hue", "hue of the colour", "not stated"),
        Column("od280/od315_of_diluted_wines", "ratio of optical densities at 280 and 315 nm, diluted", "no unit"),
        Column("proline", "proline, an amino acid", "not stated"),
    ),
    target="class: 0 class_0 (59 wines), 1 class_1 (71), 2 class_2 (48)",
    problems=(
        "The source gives no units, so a prediction cannot be checked against another laboratory's numbers.",
        (
            "The mean of proline is nearly 800 times the mean of hue: methods that use distances need "
            "standardised columns."
        ),
        (
            "UCI speaks of three cultivars (grape varieties), scikit-learn's description of three "
            "cultivators (growers): what the classes are is not certain."
        ),
        "178 wines of one region: nothing follows for other regions or years.",
    ),
    harm="Nobody directly: there are no people in it. A model of it cannot vouch for a real wine's origin.",
)

_DIGITS = Card(
    title="Optical recognition of handwritten digits (test part)",
    summary="One image of 8 x 8 pixels is one handwritten digit. The task is to read it.",
    source=(
        "E. Alpaydin and C. Kaynak, Bogazici University, 1998, from forms scanned by NIST. UCI Machine "
        "Learning Repository, https://doi.org/10.24432/C50P49; this copy of its test part comes with "
        "scikit-learn."
    ),
    licence=_LICENCE,
    rows=1797,
    columns=(
        Column(
            "pixel_0_0 ... pixel_7_7",
            "inked dots in a block of 4 x 4 dots of the scan, by row and column from the top left",
            "dots, 0 to 16",
        ),
    ),
    target="the digit: 0 to 9; 174 to 183 images each",
    problems=(
        (
            "Only 13 people wrote these digits, and who wrote which is not recorded: a random split has "
            "the same hands in both parts, so that the test error is too kind for a new hand."
        ),
        (
            "Three pixels at the edges (pixel_0_0, pixel_4_0, pixel_4_7) are 0 in every image: their "
            "standard deviation is 0, so standardising by hand divides by zero."
        ),
        "Each image was cut out, scaled and centred before: a photograph of a digit looks different.",
    ),
    harm=(
        "The writers are not named. People whose way of writing digits is missing here are read worse; "
        "where a misread digit costs money or a mark, a person has to check."
    ),
)

_NUCLEI = (
    ("radius", "distance from the centre to the outline", "not stated"),
    ("texture", "standard deviation of the grey values", "grey levels"),
    ("perimeter", "length of the outline", "not stated"),
    ("area", "area inside the outline", "not stated"),
    ("smoothness", "local variation of the radius", "not stated"),
    ("compactness", "perimeter squared against area (see the known problems)", "no unit"),
    ("concavity", "depth of the dents in the outline", "not stated"),
    ("concave points", "how much of the outline is dented (the source says: number of dents)", "not stated"),
    ("symmetry", "symmetry of the outline", "not stated"),
    ("fractal dimension", "fractal dimension of the outline ('coastline approximation') - 1", "no unit"),
)
_STATISTICS = (
    ("mean {}", "mean over the nuclei of the image"),
    ("{} error", "standard error of that mean"),
    ("worst {}", "mean of the three largest values"),
)

_BREAST_CANCER = Card(
    title="Breast cancer Wisconsin (diagnostic)",
    summary=(
        "One row is one breast mass, described by the cell nuclei in an image of a fine-needle aspirate. "
        "The task is to tell malignant from benign."
    ),
    source=(
        "W. H. Wolberg, W. N. Street and O. L. Mangasarian, University of Wisconsin, 1995. UCI Machine "
        "Learning Repository, https://doi.org/10.24432/C5DW2B; this copy comes with scikit-learn."
    ),
    licence=_LICENCE,
    rows=569,
    columns=tuple(
        Column(pattern.format(name), f"{meaning}; {statistic}", unit)
        for pattern, statistic in _STATISTICS
        for name, meaning, unit in _NUCLEI
    ),
    target="diagnosis: 0 malignant (212), 1 benign (357)",
    problems=(
        (
            "The coding is easy to get wrong: 1 is benign here, so precision and recall of 'class 1' are "
            "those of the healthy class."
        ),
        "The source does not state the units of length and area.",
        (
            "The source defines compactness as perimeter squared / area - 1, which is more than 11 for "
            "every shape; the values here are near perimeter squared / (4 pi area) - 1."
        ),
        (
            "Radius, perimeter and area say nearly the same thing: coefficients of a linear model share "
            "one effect among them in an arbitrary way."
        ),
        (
            "Thirteen rows have no dent at all: mean, error and worst value of concavity and of concave "
            "points are exactly 0."
        ),
        ("One hospital, before 1996, no age and no history; 37 % malignant is far above the share in a screening."),
    ),
    harm=(
        "Patients: a missed malignant mass delays treatment, a false alarm means needless surgery and "
        "fear. A model of this set is for learning, never for a diagnosis."
    ),
)


_DIABETES = Card(
    title="Diabetes progression",
    summary="One row is one patient with diabetes. The task is to predict how far the disease has gone a year later.",
    source=(
        "B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, Least angle regression, Annals of Statistics 32 (2004), "
        "407-499; this copy comes with scikit-learn."
    ),
    licence="Not stated",
    rows=442,
    columns=(
        Column("age", "age", "years"),
        Column("sex", "sex, coded 1 and 2; the source does not say which is which", "no unit"),
        Column("bmi", "body mass index", "kg/m2"),
        Column("bp", "average blood pressure", "mm Hg"),
        Column("s1", "total cholesterol in the blood serum", "not stated"),
        Column("s2", "low-density lipoproteins", "not stated"),
        Column("s3", "high-density lipoproteins", "not stated"),
        Column("s4", "total cholesterol / high-density lipoproteins", "no unit"),
        Column("s5", "possibly the logarithm of triglycerides", "not stated"),
        Column("s6", "blood sugar", "not stated"),
    ),
    target="progression: a measure of the disease one year later, 25 to 346; how it was measured is not stated",
    problems=(
        "s1, s2, s3 and s4 say much of the same: coefficients of a linear model swing and change their sign.",
        "Half of the variance stays unexplained whatever the method: a straight line does as well as a forest.",
        "Whether s5 is what it is said to be is not certain, and the measure of the disease is not described.",
    ),
    harm="Patients: a model of it is for learning, never for a treatment.",
)


def _table(name: str, function: str, card: Card) -> Dataset:
    import numpy as np
    from sklearn import datasets

    bunch: Any = getattr(datasets, function)(as_frame=True)
    return Dataset(
        name=name,
        data=bunch.data,
        target=np.array(bunch.target),
        feature_names=tuple(str(column) for column in bunch.data.columns),
        target_names=tuple(str(label) for label in bunch.target_names),
        card=card,
    )


def digits() -> Dataset:
    """Load the handwritten digits."""
    from sklearn import datasets

    bunch: Any = datasets.load_digits()
    return Dataset(
        name="digits",
        data=bunch.images,
        target=bunch.target,
        feature_names=tuple(bunch.feature_names),
        target_names=tuple(str(label) for label in bunch.target_names),
        card=_DIGITS,
    )


def breast_cancer() -> Dataset:
    """Load the breast cancer data."""
    return _table("breast-cancer", "load_breast_cancer", _BREAST_CANCER)


def iris() -> Dataset:
    """Load the flowers."""
    return _table("iris", "load_iris", _IRIS)


def wine() -> Dataset:
    """Load the wines."""
    return _table("wine", "load_wine", _WINE)


def diabetes() -> Dataset:
    """Load the patients with diabetes."""
    from sklearn import datasets

    bunch: Any = datasets.load_diabetes(as_frame=True, scaled=False)
    names = tuple(map(str, bunch.data.columns))
    return Dataset("diabetes", bunch.data, bunch.target.to_numpy(dtype=float), names, ("progression",), _DIABETES)
