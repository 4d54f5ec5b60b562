"""Texts and sequences: messages, film reviews, DNA."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.fetching import fetch
from mlcourse.datasets.originals import files
from mlcourse.datasets.originals._archives import tar_members, zip_member
from mlcourse.datasets.originals._parsed import Arrays, kept, packed, unpacked

_REVIEW = re.compile(r"aclImdb/(train|test)/(neg|pos)/(\d+)_(\d+)\.txt")
_FILMS = re.compile(r"aclImdb/(train|test)/urls_(neg|pos)\.txt")
_SITE = re.compile("-(?:DONOR|ACCEPTOR|NEG)-")


def spam() -> Dataset:
    """Fetch the text messages."""
    return parse_spam(fetch(files.SPAM, "spam"))


def imdb() -> Dataset:
    """Fetch the film reviews."""
    archive = fetch(files.IMDB, "imdb")
    # A hundred thousand small files in one archive: reading them takes some ten seconds.
    return _imdb_of(kept(archive, files.IMDB.hash, _read_imdb, edition=1))


def dna() -> Dataset:
    """Fetch the pieces of DNA."""
    return parse_dna(fetch(files.DNA, "dna"))


def _objects(texts: list[str]) -> np.ndarray[Any, Any]:
    array = np.empty(len(texts), dtype=object)
    array[:] = texts
    return array


def parse_spam(path: Path) -> Dataset:
    """Read the messages from the archive of UCI: a label, a tab and a text in each line."""
    lines = zip_member(path, "SMSSpamCollection").decode("utf-8").rstrip("\n").split("\n")
    labels, texts = zip(*(line.rstrip("\r").split("\t", 1) for line in lines), strict=True)
    names = ("ham", "spam")
    return Dataset(
        name="spam",
        data=_objects(list(texts)),
        target=np.array([names.index(label) for label in labels], dtype=np.int64),
        feature_names=(),
        target_names=names,
        card=_spam_card(len(texts)),
    )


def parse_imdb(path: Path) -> Dataset:
    """Read the reviews from the archive: the training part, then the test part, each with the negative ones first."""
    return _imdb_of(_read_imdb(path))


def _read_imdb(path: Path) -> Arrays:
    reviews: dict[tuple[bool, bool, int], tuple[str, int]] = {}
    films: dict[tuple[bool, bool], list[str]] = {}
    for name, content in tar_members(path, lambda name: bool(_REVIEW.fullmatch(name) or _FILMS.fullmatch(name))):
        text = content.decode("utf-8")
        if review := _REVIEW.fullmatch(name):
            part, label, number, rating = review.groups()
            reviews[part == "test", label == "pos", int(number)] = text, int(rating)
        elif of_films := _FILMS.fullmatch(name):
            films[of_films[1] == "test", of_films[2] == "pos"] = text.split("\n")
    keys = sorted(reviews)
    numbers: dict[str, int] = {}
    film = [numbers.setdefault(films[test, positive][number], len(numbers)) for test, positive, number in keys]
    return {
        **packed((reviews[key][0] for key in keys), "review"),
        "positive": np.array([positive for _, positive, _ in keys], dtype=np.int64),
        "rating": np.array([reviews[key][1] for key in keys], dtype=np.int64),
        "film": np.array(film, dtype=np.int64),
        "test": np.array([test for test, _, _ in keys]),
    }


def _imdb_of(arrays: Arrays) -> Dataset:
    texts = unpacked(arrays, "review")
    return Dataset(
        name="imdb",
        data=_objects(texts),
        target=arrays["positive"],
        feature_names=(),
        target_names=("negative", "positive"),
        card=_imdb_card(len(texts)),
        extras={name: arrays[name] for name in ("rating", "film", "test")},
    )


def _spam_card(rows: int) -> Card:
    return Card(
        title="SMS Spam Collection",
        summary="One row is one text message (SMS) in English. The task is to tell spam from ham, which is wanted.",
        source=(
            "T. A. Almeida and J. M. Gómez Hidalgo, 2011, from a British forum on spam (Grumbletext), the corpus of "
            "the National University of Singapore, a thesis and an older collection. UCI Machine Learning Repository, "
            "https://doi.org/10.24432/C5CC84."
        ),
        licence="CC BY 4.0",
        rows=rows,
        columns=(Column("text", "the message as it was sent, an object array of str", "text"),),
        target="0 ham (4,827 messages), 1 spam (747); spam is the positive class",
        problems=(
            "Unbalanced: who calls every message ham is right in 86.6 % of cases and stops no spam.",
            (
                "About 400 messages are there twice, and spam comes in campaigns: a random split puts copies into "
                "both parts."
            ),
            (
                "Spam is British and ham mostly from Singapore: a model may learn the country, such as 'lor' and "
                "'lah', instead of the intent."
            ),
            "Some signs are written as for the web (&lt;#&gt; stands for a number that was taken out).",
            "Slang, shortened words and typing mistakes: many words are seen only once.",
            "The messages are of the years around 2005: a model of them will not do for those of today.",
        ),
        harm=(
            "People whose wanted messages are lost: a false alarm costs more than a missed spam. Who writes in a "
            "dialect is stopped more often. Private messages of real people are in the set."
        ),
        kind="fetched",
    )


def _imdb_card(rows: int) -> Card:
    return Card(
        title="Large Movie Review Dataset (IMDb)",
        summary="One row is one review of a film. The task is to tell whether it is positive.",
        source=(
            "A. L. Maas, R. E. Daly, P. T. Pham, D. Huang, A. Y. Ng and C. Potts, Learning word vectors for sentiment "
            "analysis, ACL 2011, https://ai.stanford.edu/~amaas/data/sentiment, from reviews at IMDb. extras['test'] "
            "is True for the reviews of the official test part, extras['rating'] has the stars and extras['film'] a "
            "number for each film. The 50,000 reviews without a label are left out."
        ),
        licence="not stated; the authors ask to be cited",
        rows=rows,
        columns=(Column("review", "the text, an object array of str", "text"),),
        target="0 negative (25,000 reviews, 1 to 4 stars), 1 positive (25,000, 7 to 10 stars)",
        problems=(
            "Reviews with 5 or 6 stars are left out: the task is easier than in life.",
            (
                "A film has up to 30 reviews, and names leak: a model learns titles and actors. The official parts "
                "have no film in common; a random split has. extras['film'] serves for a split by films."
            ),
            "Some texts tell the rating ('3/10').",
            (
                "Irony, comparisons and plots ('a terrible secret') see to it that counting good and bad words is not "
                "enough."
            ),
            "Line breaks are there as HTML, '<br /><br />', and have to be removed.",
            "A few hundred reviews are there twice, word for word.",
            "The rows are ordered by part and label: shuffle before splitting.",
        ),
        harm=(
            "The writers were not asked. They are people who write at IMDb in English: how others praise and blame is "
            "understood less well."
        ),
        kind="fetched",
    )


def parse_dna(path: Path) -> Dataset:
    """Read the pieces from the archive of UCI: class, name and letters in each line, with commas between."""
    lines = zip_member(path, "splice.data").decode("ascii").split("\n")
    rows = [tuple(field.strip() for field in line.split(",")) for line in lines if line.strip()]
    names = ("EI", "IE", "N")
    # A name such as HUMALBGC-DONOR-17 begins with that of the sequence in GenBank.
    genes: dict[str, int] = {}
    gene = [genes.setdefault(_SITE.split(name)[0], len(genes)) for _, name, _ in rows]
    return Dataset(
        name="dna",
        data=_objects([letters for _, _, letters in rows]),
        target=np.array([names.index(label) for label, _, _ in rows], dtype=np.int64),
        feature_names=(),
        target_names=names,
        card=_dna_card(len(rows)),
        extras={"gene": np.array(gene, dtype=np.int64)},
    )


def _dna_card(rows: int) -> Card:
    return Card(
        title="Molecular biology: splice-junction gene sequences of primates",
        summary=(
            "One row is a piece of DNA of 60 letters. The task is to tell whether in its middle an exon ends (EI), an "
            "intron ends (IE), or neither (N)."
        ),
        source=(
            "G. Towell, M. Noordewier and J. Shavlik, 1991, from the primates of GenBank 64.1. UCI Machine Learning "
            "Repository, https://doi.org/10.24432/C5M888. extras['gene'] is the same for pieces of one sequence of "
            "GenBank."
        ),
        licence="CC BY 4.0",
        rows=rows,
        columns=(
            Column("sequence", "60 letters A, C, G or T; the junction is between the 30th and the 31st", "letters"),
        ),
        target="0 EI (767 pieces), 1 IE (768), 2 N (1,655)",
        problems=(
            "Who calls every piece N is right in 52 % of cases.",
            (
                "Position matters: the same GT means something in the middle and nothing elsewhere. A model that "
                "counts letters without their place does poorly."
            ),
            (
                "Only 3,005 of the 3,190 pieces are different, and one of them is there as IE and as N. Pieces of one "
                "gene overlap, too: split by extras['gene']."
            ),
            "A letter that could not be read is N, D, S or R (in about 15 pieces). An encoding of ACGT has to cope.",
            (
                "The documentation exchanges 'donor' and 'acceptor' in one place; the names of the pieces have them "
                "right."
            ),
            "What was known of primates in 1991, mostly of humans: nothing follows for other species.",
        ),
        harm=(
            "Nobody directly: the sequences are public and of nobody in particular. A wrong call about a gene in a "
            "clinic costs a treatment."
        ),
        kind="fetched",
    )
