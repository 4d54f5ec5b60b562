"""The simulated texts, sequences and graphs: what they look like, how hard they are, and what goes wrong with them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from math import exp, log
from typing import Any

import numpy as np
import pytest

from mlcourse import datasets
from mlcourse.datasets.simulated._german import english_number, german_number, german_ordinal, nouns, phrase
from mlcourse.datasets.simulated._grammar import Draws, Grammar, tidy

TEXTS = ("spam", "imdb", "stories", "translations", "dna")
NAMES = (*TEXTS, "citations")
DEFAULT_SIZES = {"spam": 5574, "imdb": 4000, "stories": 2000, "translations": 5000, "dna": 3000, "citations": 2708}


@cache
def loaded(name: str) -> datasets.Dataset:
    return datasets.load(name, source="simulated")


def labels(name: str) -> np.ndarray[Any, Any]:
    target = loaded(name).target
    assert target is not None
    return target


def same(one: datasets.Dataset, other: datasets.Dataset) -> bool:
    return bool(np.array_equal(np.asarray(one.data), np.asarray(other.data)))


# What all of them promise


@pytest.mark.parametrize("name", NAMES)
def test_the_default_size_the_card_and_the_classes_agree(name: str) -> None:
    dataset = loaded(name)
    assert len(dataset.data) == dataset.card.rows == DEFAULT_SIZES[name]
    assert dataset.card.kind == "simulated"
    assert dataset.card.licence == "CC0 1.0 (made by this course)"
    if dataset.target is None:
        assert dataset.target_names == ()
    else:
        assert dataset.target.dtype == np.int64
        assert set(np.unique(dataset.target)) == set(range(len(dataset.target_names)))


@pytest.mark.parametrize("name", TEXTS)
def test_texts_are_an_object_array_of_str(name: str) -> None:
    dataset = loaded(name)
    assert dataset.kind == "texts"
    assert dataset.data.dtype == object
    assert all(type(text) is str and text == text.strip() and text for text in dataset.data)
    assert not any(re.search(r"[{}\[\]]|  |<[a-z]+>", text) for text in dataset.data)  # no slot was left open
    assert len(dataset.card.columns) == 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [1, 2, 10, 331])
def test_any_size_is_kept(name: str, size: int) -> None:
    dataset = datasets.load(name, source="simulated", size=size)
    assert len(dataset.data) == dataset.card.rows == size
    for key, extra in dataset.extras.items():
        assert key == "edges" or len(extra) == size


@pytest.mark.parametrize("name", NAMES)
def test_a_larger_set_than_the_default_is_made_too(name: str) -> None:
    size = DEFAULT_SIZES[name] + 1500
    assert len(datasets.load(name, source="simulated", size=size).data) == size


@pytest.mark.parametrize("name", NAMES)
def test_the_seed_decides_and_nothing_else(name: str) -> None:
    np.random.seed(1)
    first = datasets.load(name, source="simulated", size=200, seed=3)
    np.random.seed(2)
    again = datasets.load(name, source="simulated", size=200, seed=3)
    assert same(first, again)
    assert first.data is not again.data
    for key in first.extras:
        assert np.array_equal(first.extras[key], again.extras[key])
    assert not same(first, datasets.load(name, source="simulated", size=200, seed=4))


@pytest.mark.parametrize("name", NAMES)
def test_the_global_random_state_is_left_alone(name: str) -> None:
    np.random.seed(5)
    expected = np.random.random()
    np.random.seed(5)
    datasets.load(name, source="simulated", size=20)
    assert np.random.random() == expected


# The grammar


def test_a_grammar_tells_of_a_slot_without_a_rule() -> None:
    with pytest.raises(ValueError, match=r"'line' has a slot without a rule: \['colour'\]"):
        Grammar("line: the {colour} hat")


def test_weights_and_empty_alternatives_count() -> None:
    grammar = Grammar("line: 3* yes | ~")
    draws = Draws(np.random.default_rng(0))
    said = Counter(grammar.say("line", draws) for _ in range(4000))
    assert set(said) == {"yes", ""}
    assert 0.72 < said["yes"] / 4000 < 0.78


def test_the_article_before_a_vowel() -> None:
    assert tidy("a apple and a pear. a old man was a uncle.") == "An apple and a pear. An old man was an uncle."


# Spam


@cache
def spam_scores(split: str) -> dict[str, float]:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.metrics import accuracy_score, recall_score
    from sklearn.model_selection import GroupKFold, StratifiedKFold, cross_val_predict
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.pipeline import make_pipeline

    dataset, target = loaded("spam"), labels("spam")
    campaign = dataset.extras["campaign"]
    groups = np.where(campaign >= 0, campaign, 1_000_000 + np.arange(len(campaign)))
    grouped = split == "grouped"
    folds = (GroupKFold if grouped else StratifiedKFold)(4, shuffle=True, random_state=0)
    model = make_pipeline(CountVectorizer(), MultinomialNB())
    said = cross_val_predict(model, dataset.data, target, cv=folds, groups=groups if grouped else None)
    return {"accuracy": accuracy_score(target, said), "recall": recall_score(target, said)}


def test_spam_has_the_shares_and_lengths_of_text_messages() -> None:
    dataset, target = loaded("spam"), labels("spam")
    assert dataset.target_names == ("ham", "spam")
    assert target.mean() == pytest.approx(0.134, abs=0.0005)
    length = np.array([len(text) for text in dataset.data])
    digits = np.array([sum(map(str.isdigit, text)) for text in dataset.data])
    assert 50 < length[target == 0].mean() < 80
    assert 95 < length[target == 1].mean() < 145
    assert digits[target == 1].mean() > 8 * digits[target == 0].mean()
    assert length.max() < 400


def test_spam_comes_in_campaigns_of_near_duplicates() -> None:
    dataset = loaded("spam")
    campaign = dataset.extras["campaign"]
    # Labels are wrong in a few cases, campaigns never.
    assert 0 < (labels("spam") != (campaign >= 0)).sum() < 30
    sizes = np.bincount(campaign[campaign >= 0])
    assert (sizes == 1).sum() > 80
    assert sizes.max() >= 10
    assert 0.02 < 1 - len(set(dataset.data)) / len(dataset.data) < 0.1
    spam = dataset.data[campaign >= 0]
    assert len(set(spam)) < len(spam)


def test_no_number_or_address_in_the_messages_can_be_reached() -> None:
    for text in loaded("spam").data:
        for address in re.findall(r"(?:www\.|https?://)\S+", text, flags=re.I):
            assert ".example" in address.lower()
        for number in re.findall(r"\b0[0-9 ]{9,}", text):
            reserved = ("07700900", "09098790", "08081570", "02079460")
            assert number.replace(" ", "").startswith(reserved)


def test_naive_bayes_finds_spam_better_than_keywords_and_the_majority() -> None:
    dataset, target = loaded("spam"), labels("spam")
    keywords = np.array(
        [bool(re.search(r"free|win|won|prize|urgent|claim|cash", text.lower())) for text in dataset.data]
    )
    scores = spam_scores("random")
    assert 0.97 < scores["accuracy"] < 0.992
    assert (keywords == target).mean() < scores["accuracy"] - 0.06
    assert keywords[target == 1].mean() < 0.7
    assert (target == 0).mean() == pytest.approx(0.866, abs=0.001)


def test_campaigns_in_both_parts_make_the_score_too_good() -> None:
    random, grouped = spam_scores("random"), spam_scores("grouped")
    assert random["recall"] > grouped["recall"] + 0.005
    assert random["accuracy"] > grouped["accuracy"]


# Film reviews

PRAISE = {
    "good",
    "great",
    "excellent",
    "wonderful",
    "brilliant",
    "beautiful",
    "funny",
    "fantastic",
    "perfect",
    "superb",
    "amazing",
    "best",
    "love",
    "loved",
    "recommended",
    "masterpiece",
    "enjoyable",
}
BLAME = {
    "bad",
    "boring",
    "terrible",
    "awful",
    "poor",
    "stupid",
    "dull",
    "horrible",
    "weak",
    "disappointing",
    "ridiculous",
    "annoying",
    "worst",
    "hate",
    "hated",
    "waste",
    "avoid",
}


def review_score(ngrams: int) -> float:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    texts, target = loaded("imdb").data, labels("imdb")
    train, test = slice(0, 2800), slice(2800, None)
    words = TfidfVectorizer(ngram_range=(1, ngrams))
    model = LogisticRegression(C=5).fit(words.fit_transform(texts[train]), target[train])
    return float(model.score(words.transform(texts[test]), target[test]))


def test_reviews_are_balanced_of_all_lengths_and_have_line_breaks() -> None:
    dataset, target = loaded("imdb"), labels("imdb")
    assert dataset.target_names == ("negative", "positive")
    assert target.mean() == pytest.approx(0.5, abs=0.01)
    words = np.array([len(text.replace("<br /><br />", " ").split()) for text in dataset.data])
    assert 40 <= words.min() < 60
    assert 180 < words.max() <= 250
    assert 90 < words.mean() < 140
    assert 0.4 < np.mean(["<br /><br />" in text for text in dataset.data]) < 0.6
    repeated = 1 - len(set(dataset.data)) / len(dataset.data)
    assert 0.004 < repeated < 0.015


def test_ratings_leave_out_the_middle_and_agree_with_the_class() -> None:
    rating = loaded("imdb").extras["rating"]
    assert set(np.unique(rating)) == {1, 2, 3, 4, 7, 8, 9, 10}
    assert np.array_equal(rating > 5, labels("imdb") == 1)


def test_films_have_several_reviews_and_differ_in_quality() -> None:
    film, target = loaded("imdb").extras["film"], labels("imdb")
    reviews = np.bincount(film)
    assert 20 < reviews.max() < 80
    shares = np.array([target[film == number].mean() for number in np.flatnonzero(reviews >= 10)])
    # Were all films alike, the shares would vary by about 0.13.
    assert shares.std() > 0.15


def test_counting_words_is_worse_than_a_linear_model_and_word_order_helps() -> None:
    target = labels("imdb")
    counts = []
    for text in loaded("imdb").data:
        words = re.findall("[a-z]+", text.lower())
        counts.append(sum(word in PRAISE for word in words) - sum(word in BLAME for word in words))
    balance = np.array(counts)
    lexicon = np.where(balance == 0, 0.5, (balance > 0) == target).mean()
    bag, pairs = review_score(1), review_score(2)
    assert 0.64 < lexicon < 0.75
    assert 0.83 < bag < 0.89
    assert bag > lexicon + 0.1
    assert pairs > bag + 0.01


def test_the_same_words_in_another_order_mean_the_opposite() -> None:
    texts = " ".join(loaded("imdb").data)
    halves = re.findall(r"he first half is (\w+), the second is (\w+)\.", texts)
    assert any(first in PRAISE and second in BLAME for first, second in halves)
    assert any(first in BLAME and second in PRAISE for first, second in halves)
    assert re.search(r"never (boring|dull|bad)", texts)
    assert re.search(r"watch paint dry|never get back|end credits", texts)


# Stories


def test_stories_are_short_and_of_few_words() -> None:
    data = loaded("stories").data
    words = np.array([len(text.split()) for text in data])
    assert 40 <= words.min() < words.max() <= 120
    assert all(text.isascii() for text in data)
    assert len({word for text in data for word in re.findall("[a-z]+", text.lower())}) < 300
    assert len(set(data)) > 0.99 * len(data)


def test_quotations_are_closed_and_names_stay_the_same() -> None:
    dataset = loaded("stories")
    names = {str(name) for name in (*dataset.extras["hero"], *dataset.extras["friend"])}
    for text, hero, friend, plot in zip(
        dataset.data, dataset.extras["hero"], dataset.extras["friend"], dataset.extras["plot"], strict=True
    ):
        assert text.count('"') % 2 == 0
        assert hero in text
        assert friend in text
        others = names & set(re.findall("[A-Z][a-z]+", text)) - {hero, friend}
        assert len(others) <= (2 if plot == "lending" else 0)


def test_pronouns_agree_with_the_hero() -> None:
    for text, hero in zip(loaded("stories").data, loaded("stories").extras["hero"], strict=True):
        for name, mother in re.findall(r"([A-Z][a-z]+) went home and told (his|her) mother", text):
            assert name == hero
            child = re.search(r"\b(girl|boy)\b", text)
            assert child
            assert (child[1] == "girl") == (mother == "her")


def test_apples_are_counted_and_ways_are_walked_back() -> None:
    numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    shared = walked = 0
    for text in loaded("stories").data:
        had = re.search(r"had (\w+) \w+, and \w+ had no", text)
        gave = re.search(r"gave (\w+) \w+ to \w+\. Now \w+ had (\w+) \w+, and \w+ had (\w+)", text)
        if had and gave:
            first, given, got, left = (numbers.index(word) for word in (had[1], *gave.groups()))
            assert got == given
            assert left == first - given
            shared += 1
        way = re.search(r"went past (the [^.]*), and came to", text)
        back = re.search(r"went home past (the [^.]*)\.", text)
        if way and back:
            assert way[1].split(", then past ") == back[1].split(", then past ")[::-1]
            walked += 1
    assert shared > 150
    assert walked > 150


def test_what_is_lent_comes_back_along_the_same_way() -> None:
    dataset = loaded("stories")
    for text in dataset.data[dataset.extras["plot"] == "lending"]:
        there = re.findall(r"(\w+) gave the (?!\w+ back)\w+ \w+ to (\w+)\.", text)
        back = re.findall(r"(\w+) gave the \w+ back to (\w+)\.", text)
        assert back == [(taker, giver) for giver, taker in there][::-1]


def test_triples_of_words_predict_better_than_pairs_and_memory_better_still() -> None:
    stories = [["^", "^", *re.findall(r'[a-z]+|[.,?"]', text.lower())] for text in loaded("stories").data]
    train, test = stories[:1600], stories[1600:]
    single: Counter[str] = Counter()
    pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    triples: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for story in train:
        for first, second, third in zip(story, story[1:], story[2:], strict=False):
            single[third] += 1
            pairs[second][third] += 1
            triples[first, second][third] += 1
    total = sum(single.values()) + len(single)

    def by_pair(second: str, third: str) -> float:
        seen = pairs[second]
        return (seen[third] + (single[third] + 1) / total) / (seen.total() + 1)

    def by_triple(first: str, second: str, third: str, past: set[str]) -> float:
        seen = triples[first, second]
        weights = {word: count * (4 if word in past else 1) for word, count in seen.items()}
        return (weights.get(third, 0) + by_pair(second, third)) / (sum(weights.values()) + 1)

    losses = {"pairs": 0.0, "triples": 0.0, "memory": 0.0}
    count = 0
    for story in test:
        for place in range(2, len(story)):
            first, second, third = story[place - 2 : place + 1]
            losses["pairs"] -= log(by_pair(second, third))
            losses["triples"] -= log(by_triple(first, second, third, set()))
            losses["memory"] -= log(by_triple(first, second, third, set(story[:place])))
            count += 1
    perplexity = {name: exp(loss / count) for name, loss in losses.items()}
    assert 6 < perplexity["pairs"] < 10
    assert perplexity["triples"] < 0.6 * perplexity["pairs"]
    assert perplexity["memory"] < 0.95 * perplexity["triples"]


# Translations


def test_a_pair_is_a_sentence_in_each_language() -> None:
    dataset = loaded("translations")
    for english, german in zip(dataset.data, dataset.extras["german"], strict=True):
        assert english[-1] == german[-1]
        assert english[-1] in ".?"
        assert english[0].isupper()
        assert german[0].isupper()
        assert not re.search(r"\s[,.?]|-\s", german + english)
    assert set(dataset.extras["construction"]) >= {"question", "relative", "subordinate", "clock", "date", "reference"}


def test_the_same_english_has_the_same_german() -> None:
    dataset = loaded("translations")
    found: dict[str, str] = {}
    for english, german in zip(dataset.data, dataset.extras["german"], strict=True):
        assert found.setdefault(english, german) == german
    assert len(found) > 0.97 * len(dataset.data)


def test_the_verb_is_second_first_or_last() -> None:
    dataset = loaded("translations")
    german, construction = dataset.extras["german"], dataset.extras["construction"]
    for text in german[construction == "that"]:
        assert re.search(r"(e|t|en|st|s|ist|sind|war|will|kann|muss|soll|bin|wird)\.$", text), text
    for text in german[construction == "time first"]:
        words = text.split()
        at = 2 if words[0] in ("Am", "Jeden", "Letzte", "Nächste") or words[:2] == ["Heute", "Morgen"] else 1
        assert words[at][0].islower(), text


@cache
def many_translations() -> list[tuple[str, str]]:
    dataset = datasets.load("translations", source="simulated", size=30_000, seed=1)
    return list(zip(dataset.data, dataset.extras["german"], strict=True))


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (r"^(\w+ )?\w+ picks up ", r" ab\."),
        (r"because the \w+ (is|was) ", r", weil d(er|ie|as) \w+ .*(ist|war)\."),
        (r" at half past three\.", r"um halb vier"),
        (r" to the hospital\.", r"zum Krankenhaus"),
        (r" to the school\.", r"zur Schule"),
        (r"lamps? (is|are|was|were) under the \w+\.", r"Lampen? (ist|sind|war|waren) unter de[mr] \w+\."),
        (r"will place .* under the table", r"unter den Tisch (legen|stellen)"),
        (r"helps? the man\b", r"dem Mann\b"),
        (r"sees? the man\b", r"den Mann\b"),
        (r"sees? the student\b", r"den Studenten\b"),
    ],
)
def test_german_follows_its_rules(english: str, german: str) -> None:
    pairs = [
        pair
        for pair in many_translations()
        if re.search(english, pair[0]) and pair[0].count(" ") < 9 and "not" not in pair[0] and "?" not in pair[0]
    ]
    assert pairs
    for pair in pairs[:20]:
        assert re.search(german, pair[1]), pair


def test_endings_follow_gender_case_and_article() -> None:
    words = {noun.en: noun for kind in nouns().values() for noun in kind}
    assert phrase(words["boy"], "the").de == {"nom": "der Junge", "acc": "den Jungen", "dat": "dem Jungen"}
    assert phrase(words["house"], "a", negated=True).de["dat"] == "keinem Haus"
    assert phrase(words["child"], "this", plural=True).de["dat"] == "diesen Kindern"
    assert phrase(words["car"], "my", plural=True).de["dat"] == "meinen Autos"
    assert phrase(words["lamp"], "our").de == {"nom": "unsere Lampe", "acc": "unsere Lampe", "dat": "unserer Lampe"}


@pytest.mark.parametrize(
    ("number", "english", "german"),
    [(16, "sixteen", "sechzehn"), (21, "twenty-one", "einundzwanzig"), (70, "seventy", "siebzig"),
     (101, "one hundred and one", "einhunderteins"), (940, "nine hundred and forty", "neunhundertvierzig")],
)  # fmt: skip
def test_numbers_are_written_in_words(number: int, english: str, german: str) -> None:
    assert (english_number(number), german_number(number)) == (english, german)


def test_days_of_the_month_have_their_irregular_forms() -> None:
    assert [german_ordinal(day) for day in (1, 3, 7, 8, 19, 20, 31)] == [
        "ersten", "dritten", "siebten", "achten", "neunzehnten", "zwanzigsten", "einunddreißigsten",
    ]  # fmt: skip


def test_it_has_three_translations() -> None:
    dataset = loaded("translations")
    german = dataset.extras["german"][dataset.extras["construction"] == "reference"]
    found = Counter(word for text in german for word in re.findall(r"(?:weil|obwohl|aber) (er|sie|es) ", text))
    assert min(found[word] for word in ("er", "sie", "es")) > 20


# DNA


@cache
def dna_letters() -> np.ndarray[Any, Any]:
    return np.array([list(text) for text in loaded("dna").data])


def one_hot(letters: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.concatenate([letters == letter for letter in "ACGT"], axis=1).astype(float)


def test_dna_has_sixty_letters_and_the_shares_of_the_original() -> None:
    dataset, target = loaded("dna"), labels("dna")
    assert dataset.target_names == ("EI", "IE", "N")
    assert np.bincount(target) / len(target) == pytest.approx([0.24, 0.241, 0.519], abs=0.002)
    assert dna_letters().shape == (3000, 60)
    assert set(np.unique(dna_letters())) == set("ACGTN")
    assert 1 <= (dna_letters() == "N").any(axis=1).sum() <= 20


def test_junctions_have_their_signals_in_the_middle() -> None:
    letters, target = dna_letters(), labels("dna")

    def share(code: int, place: int, motif: str) -> float:
        rows = letters[target == code][:, place : place + len(motif)]
        return float(np.mean(["".join(row) == motif for row in rows]))

    assert share(0, 30, "GT") > 0.95
    assert share(1, 28, "AG") > 0.97
    assert 0.03 < share(2, 30, "GT") < 0.12
    assert 0.03 < share(2, 28, "AG") < 0.12
    assert share(0, 29, "G") == pytest.approx(0.78, abs=0.08)
    tract = np.isin(letters[target == 1][:, 16:25], ["C", "T"]).mean()
    assert tract > 0.7 > np.isin(letters[target == 2][:, 16:25], ["C", "T"]).mean() + 0.15


def test_related_genes_are_near_duplicates_of_the_same_class() -> None:
    gene, target = loaded("dna").extras["gene"], labels("dna")
    related = np.flatnonzero(gene != np.arange(len(gene)))
    assert len(related) / len(gene) == pytest.approx(0.06, abs=0.01)
    assert np.array_equal(target[gene[related]], target[related])
    assert (dna_letters()[related] == dna_letters()[gene[related]]).mean() > 0.9
    assert 0.01 < 1 - len(set(loaded("dna").data)) / 3000 < 0.08


def test_methods_come_in_their_order_on_dna() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from sklearn.naive_bayes import BernoulliNB
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.tree import DecisionTreeClassifier

    letters, target = dna_letters(), labels("dna")
    train, test = train_test_split(np.arange(len(target)), test_size=0.4, random_state=0, stratify=target)
    counts = np.stack([(letters == letter).sum(axis=1) for letter in "ACGT"], axis=1)

    def score(model: Any, features: np.ndarray[Any, Any]) -> float:
        return float(model.fit(features[train], target[train]).score(features[test], target[test]))

    composition = score(LogisticRegression(max_iter=300), counts)
    nearest = score(KNeighborsClassifier(1), one_hot(letters))
    tree = score(DecisionTreeClassifier(min_samples_leaf=5, random_state=0), one_hot(letters))
    linear = score(LogisticRegression(C=0.05, max_iter=300), one_hot(letters))
    bayes = score(BernoulliNB(), one_hot(letters))
    assert composition < 0.6
    assert 0.62 < nearest < 0.8
    assert 0.84 < tree < 0.93
    assert 0.92 < linear < 0.97
    assert 0.93 < bayes < 0.975
    assert composition < nearest < tree < linear


# Citations


def adjacency() -> Any:
    from scipy import sparse

    edges = loaded("citations").extras["edges"]
    both = np.concatenate([edges, edges[:, ::-1]])
    matrix = sparse.coo_matrix((np.ones(len(both)), both.T), shape=(2708, 2708)).tocsr()
    matrix.data[:] = 1
    return matrix


def test_citations_have_the_sizes_of_cora() -> None:
    dataset, target = loaded("citations"), labels("citations")
    assert dataset.data.shape == (2708, 1433)
    assert set(np.unique(dataset.data.to_numpy())) == {0, 1}
    assert tuple(dataset.data.columns) == dataset.feature_names == tuple(column.name for column in dataset.card.columns)
    assert np.bincount(target).tolist() == [298, 418, 818, 426, 217, 180, 351]
    words = dataset.data.to_numpy().sum(axis=1)
    assert words.mean() == pytest.approx(18.2, abs=0.3)
    assert 1 <= words.min() < words.max() <= 30
    edges = dataset.extras["edges"]
    assert edges.shape == (5429, 2)
    assert (edges[:, 0] != edges[:, 1]).all()
    assert len(np.unique(edges, axis=0)) == 5429
    assert len(np.unique(np.sort(edges, axis=1), axis=0)) == 5278


def test_citations_mostly_stay_within_a_class_and_some_papers_are_cited_much() -> None:
    from scipy.sparse.csgraph import connected_components

    edges, target = loaded("citations").extras["edges"], labels("citations")
    assert (target[edges[:, 0]] == target[edges[:, 1]]).mean() == pytest.approx(0.81, abs=0.035)
    degree = np.asarray(adjacency().sum(axis=1)).ravel()
    assert degree.min() == 1
    assert np.median(degree) == 3
    assert degree.mean() == pytest.approx(3.9, abs=0.01)
    assert 60 < degree.max() < 350
    count, component = connected_components(adjacency())
    assert 50 < count < 100
    assert np.bincount(component).max() == pytest.approx(2485, abs=25)


def test_triangles_are_far_more_frequent_than_by_chance() -> None:
    import networkx as nx

    graph = nx.from_edgelist(loaded("citations").extras["edges"].tolist())
    assert 0.15 < nx.average_clustering(graph) < 0.4


def test_the_split_is_that_of_planetoid() -> None:
    extras, target = loaded("citations").extras, labels("citations")
    masks = [extras[part] for part in ("train", "validation", "test")]
    assert np.bincount(target[masks[0]]).tolist() == [20] * 7
    assert [int(mask.sum()) for mask in masks] == [140, 500, 1000]
    assert np.sum(masks, axis=0).max() == 1


def test_averaging_over_neighbours_beats_the_words_alone() -> None:
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    dataset, target = loaded("citations"), labels("citations")
    train, test = dataset.extras["train"], dataset.extras["test"]
    words = dataset.data.to_numpy() / dataset.data.to_numpy().sum(axis=1, keepdims=True)
    linked = adjacency() + sparse.eye(2708)
    scale = sparse.diags(1 / np.sqrt(np.asarray(linked.sum(axis=1)).ravel()))
    smooth = scale @ linked @ scale

    def score(features: np.ndarray[Any, Any]) -> float:
        model = LogisticRegression(C=30, max_iter=300).fit(features[train], target[train])
        return float(model.score(features[test], target[test]))

    alone, once, twice = score(words), score(smooth @ words), score(smooth @ (smooth @ words))
    assert 0.5 < alone < 0.64
    assert 0.77 < twice < 0.86
    assert alone + 0.08 < once < twice + 0.02
    assert (target[test] == 2).mean() < 0.35  # the majority class
