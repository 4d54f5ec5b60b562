"""Where the originals are, and the hashes by which they are known to be right; each with the place of its hash."""

from __future__ import annotations

from mlcourse.datasets.fetching import File

_UCI = "https://archive.ics.uci.edu/static/public"
_UCI_CDN = "https://cdn.uci-ics-mlr-prod.aws.uci.edu"

# Hash: the lock files of several public repositories that use DVC, which normalises line ends, and a repository that
# fetches the first address. It matters: for a time the second address had five rows that do not belong there.
TITANIC = File(
    "titanic.csv",
    (
        "https://raw.githubusercontent.com/agconti/kaggle-titanic/master/data/train.csv",
        "https://raw.githubusercontent.com/datasciencedojo/datasets/master/titanic.csv",
    ),
    "md5:61fdd54abdbf6a85b778e937122e1194",
    60_302,
)

# Hash: given with the size by three public repositories that fetch the first address.
PENGUINS = File(
    "penguins.csv",
    (
        "https://raw.githubusercontent.com/allisonhorst/palmerpenguins/main/inst/extdata/penguins.csv",
        "https://cdn.jsdelivr.net/gh/allisonhorst/palmerpenguins@main/inst/extdata/penguins.csv",
    ),
    "sha256:f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93",
    15_241,
)

# Hash: the book Dive into Deep Learning (d2l-ai/d2l-en, kaggle-house-price.md), which serves the file.
HOUSE_PRICES = File(
    "house_prices.csv",
    (
        "https://d2l-data.s3-accelerate.amazonaws.com/kaggle_house_pred_train.csv",
        "https://raw.githubusercontent.com/d2l-ai/d2l-zh/master/data/kaggle_house_pred_train.csv",
    ),
    "sha1:585e9cc93e70b39160e7921475f9bcd7d31219ce",
)

# Hash: given by many public repositories that fetch the first address, in one of them with the size.
CREDIT_RISK = File(
    "statlog_german_credit_data.zip",
    (
        f"{_UCI}/144/statlog+german+credit+data.zip",
        f"{_UCI_CDN}/144/statlog%2Bgerman%2Bcredit%2Bdata.zip",
    ),
    "sha256:e12d9d5def6845c0622634a1cd2ab87fa470668c4298f1ec52a4e403376a435b",
    29_607,
)

# Hash: given by many public repositories that fetch the first address, in two of them with the size.
CREDIT_DEFAULT = File(
    "default_of_credit_card_clients.zip",
    (
        f"{_UCI}/350/default+of+credit+card+clients.zip",
        f"{_UCI_CDN}/350/default%2Bof%2Bcredit%2Bcard%2Bclients.zip",
    ),
    "sha256:56c885f84457f6680f8438f02bfcdac9579323d8a94465ee5f26e32baa727602",
    5_539_494,
)

# Hash: given by many public repositories for Kaggle's file and for both addresses, in several with the size; the MD5
# that Zenodo states (e90efcb83d69faf99fcab8b0255024de) is of the same file.
CARD_FRAUD = File(
    "creditcard.csv",
    (
        "https://storage.googleapis.com/download.tensorflow.org/data/creditcard.csv",
        "https://zenodo.org/records/7395559/files/creditcard.csv?download=1",
    ),
    "sha256:76274b691b16a6c49d3f159c883398e03ccd6d1ee12d9d8ee38f4b4b98551a89",
    150_828_752,
)

# Hash and size: TensorFlow Datasets (tensorflow_datasets/url_checksums/movielens.txt).
MOVIE_RATINGS = File(
    "ml-100k.zip",
    ("https://files.grouplens.org/datasets/movielens/ml-100k.zip",),
    "sha256:50d2a982c66986937beb9ffb3aa76efe955bf3d5c6b761f4e3a7cd717c6a3229",
    4_924_029,
)


def _mnist(name: str, digest: str, size: int) -> File:
    return File(
        f"mnist-{name}.gz",
        (
            f"https://ossci-datasets.s3.amazonaws.com/mnist/{name}.gz",
            f"https://storage.googleapis.com/cvdf-datasets/mnist/{name}.gz",
        ),
        f"sha256:{digest}",
        size,
    )


# Hashes and sizes: TensorFlow Datasets (tensorflow_datasets/url_checksums/mnist.txt), for the second address; the
# first is that of torchvision, whose MD5s are of the same files.
MNIST_TRAIN_IMAGES = _mnist(
    "train-images-idx3-ubyte", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", 9_912_422
)
MNIST_TRAIN_LABELS = _mnist(
    "train-labels-idx1-ubyte", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", 28_881
)
MNIST_TEST_IMAGES = _mnist(
    "t10k-images-idx3-ubyte", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", 1_648_877
)
MNIST_TEST_LABELS = _mnist(
    "t10k-labels-idx1-ubyte", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", 4_542
)

# Hash and size: TensorFlow Datasets (tensorflow_datasets/url_checksums/cifar10.txt), for the first address; the
# second is that of Swift for TensorFlow's examples.
CIFAR_10 = File(
    "cifar-10-binary.tar.gz",
    (
        "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
        "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/cifar-10-binary.tar.gz",
    ),
    "sha256:c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    170_052_171,
)

# Hash: given by two public repositories that fetch the first address; the hash of splice.data in it, by a third one.
DNA = File(
    "splice_junction_gene_sequences.zip",
    (
        f"{_UCI}/69/molecular+biology+splice+junction+gene+sequences.zip",
        f"{_UCI_CDN}/69/molecular%2Bbiology%2Bsplice%2Bjunction%2Bgene%2Bsequences.zip",
    ),
    "sha256:3e7ce5dcbeec8c221f57dda495611b9d6ec9525551f445419f5c74cc38067e4e",
)

# Hash and size: TensorFlow Datasets (tensorflow_datasets/url_checksums/imdb_reviews.txt).
IMDB = File(
    "aclImdb_v1.tar.gz",
    ("https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",),
    "sha256:c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
    84_125_825,
)

# Hash and size: Hugging Face Datasets (datasets/sms_spam/dataset_infos.json), for the third address; MLDatasets.jl and
# other public repositories give the same hash, also for the first one.
SPAM = File(
    "sms_spam_collection.zip",
    (
        f"{_UCI}/228/sms+spam+collection.zip",
        f"{_UCI_CDN}/228/smsspamcollection.zip",
        "https://archive.ics.uci.edu/ml/machine-learning-databases/00228/smsspamcollection.zip",
    ),
    "sha256:1587ea43e58e82b14ff1f5425c88e17f8496bfcdb67a583dbff9eefaf9963ce3",
    203_415,
)

# Hash: TorchDrug (torchdrug/datasets/cora.py), for this address.
CITATIONS = File(
    "cora.tgz",
    ("https://linqs-data.soe.ucsc.edu/public/lbc/cora.tgz",),
    "md5:2fc040bee8ce3d920e4204effd1e9214",
)
