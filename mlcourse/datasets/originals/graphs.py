"""Papers that cite one another."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.fetching import fetch
from mlcourse.datasets.originals import files
from mlcourse.datasets.originals._archives import tar_members
from mlcourse.datasets.originals._schema import columns_of
from mlcourse.errors import CourseError

SUBJECTS = (
    "Case_Based",
    "Genetic_Algorithms",
    "Neural_Networks",
    "Probabilistic_Methods",
    "Reinforcement_Learning",
    "Rule_Learning",
    "Theory",
)
TRAINING_PER_CLASS, VALIDATION, TEST = 20, 500, 1_000


def citations() -> Dataset:
    """Fetch the papers on machine learning and their citations."""
    return parse_citations(fetch(files.CITATIONS, "citations"))


def parse_citations(path: Path) -> Dataset:
    """Read papers and citations from the archive of LINQS, and choose which papers to train with."""
    import pandas as pd

    wanted = {"cora/cora.content", "cora/cora.cites"}
    members = dict(tar_members(path, wanted.__contains__))
    if members.keys() != wanted:
        raise CourseError(f"The archive {path} lacks {', '.join(sorted(wanted - members.keys()))}.")
    columns = columns_of("citations")
    names = [column.name for column in columns]
    table = pd.read_csv(
        BytesIO(members["cora/cora.content"]),
        sep="\t",
        header=None,
        names=["paper", *names, "subject"],
        dtype={"paper": "int64", "subject": "str"} | dict.fromkeys(names, "uint8"),
    )
    target = np.array([SUBJECTS.index(subject) for subject in table["subject"]], dtype=np.int64)
    rows = {paper: row for row, paper in enumerate(table["paper"].tolist())}
    # In each line of the file the paper that is cited comes first.
    cited_citing = np.loadtxt(BytesIO(members["cora/cora.cites"]), dtype=np.int64, ndmin=2).tolist()
    edges = np.array([(rows[citing], rows[cited]) for cited, citing in cited_citing], dtype=np.int64)
    return Dataset(
        name="citations",
        data=table[names].copy(),
        target=target,
        feature_names=tuple(names),
        target_names=SUBJECTS,
        card=Card(
            title="Cora: papers on machine learning and their citations",
            summary="One row is one paper, with the words that it has. The task is to tell its class, of seven.",
            source=(
                "A. McCallum, K. Nigam, J. Rennie and K. Seymore, Automating the construction of internet portals "
                "with machine learning, 2000; in this form P. Sen and others, Collective classification in network "
                "data, AI Magazine 29 (2008), https://linqs.org/datasets. extras['edges'] has the citations, each as "
                "the row of the citing and of the cited paper. extras['train'], extras['validation'] and "
                "extras['test'] mark 20 papers of each class, 500 and 1,000; they are chosen by this course, always "
                "in the same way, and are not those of the papers that use the split called 'Planetoid', only as "
                "many."
            ),
            licence="not stated",
            rows=len(table),
            columns=columns,
            target=", ".join(f"{code} {name}" for code, name in enumerate(SUBJECTS)),
            problems=(
                "The rows are not independent: 5,429 citations link them, of which about 81 % stay within a class.",
                (
                    "Few labels for training; words alone reach under 60 % with so few, who averages over neighbours "
                    "80 %."
                ),
                "151 pairs of papers cite each other: count them once where the direction does not matter.",
                "A few papers are cited very often, most once or twice; about 8 % are on small islands.",
                "The classes are unbalanced: Neural_Networks has 30 % of the papers, Rule_Learning 7 %.",
                "Which word a column stands for is not recorded.",
                (
                    "The test papers and their citations are there while one trains: this is transductive. A new "
                    "paper, which nobody cites yet, is harder."
                ),
                "Papers were kept only if they cite or are cited: the set is not a sample of papers.",
            ),
            harm=(
                "Authors: ranking people by citations favours those who are known already. The papers are of the "
                "1990s, found on the web by a machine that also assigned classes."
            ),
            kind="fetched",
        ),
        extras={"edges": edges, **_masks(target)},
    )


def _masks(target: np.ndarray[tuple[int], np.dtype[np.int64]]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    order = np.random.default_rng(0).permutation(len(target))
    train = np.concatenate([order[target[order] == code][:TRAINING_PER_CLASS] for code in range(len(SUBJECTS))])
    rest = order[~np.isin(order, train)]
    parts = {"train": train, "validation": rest[:VALIDATION], "test": rest[VALIDATION : VALIDATION + TEST]}
    return {name: np.isin(np.arange(len(target)), rows) for name, rows in parts.items()}
