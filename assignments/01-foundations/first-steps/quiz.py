# ---
# title: "First steps: a graded quiz"
# ---

# %% [markdown]
# # First steps: a graded quiz
#
# Twelve questions on the first three lessons. You may read the lessons again while you answer, and compute with
# paper or with Python. Nothing here asks for a definition by heart: each question is a small case to be judged.
#
# Each question has an answer sheet, a function with a question mark for each part. Replace the question marks
# by your answers, and the last line by `return answers`:
#
#     def kinds() -> dict[str, str]:
#         answers = {
#             "letters": "classification",
#         }
#         return answers
#
# **What the checks say.** The check below a question looks at the *form* alone: every part is answered, with one
# of the words that are allowed. Then it says "filled in", and not "right". Whether the answers are right is
# judged when your work is graded: a wrong answer tells you why it is wrong, and you may think again. A question
# earns its points when all of its parts are right; the one on the kinds of learning comes in two halves, so that
# a slip does not cost everything.

# %%
from numbers import Integral, Number
from typing import Any

from mlcourse import check

KINDS = [
    "classification",
    "regression",
    "unsupervised",
    "semi-supervised",
    "self-supervised",
    "reinforcement",
]


def check_words(answers: Any, words: dict[str, list[Any]]) -> None:
    """Demand a dictionary with these keys, and for each key one of its words; `int` allows all whole numbers."""
    check.type(answers, dict, "what you return", "Fill in the sheet, and end with `return answers`.")
    for key, allowed in words.items():
        check.that(key in answers, f"there is no answer for {key!r}")
        given = answers[key]
        whole = int in allowed and isinstance(given, Integral)
        known = isinstance(given, (str, Number)) and any(given == word for word in allowed)
        names = ["a whole number" if word is int else str(word) for word in allowed]
        check.that(
            whole or known,
            f"the answer for {key!r} is {given!r}. What can be answered is: {', '.join(names)}",
        )
    for key in answers:
        check.that(key in words, f"there is an answer for {key!r}, which is not asked for")


def check_letters(answers: Any, letters: str) -> None:
    """Demand a set or a list of some of these letters, each at most once."""
    check.type(answers, (set, list, tuple), "what you return", 'Write letters in braces, such as {"X", "Y"}.')
    for letter in answers:
        known = isinstance(letter, str) and len(letter) == 1 and letter in letters
        check.that(
            known, f"{letter!r} is among your answers, and is none of the letters {', '.join(letters)}"
        )
    check.that(len(set(answers)) == len(answers), "a letter occurs twice in your answer")


def check_numbers(answers: Any, keys: list[str]) -> None:
    """Demand a dictionary with these keys and numbers."""
    check.type(answers, dict, "what you return", "Fill in the sheet, and end with `return answers`.")
    for key in keys:
        check.that(key in answers, f"there is no answer for {key!r}")
        check.type(answers[key], (int, float), f"the answer for {key!r}", "Write a number, without quotes.")
    for key in answers:
        check.that(key in keys, f"there is an answer for {key!r}, which is not asked for")


# %% [markdown]
# ## Where does the signal come from?
#
# What kind of learning does each case call for, as it is described? Answer with one of `"classification"` and
# `"regression"` (the two kinds of supervised learning), `"unsupervised"`, `"semi-supervised"`,
# `"self-supervised"`, `"reinforcement"`. Kinds may occur more than once or not at all.
#
# - `parcels`: an airport has 400,000 X-ray pictures of parcels. Of 900 of them it is known what was inside,
#   because somebody opened them. A program that finds batteries is trained with all of the pictures.
# - `pumps`: 2,000 water pumps report how they vibrate. No failure has ever been recorded. A program is to point
#   out the pumps that behave unlike all others.
# - `postcodes`: of 60,000 old letters a clerk has typed in the last digit of the postcode, from 0 to 9. A program
#   is to read this digit on other letters.
# - `lights`: a traffic light decides by itself how long each phase lasts. At the end of every hour it is told for
#   how many minutes all cars together have waited, and never which phase should have been longer.


# %% exercise="signals" difficulty=1 minutes=4 topics="how-machines-learn#supervised-learning, how-machines-learn#unsupervised-learning, how-machines-learn#semi-supervised-learning, how-machines-learn#reinforcement-learning"
def signals() -> dict[str, str]:
    """Return the kind of learning of each case."""
    answers = {
        "parcels": "?",
        "pumps": "?",
        "postcodes": "?",
        "lights": "?",
    }
    ### BEGIN SOLUTION
    answers = {
        "parcels": "semi-supervised",
        "pumps": "unsupervised",
        "postcodes": "classification",
        "lights": "reinforcement",
    }
    return answers
    ### END SOLUTION


# %% [markdown] hint="signals"
# Ask two questions for each case. Which examples come with an answer: all, some, or none? And who or what says
# whether an answer was good?

# %% check="signals" points=4
with check.exercise("signals", form_only=True):
    check_words(signals(), dict.fromkeys(["parcels", "pumps", "postcodes", "lights"], KINDS))
    ### BEGIN HIDDEN TESTS
    reasons = {
        "parcels": {
            "classification": "With the 900 opened parcels alone it would be. What do the others do here?",
            "unsupervised": "For 900 pictures there is an answer, and it is used.",
            "self-supervised": "No part of a picture is hidden and guessed; the answers come from people.",
        },
        "pumps": {
            "classification": "That needs examples of each class, and no failure was ever recorded.",
            "semi-supervised": "Which of the pumps would be the few that have a label?",
            "self-supervised": "Nothing is hidden and predicted. What is looked for is a structure.",
        },
        "postcodes": {
            "regression": "A 7 is not nearer to an 8 than to a 1, and 7.5 is no digit. Is it an amount?",
            "semi-supervised": "All of the 60,000 letters have their digit.",
            "self-supervised": "The digit was not hidden in the picture: a clerk has typed it in.",
        },
        "lights": {
            "regression": "A number comes back, but it is not the right answer. It says how good the choices were.",
            "classification": "Nobody tells which phase would have been right.",
            "unsupervised": "Something does come back after each hour. What does it say, and about what?",
        },
    }
    others = {
        "parcels": "Look at who knows the content, and of how many pictures.",
        "pumps": "Look for answers among the data. Are there any?",
        "postcodes": "Each example has an answer, and it is one of ten.",
        "lights": "The program acts, and hears afterwards how well it went.",
    }
    rights = {
        "parcels": "semi-supervised",
        "pumps": "unsupervised",
        "postcodes": "classification",
        "lights": "reinforcement",
    }
    given = signals()
    for case, right in rights.items():
        reason = reasons[case].get(str(given[case]), others[case])
        check.that(given[case] == right, f"{case} is not {given[case]}. {reason}")
    ### END HIDDEN TESTS


# %% reject="signals" because="takes any labels for supervised learning"
def signals():
    return {
        "parcels": "classification",
        "pumps": "unsupervised",
        "postcodes": "classification",
        "lights": "reinforcement",
    }


# %% reject="signals" because="looks for failures as classes"
def signals():
    return {
        "parcels": "semi-supervised",
        "pumps": "classification",
        "postcodes": "classification",
        "lights": "reinforcement",
    }


# %% reject="signals" because="takes every number for an amount"
def signals():
    return {
        "parcels": "semi-supervised",
        "pumps": "unsupervised",
        "postcodes": "regression",
        "lights": "reinforcement",
    }


# %% reject="signals" because="takes the waiting time for a label"
def signals():
    return {
        "parcels": "semi-supervised",
        "pumps": "unsupervised",
        "postcodes": "classification",
        "lights": "regression",
    }


# %% reject="signals" because="takes all pictures without labels for self-supervised learning"
def signals():
    return {
        "parcels": "self-supervised",
        "pumps": "unsupervised",
        "postcodes": "classification",
        "lights": "reinforcement",
    }


# %% reject="signals" because="says supervised, which is not among the words"
def signals():
    return {
        "parcels": "semi-supervised",
        "pumps": "unsupervised",
        "postcodes": "supervised",
        "lights": "reinforcement",
    }


# %% reject="signals" because="leaves a case out"
def signals():
    return {
        "parcels": "semi-supervised",
        "pumps": "unsupervised",
        "postcodes": "classification",
    }


# %% accept="signals" because="builds the dictionary by names"
def signals():
    return dict(lights=KINDS[-1], parcels="semi-supervised", pumps="unsupervised", postcodes="classification")


# %% accept="signals" because="goes from kinds to cases"
def signals():
    cases = {
        "reinforcement": "lights",
        "semi-supervised": "parcels",
        "unsupervised": "pumps",
        "classification": "postcodes",
    }
    return {case: kind for kind, case in cases.items()}


# %% [markdown]
# ## Four more cases
#
# The same question, with the same six words.
#
# - `birdsong`: there are a million recordings from forests, about which nothing is known. Two seconds are cut out
#   of each, and a network learns to fill them in. What kind is *this* training? (Later the network will be used
#   for something else.)
# - `chargers`: for each hour of three years it is known how many kilowatt-hours a charging station has sold, how
#   warm it was and which day it was. A program is to say how much will be sold in each hour of tomorrow.
# - `shoppers`: a shop knows the baskets of 80,000 customers. It wants eight groups of customers with similar
#   habits, and leaves open which groups these are.
# - `dialogue`: a language model can write already. Now it writes answers, a second program gives each answer
#   a mark, and the model is changed so that its answers get better marks.


# %% exercise="signals-again" difficulty=2 minutes=4 topics="how-machines-learn#supervised-learning, how-machines-learn#unsupervised-learning, how-machines-learn#self-supervised-learning, how-machines-learn#reinforcement-learning"
def signals_again() -> dict[str, str]:
    """Return the kind of learning of each case."""
    answers = {
        "birdsong": "?",
        "chargers": "?",
        "shoppers": "?",
        "dialogue": "?",
    }
    ### BEGIN SOLUTION
    answers = {
        "birdsong": "self-supervised",
        "chargers": "regression",
        "shoppers": "unsupervised",
        "dialogue": "reinforcement",
    }
    return answers
    ### END SOLUTION


# %% [markdown] hint="signals-again"
# In `birdsong` something is predicted, and the prediction can be compared with the truth. Where does this truth
# come from? In `dialogue`, does anybody write down what the model should have answered?

# %% check="signals-again" points=4
with check.exercise("signals-again", form_only=True):
    check_words(signals_again(), dict.fromkeys(["birdsong", "chargers", "shoppers", "dialogue"], KINDS))
    ### BEGIN HIDDEN TESTS
    reasons = {
        "birdsong": {
            "unsupervised": "Nobody has labelled anything, but something is predicted, and can be wrong.",
            "semi-supervised": "In this training there is not even one example with a label.",
            "regression": "Numbers are predicted, but nobody has written the right ones down.",
        },
        "chargers": {
            "classification": "The answer is an amount, not one of a few classes.",
            "self-supervised": "Nothing is hidden: the sales of the past were measured, and stand beside.",
            "unsupervised": "Every hour of the past has its answer.",
        },
        "shoppers": {
            "classification": "Classes are given beforehand, with examples of each. Here they are sought.",
            "semi-supervised": "Not a single customer comes with a group.",
            "self-supervised": "No part of a basket is hidden and guessed.",
        },
        "dialogue": {
            "self-supervised": "So it has learned to write, before. What changes it now?",
            "regression": "The mark is no right answer that the model should have given.",
            "classification": "Nobody tells which answer would have been right.",
        },
    }
    others = {
        "birdsong": "Look at what the network has to say, and what it is compared with.",
        "chargers": "Each example of the past has its answer, and it is a number.",
        "shoppers": "Look for answers among the data. Are there any?",
        "dialogue": "The model acts, and is told how good it was.",
    }
    rights = {
        "birdsong": "self-supervised",
        "chargers": "regression",
        "shoppers": "unsupervised",
        "dialogue": "reinforcement",
    }
    given = signals_again()
    for case, right in rights.items():
        reason = reasons[case].get(str(given[case]), others[case])
        check.that(given[case] == right, f"{case} is not {given[case]}. {reason}")
    ### END HIDDEN TESTS


# %% reject="signals-again" because="calls everything without labels unsupervised"
def signals_again():
    return {
        "birdsong": "unsupervised",
        "chargers": "regression",
        "shoppers": "unsupervised",
        "dialogue": "reinforcement",
    }


# %% reject="signals-again" because="takes hours for classes"
def signals_again():
    return {
        "birdsong": "self-supervised",
        "chargers": "classification",
        "shoppers": "unsupervised",
        "dialogue": "reinforcement",
    }


# %% reject="signals-again" because="takes groups for classes"
def signals_again():
    return {
        "birdsong": "self-supervised",
        "chargers": "regression",
        "shoppers": "classification",
        "dialogue": "reinforcement",
    }


# %% reject="signals-again" because="knows only how language models begin"
def signals_again():
    return {
        "birdsong": "self-supervised",
        "chargers": "regression",
        "shoppers": "unsupervised",
        "dialogue": "self-supervised",
    }


# %% reject="signals-again" because="takes the mark for a label"
def signals_again():
    return {
        "birdsong": "self-supervised",
        "chargers": "regression",
        "shoppers": "unsupervised",
        "dialogue": "regression",
    }


# %% reject="signals-again" because="leaves a question mark"
def signals_again():
    return {
        "birdsong": "self-supervised",
        "chargers": "regression",
        "shoppers": "unsupervised",
        "dialogue": "?",
    }


# %% accept="signals-again" because="builds the dictionary from pairs"
def signals_again():
    return dict(
        zip(["birdsong", "chargers", "shoppers", "dialogue"], [KINDS[4], KINDS[1], KINDS[2], KINDS[5]])
    )


# %% accept="signals-again" because="fills the sheet line by line"
def signals_again():
    answers = {}
    answers["dialogue"] = "reinforcement"
    answers["chargers"] = "regression"
    answers["birdsong"] = "self" + "-" + "supervised"
    answers["shoppers"] = "unsupervised"
    return answers


# %% [markdown]
# ## The life of a moth counter
#
# Traps in orchards photograph the moths that sit down in them. A program is to find those that are pests. Here is
# its story, in pieces. Put them in order: return a list of the nine letters, the first step first.
#
# - **A** The candidate that was cheapest on the second summer is chosen.
# - **B** The program goes live in all the orchards, with a switch to turn it off.
# - **C** Three candidates are fitted to the pictures of the first summer. On the second summer each of them costs
#   less than the 310 that were to be beaten.
# - **D** Growers and programmers agree on what is to be found, for whom, and that a missed pest costs as much as 30
#   false alarms.
# - **E** The weekly counts show that mistakes have doubled since the traps have other lamps. New pictures are
#   collected and labelled.
# - **F** The pictures of three summers are collected, and those of the third summer are locked away.
# - **G** By the costs agreed on, the answer "never a pest" costs 310 on the second summer.
# - **H** The pictures that were locked away are used, once, to say what the chosen program costs.
# - **I** Every week a person looks at 100 pictures that the program has judged in the orchards, and counts its
#   mistakes.


# %% exercise="cycle" difficulty=2 minutes=5 topics="how-machines-learn#the-life-cycle, how-machines-learn#choosing-a-model, what-is-machine-learning#skills-and-responsibilities"
def cycle() -> list[str]:
    """Return the letters of the nine steps in their order."""
    answers = ["?"]
    ### BEGIN SOLUTION
    answers = ["D", "F", "G", "C", "A", "H", "B", "I", "E"]
    return answers
    ### END SOLUTION


# %% [markdown] hint="cycle"
# Look for what a step needs: a number that another step has found, or pictures that another step has made. And
# keep in mind what the third summer is for.

# %% check="cycle" points=4
with check.exercise("cycle", form_only=True):
    given = cycle()
    check.type(given, (list, tuple), "what you return", 'An order needs a list, such as ["X", "Y"]. A set has none.')
    check_letters(given, "ABCDEFGHI")
    check.equal(len(given), 9, "the number of letters", "Each of the nine steps occurs once.")
    ### BEGIN HIDDEN TESTS
    places = {str(letter): place for place, letter in enumerate(given)}
    needs = {
        "DF": "pictures are collected before anybody has said what is to be found, and what a mistake costs. "
        "That decides which data are needed",
        "FG": "something is measured on pictures that have not been collected yet",
        "GC": "the candidates are compared with a number that nobody has found yet",
        "CA": "one of the candidates is chosen before there are any",
        "AH": "the pictures that were locked away are used while there is still a choice to make. "
        "Then they have a say in it, and their number flatters",
        "HB": "the program goes live before anybody has an honest number for it",
        "BI": "pictures from the use in the orchards are looked at before the program is in use",
        "IE": "the counts of every week show something before anybody counts",
    }
    for (before, after), mistake in needs.items():
        check.that(places[before] < places[after], f"in your order {mistake}")
    ### END HIDDEN TESTS


# %% reject="cycle" because="collects first and asks what for afterwards"
def cycle():
    return ["F", "D", "G", "C", "A", "H", "B", "I", "E"]


# %% reject="cycle" because="has the baseline after the candidates"
def cycle():
    return ["D", "F", "C", "G", "A", "H", "B", "I", "E"]


# %% reject="cycle" because="uses the test pictures to choose"
def cycle():
    return ["D", "F", "G", "C", "H", "A", "B", "I", "E"]


# %% reject="cycle" because="tests in the orchards before it tests at home"
def cycle():
    return ["D", "F", "G", "C", "A", "B", "H", "I", "E"]


# %% reject="cycle" because="watches only once something has gone wrong"
def cycle():
    return ["D", "F", "G", "C", "A", "H", "B", "E", "I"]


# %% reject="cycle" because="checks the pictures before the program is in use"
def cycle():
    return ["D", "F", "G", "C", "A", "H", "I", "B", "E"]


# %% reject="cycle" because="leaves the last step out"
def cycle():
    return ["D", "F", "G", "C", "A", "H", "B", "I"]


# %% reject="cycle" because="answers with a set, which has no order"
def cycle():
    return {"A", "B", "C", "D", "E", "F", "G", "H", "I"}


# %% accept="cycle" because="takes a word apart"
def cycle():
    return list("DFGCAHBIE")


# %% accept="cycle" because="sorts by the place of each step"
def cycle():
    places = {"A": 5, "B": 7, "C": 4, "D": 1, "E": 9, "F": 2, "G": 3, "H": 6, "I": 8}
    return tuple(sorted(places, key=places.get))


# %% [markdown]
# ## A plan with leaks
#
# On the day of a knee operation, a hospital wants to know which patients will need a second operation within a
# year. It has the records of 6,000 past operations on 4,100 patients. This is the plan:
#
# - **A** Names and insurance numbers give way to a number for each patient, which no model sees.
# - **B** Each operation is described by the patient's age and weight, the surgeon's notes of that day, and the
#   number of visits to the doctor in the six months after it.
# - **C** The 6,000 operations are shuffled, and split: 4,000 to train, 1,000 to validate, 1,000 to test.
# - **D** Where a weight is missing, the mean weight of the 4,000 training operations is filled in, in all three
#   parts.
# - **E** The baseline says "no second operation" for everyone; its cost is computed on the validation operations.
# - **F** Four models are fitted to the training operations; the one with the lowest cost on the validation
#   operations is kept.
# - **G** From which probability on a patient counts as at risk is chosen such that the cost on the test operations
#   becomes lowest.
# - **H** The cost of the kept model on the test operations is reported.
#
# Because of some of these steps the reported number promises more than the program will keep for new patients, or
# the program cannot be used at all. Return the set of the letters of the steps that have to be changed.


# %% exercise="leaks" difficulty=3 minutes=5 topics="how-machines-learn#choosing-a-model, how-machines-learn#the-life-cycle, how-machines-learn#evaluation-metrics"
def leaks() -> set[str]:
    """Return the letters of the steps that have to be changed."""
    answers = {"?"}
    ### BEGIN SOLUTION
    answers = {"B", "C", "G"}
    return answers
    ### END SOLUTION


# %% [markdown] hint="leaks"
# Two questions for each step. Can this be known on the day on which the prediction is needed? And do the test
# operations stand for what is new, and have they had no say in anything?

# %% check="leaks" points=4
with check.exercise("leaks", form_only=True):
    given = leaks()
    check_letters(given, "ABCDEFGH")
    check.that(len(given) > 0, "your set is empty: there is something wrong with the plan")
    ### BEGIN HIDDEN TESTS
    harmless = {
        "A": "The models lose nothing that they need, and it stays known which operations are of the same patient.",
        "D": "The number that is filled in comes from the training part alone. It can be filled in for new patients too.",
        "E": "The baseline is judged on the same data as the candidates. That is how they can be compared.",
        "F": "To choose among models is just what the validation part is for.",
        "H": "To report the test number is right. What matters is what was done with these operations before.",
    }
    for letter, reason in harmless.items():
        check.that(letter not in given, f"step {letter} need not be changed. {reason}")
    missed = {
        "B": "go through all that describes an operation, and ask when each of it is known",
        "C": "compare the number of operations with the number of patients. Is a test operation always new?",
        "G": "ask for each choice in the plan which data have decided it",
    }
    for letter, question in missed.items():
        check.that(letter in given, f"your set lacks a step that has to be changed: {question}")
    ### END HIDDEN TESTS


# %% reject="leaks" because="sees no harm in what is known later"
def leaks():
    return {"C", "G"}


# %% reject="leaks" because="sees no harm in patients who are on both sides"
def leaks():
    return {"B", "G"}


# %% reject="leaks" because="sees no harm in a threshold chosen on test data"
def leaks():
    return {"B", "C"}


# %% reject="leaks" because="suspects every filling of holes"
def leaks():
    return {"B", "C", "D", "G"}


# %% reject="leaks" because="suspects every choice"
def leaks():
    return {"B", "C", "F", "G"}


# %% reject="leaks" because="blames the report"
def leaks():
    return {"B", "C", "G", "H"}


# %% reject="leaks" because="answers in a text"
def leaks():
    return "BCG"


# %% accept="leaks" because="answers with a list"
def leaks():
    return ["G", "B", "C"]


# %% accept="leaks" because="takes the harmless steps away from all"
def leaks():
    return set("ABCDEFGH") - {"A", "D", "E", "F", "H"}


# %% [markdown]
# ## Six flats
#
# The monthly rents of six flats, in hundreds of euros. A model was fitted to the three known flats; for the three
# new ones its predictions are given.
#
# | flat | 1 | 2 | 3 | 4 | 5 | 6 |
# |---|---|---|---|---|---|---|
# | part | known | known | known | new | new | new |
# | rent | 9 | 12 | 15 | 10 | 17 | 13 |
# | prediction | | | | 11 | 13 | 13 |
#
# Compute for the *new* flats, in these units, rounded to two decimals or more:
#
# - `mse`: the mean squared error of the model;
# - `mae`: the mean absolute error of the model;
# - `baseline_mae`: the mean absolute error of the baseline that predicts the same rent for every flat, the mean of
#   those rents that it may know.


# %% exercise="six-flats" difficulty=2 minutes=5 topics="how-machines-learn#loss-functions, how-machines-learn#evaluation-metrics"
def six_flats() -> dict[str, float]:
    """Return the three errors."""
    answers = {
        "mse": "?",
        "mae": "?",
        "baseline_mae": "?",
    }
    ### BEGIN SOLUTION
    errors = [11 - 10, 13 - 17, 13 - 13]
    level = (9 + 12 + 15) / 3
    answers = {
        "mse": sum(error**2 for error in errors) / 3,
        "mae": sum(abs(error) for error in errors) / 3,
        "baseline_mae": (abs(level - 10) + abs(level - 17) + abs(level - 13)) / 3,
    }
    return answers
    ### END SOLUTION


# %% [markdown] hint="six-flats"
# The errors of the model are 1, −4 and 0. The baseline is fitted as well, and to what is every model fitted?

# %% check="six-flats" points=3
with check.exercise("six-flats", form_only=True):
    check_numbers(six_flats(), ["mse", "mae", "baseline_mae"])
    ### BEGIN HIDDEN TESTS
    mistakes = [
        ("mse", 17, "It is the sum of the squares. What does *mean* ask for?"),
        ("mse", 2.380, "The root of it is another metric, the RMSE."),
        ("mse", 1, "Errors of both signs have cancelled. Square each of them first."),
        ("mse", 1.667, "The errors have to be squared: one of 4 counts sixteen times as much as one of 1."),
        ("mae", 5, "It is the sum of the sizes. What does *mean* ask for?"),
        ("mae", 1, "Errors of both signs have cancelled. Take the size of each first."),
        ("mae", -1, "Errors of both signs have cancelled. Take the size of each first."),
        ("mae", 2.5, "A flat that is predicted exactly counts as well, with the error 0."),
        (
            "baseline_mae",
            22 / 9,
            "The rent that is guessed has used rents of new flats, which are not known yet.",
        ),
        ("baseline_mae", 10, "The errors were squared."),
        ("baseline_mae", 8, "It is the sum of the sizes. What does *mean* ask for?"),
        ("baseline_mae", 2, "These are errors on the known flats. They say nothing about new ones."),
    ]
    given = six_flats()
    for key, right in {"mse": 17 / 3, "mae": 5 / 3, "baseline_mae": 8 / 3}.items():
        for name, wrong, reason in mistakes:
            check.that(name != key or abs(given[key] - wrong) > 0.006, f"{key} is not {given[key]}. {reason}")
        check.close(
            given[key],
            right,
            key,
            "Write the three errors down, one below the other. Round only the result, to the nearest.",
            rtol=0,
            atol=0.006,
        )
    ### END HIDDEN TESTS


# %% reject="six-flats" because="adds up and does not divide"
def six_flats():
    return {
        "mse": 17.0,
        "mae": 1.67,
        "baseline_mae": 2.67,
    }


# %% reject="six-flats" because="lets errors cancel"
def six_flats():
    return {
        "mse": 5.67,
        "mae": 1,
        "baseline_mae": 2.67,
    }


# %% reject="six-flats" because="takes the mean of the new flats for the baseline"
def six_flats():
    level = (10 + 17 + 13) / 3
    return {"mse": 17 / 3, "mae": 5 / 3, "baseline_mae": sum(abs(level - rent) for rent in (10, 17, 13)) / 3}


# %% reject="six-flats" because="judges the baseline on the known flats"
def six_flats():
    return {
        "mse": 5.67,
        "mae": 1.67,
        "baseline_mae": 2,
    }


# %% reject="six-flats" because="takes the root"
def six_flats():
    return {"mse": (17 / 3) ** 0.5, "mae": 5 / 3, "baseline_mae": 8 / 3}


# %% reject="six-flats" because="rounds to one decimal"
def six_flats():
    return {
        "mse": 5.7,
        "mae": 1.7,
        "baseline_mae": 2.7,
    }


# %% reject="six-flats" because="writes numbers as texts"
def six_flats():
    return {
        "mse": "5.67",
        "mae": 1.67,
        "baseline_mae": 2.67,
    }


# %% accept="six-flats" because="has computed by hand"
def six_flats():
    return {
        "mse": 5.67,
        "mae": 1.67,
        "baseline_mae": 2.67,
    }


# %% accept="six-flats" because="lets NumPy compute"
def six_flats():
    import numpy as np

    known, new, predicted = np.array([9, 12, 15]), np.array([10, 17, 13]), np.array([11, 13, 13])
    return {
        "mse": ((predicted - new) ** 2).mean(),
        "mae": np.abs(predicted - new).mean(),
        "baseline_mae": np.abs(known.mean() - new).mean(),
    }


# %% [markdown]
# ## Four descents
#
# A model has one parameter $w$, and its loss is $w^2$. At $w$ the loss rises by $2w$ for each unit of $w$; at 10,
# for example, by 20. Gradient descent begins at $w = 10$. Here are the first positions of four runs:
#
# | run | start | after step 1 | after step 2 | after step 3 |
# |---|---|---|---|---|
# | A | 10 | 8 | 6.4 | 5.12 |
# | B | 10 | −8 | 6.4 | −5.12 |
# | C | 10 | −12 | 14.4 | −17.28 |
# | D | 10 | −10 | 10 | −10 |
#
# Which learning rate does each run have? The rates to choose from are 0.1, 0.2, 0.5, 0.9, 1.0 and 1.1. (And look at
# the losses of A and B: do they tell which of the two jumps over the valley?)


# %% exercise="descents" difficulty=2 minutes=4 topics="how-machines-learn#optimisation-algorithms"
def descents() -> dict[str, float]:
    """Return the learning rate of each run."""
    answers = {
        "A": "?",
        "B": "?",
        "C": "?",
        "D": "?",
    }
    ### BEGIN SOLUTION
    answers = {
        "A": 0.1,
        "B": 0.9,
        "C": 1.1,
        "D": 1.0,
    }
    return answers
    ### END SOLUTION


# %% [markdown] hint="descents"
# One step takes $w$ to $w - \text{rate} \cdot 2w$. Try a rate: where does the first step end?

# %% check="descents" points=3
with check.exercise("descents", form_only=True):
    check_words(descents(), dict.fromkeys(["A", "B", "C", "D"], [0.1, 0.2, 0.5, 0.9, 1.0, 1.1]))
    ### BEGIN HIDDEN TESTS
    given = descents()
    for run, right, first in [("A", 0.1, 8), ("B", 0.9, -8), ("C", 1.1, -12), ("D", 1.0, -10)]:
        there = 10 - 20 * float(given[run])
        check.that(
            abs(float(given[run]) - right) < 1e-9,
            f"the rate of run {run} is not {given[run]}: with it the first step would end at {there:g}, not at {first}. "
            "A step is the rate times the rise of the loss, which is 20 there, and it leads downhill",
        )
    ### END HIDDEN TESTS


# %% reject="descents" because="forgets the 2 of the slope"
def descents():
    return {
        "A": 0.2,
        "B": 0.9,
        "C": 1.1,
        "D": 1.0,
    }


# %% reject="descents" because="takes a run that jumps to and fro for a slow one"
def descents():
    return {
        "A": 0.1,
        "B": 0.1,
        "C": 1.1,
        "D": 1.0,
    }


# %% reject="descents" because="confuses what explodes with what shrinks"
def descents():
    return {
        "A": 0.1,
        "B": 1.1,
        "C": 0.9,
        "D": 1.0,
    }


# %% reject="descents" because="thinks that a step as long as the way back is half the way"
def descents():
    return {
        "A": 0.1,
        "B": 0.9,
        "C": 1.1,
        "D": 0.5,
    }


# %% reject="descents" because="answers with words"
def descents():
    return {
        "A": 0.1,
        "B": 0.9,
        "C": "too large",
        "D": 1.0,
    }


# %% accept="descents" because="solves for the rate"
def descents():
    firsts = {"A": 8, "B": -8, "C": -12, "D": -10}
    return {run: round((10 - first) / 20, 6) for run, first in firsts.items()}


# %% accept="descents" because="tries all the rates"
def descents():
    def path(rate):
        w = 10.0
        return [round(w := w - rate * 2 * w, 2) for _ in range(3)]

    runs = {"A": [8, 6.4, 5.12], "B": [-8, 6.4, -5.12], "C": [-12, 14.4, -17.28], "D": [-10, 10, -10]}
    return {
        run: rate for run, way in runs.items() for rate in (0.1, 0.2, 0.5, 0.9, 1, 1.1) if path(rate) == way
    }


# %% [markdown]
# ## "Right in 99 of 100 cases"
#
# A bank looks at 5,000 payments, 50 of which are fraud. A detector blocks 40 payments, and 20 of these are fraud. A
# fraud that gets through costs the bank 200 euros, an honest payment that is blocked 5 euros; nothing else costs
# anything. Which of these statements are true? Return the set of their letters.
#
# - **A** The detector treats 99 % of the payments rightly.
# - **B** That number shows that it finds nearly all of the fraud.
# - **C** A detector that never blocks anything treats just as many payments rightly.
# - **D** Since it is no better than that by its accuracy, it is worth nothing to the bank.
# - **E** Half of the payments that it blocks are honest.
# - **F** Its recall for fraud is 50 %.
# - **G** Compared with no detector, it saves the bank 3,900 euros on these payments.


# %% exercise="rare-class" difficulty=2 minutes=5 topics="how-machines-learn#evaluation-metrics, what-is-machine-learning#what-it-can-and-cannot-do"
def rare_class() -> set[str]:
    """Return the letters of the true statements."""
    answers = {"?"}
    ### BEGIN SOLUTION
    answers = {"A", "C", "E", "G"}
    return answers
    ### END SOLUTION


# %% [markdown] hint="rare-class"
# Make a table with four cells first: fraud and honest, blocked and not blocked. The four numbers add up to 5,000.

# %% check="rare-class" points=4
with check.exercise("rare-class", form_only=True):
    given = rare_class()
    check_letters(given, "ABCDEFG")
    check.that(len(given) > 0, "your set is empty: some of the statements are true")
    ### BEGIN HIDDEN TESTS
    false = {
        "B": "Accuracy counts the many honest payments. How many of the 50 frauds are blocked?",
        "D": "Accuracy counts both kinds of mistakes alike; the bank does not. What do the mistakes cost, with and without?",
        "F": "You looked at the blocked payments. Recall asks how much of the fraud is found.",
    }
    for letter, reason in false.items():
        check.that(letter not in given, f"statement {letter} is not true. {reason}")
    true = {
        "A": "count all payments that are treated rightly, blocked frauds and honest ones that pass",
        "C": "count what doing nothing gets right",
        "E": "look once more at the 40 payments that are blocked",
        "G": "add up what the mistakes cost, with the detector and without it",
    }
    for letter, task in true.items():
        check.that(letter in given, f"a true statement is missing in your set: {task}")
    ### END HIDDEN TESTS


# %% reject="rare-class" because="believes in accuracy"
def rare_class():
    return {"A", "B", "C", "E", "G"}


# %% reject="rare-class" because="believes in accuracy, to the detector's harm"
def rare_class():
    return {"A", "C", "D", "E"}


# %% reject="rare-class" because="takes precision for recall"
def rare_class():
    return {"A", "C", "E", "F", "G"}


# %% reject="rare-class" because="cannot believe that doing nothing is as accurate"
def rare_class():
    return {"A", "E", "G"}


# %% reject="rare-class" because="forgets the honest payments that pass"
def rare_class():
    return {"C", "E", "G"}


# %% reject="rare-class" because="counts what blocking saves, and not what it costs"
def rare_class():
    return {"A", "C", "E"}


# %% reject="rare-class" because="answers with small letters"
def rare_class():
    return {"a", "c", "e", "g"}


# %% accept="rare-class" because="answers with a list"
def rare_class():
    return ["A", "C", "E", "G"]


# %% accept="rare-class" because="computes each statement"
def rare_class():
    payments, fraud, blocked, caught = 5000, 50, 40, 20
    wrong = (fraud - caught) + (blocked - caught)
    saved = 200 * fraud - (200 * (fraud - caught) + 5 * (blocked - caught))
    truth = {
        "A": 1 - wrong / payments == 0.99,
        "B": caught / fraud > 0.9,
        "C": wrong == fraud,
        "D": saved <= 0,
        "E": blocked - caught == blocked / 2,
        "F": caught / fraud == 0.5,
        "G": saved == 3900,
    }
    return {letter for letter, holds in truth.items() if holds}


# %% [markdown]
# ## What the kernel knows
#
# This is a notebook as you find it on the screen. The number in brackets is a cell's turn: the one with `[5]` was
# the fifth to be run. The cell that ran third said `offset = 5`; it has been deleted since. What ran first was the
# top cell, which was run again later.
#
#     [5]   xs = [1, 2, 3]
#     [2]   factor = 2
#     [6]   ys = [factor * x for x in xs]
#     [4]   factor = 10
#     [7]   total = sum(ys)
#     [8]   answer = total + offset
#
# - `total_now` and `answer_now`: the values that the two names have in the kernel now.
# - `total_after` and `answer_after`: the values after *Restart Kernel and Run All Cells*.
#
# Each answer is a whole number or, if the cell that would make it ends with that error, the text `"NameError"`.


# %% exercise="hidden-state" difficulty=2 minutes=4 topics="development-environment#jupyter-notebooks"
def hidden_state() -> dict[str, int | str]:
    """Return the values now, and after a restart."""
    answers = {
        "total_now": "?",
        "answer_now": "?",
        "total_after": "?",
        "answer_after": "?",
    }
    ### BEGIN SOLUTION
    answers = {
        "total_now": 60,
        "answer_now": 65,
        "total_after": 12,
        "answer_after": "NameError",
    }
    return answers
    ### END SOLUTION


# %% [markdown] hint="hidden-state"
# For now, write the cells down in the order of their numbers, the deleted one too. For later, in the order in which
# they stand. In each, cross out what is overwritten.

# %% check="hidden-state" points=4
with check.exercise("hidden-state", form_only=True):
    names = ["total_now", "answer_now", "total_after", "answer_after"]
    check_words(hidden_state(), dict.fromkeys(names, [int, "NameError"]))
    ### BEGIN HIDDEN TESTS
    mistakes = [
        (
            "total_now",
            12,
            "What counts is the number of a cell, not its place on the page. Which factor was set last before [6]?",
        ),
        ("total_now", 6, "That is the sum of xs. What has been done to the values in ys?"),
        (
            "answer_now",
            "NameError",
            "The cell is gone from the page. Did it run, and does the kernel forget?",
        ),
        ("answer_now", 60, "A deleted cell did run once, and its name has a value."),
        ("answer_now", 17, "The kernel has run the cells in the order of their numbers."),
        (
            "total_after",
            60,
            "After a restart the cells run from top to bottom. Which factor is known at the third cell?",
        ),
        (
            "total_after",
            "NameError",
            "Go through the first five cells from the top. Is a name missing there?",
        ),
        ("answer_after", 65, "The kernel is a new one. Which of the cells on the page makes offset?"),
        ("answer_after", 17, "The kernel is a new one. Which of the cells on the page makes offset?"),
        ("answer_after", 12, "A name that was never made is not 0."),
    ]
    given = hidden_state()
    for key, right in {
        "total_now": 60,
        "answer_now": 65,
        "total_after": 12,
        "answer_after": "NameError",
    }.items():
        for name, wrong, reason in mistakes:
            check.that(name != key or given[key] != wrong, f"{key} is not {given[key]}. {reason}")
        follow = "Follow each name from cell to cell, in the order in which they run."
        check.that(given[key] == right, f"{key} is not {given[key]}. {follow}")
    ### END HIDDEN TESTS


# %% reject="hidden-state" because="reads the page from top to bottom"
def hidden_state():
    return {
        "total_now": 12,
        "answer_now": 17,
        "total_after": 12,
        "answer_after": "NameError",
    }


# %% reject="hidden-state" because="thinks that what is deleted is forgotten"
def hidden_state():
    return {
        "total_now": 60,
        "answer_now": "NameError",
        "total_after": 12,
        "answer_after": "NameError",
    }


# %% reject="hidden-state" because="thinks that a restart changes nothing"
def hidden_state():
    return {
        "total_now": 60,
        "answer_now": 65,
        "total_after": 60,
        "answer_after": 65,
    }


# %% reject="hidden-state" because="keeps offset over the restart"
def hidden_state():
    return {
        "total_now": 60,
        "answer_now": 65,
        "total_after": 12,
        "answer_after": 17,
    }


# %% reject="hidden-state" because="takes the sum of the factors"
def hidden_state():
    return {
        "total_now": 72,
        "answer_now": 65,
        "total_after": 12,
        "answer_after": "NameError",
    }


# %% reject="hidden-state" because="names another error"
def hidden_state():
    return {
        "total_now": 60,
        "answer_now": 65,
        "total_after": 12,
        "answer_after": "KeyError",
    }


# %% accept="hidden-state" because="runs the cells in its head, with sums"
def hidden_state():
    total = sum(10 * x for x in (1, 2, 3))
    return {
        "answer_now": total + 5,
        "answer_after": "NameError",
        "total_now": total,
        "total_after": sum((2, 4, 6)),
    }


# %% accept="hidden-state" because="lets Python run the cells in both orders"
def hidden_state():
    cells = {
        5: "xs = [1, 2, 3]",
        2: "factor = 2",
        6: "ys = [factor * x for x in xs]",
        4: "factor = 10",
        7: "total = sum(ys)",
        8: "answer = total + offset",
    }

    def run(order):
        names = {}
        for source in order:
            try:
                exec(source, names)
            except NameError as error:
                names[source.split()[0]] = type(error).__name__
        return names["total"], names["answer"]

    now = run(source for _, source in sorted({**cells, 3: "offset = 5"}.items()))
    after = run(cells.values())
    return dict(zip(("total_now", "answer_now", "total_after", "answer_after"), now + after))


# %% [markdown]
# ## What does git know?
#
# A folder holds two files, `settings.txt` with the line `rate = 1`, and `notes.txt`. Somebody types these commands;
# a line after `#` says what is done in the editor. (`-a` takes all files along that git knows already.)
#
# ```bash
# git init --initial-branch=main
# git add settings.txt
# git commit -m "One"
# # settings.txt becomes: rate = 2
# git add settings.txt
# # settings.txt becomes: rate = 3
# git commit -m "Two"
# git restore settings.txt
# git switch --create trial
# # settings.txt becomes: rate = 4
# git commit -a -m "Three"
# git switch main
# ```
#
# At the end of all this:
#
# - `rate`: which rate stands in `settings.txt` in the folder?
# - `commits_main` and `commits_trial`: how many commits does the history of each branch have?
# - `lost`: which rate is in none of the commits?
# - `notes`: is `notes.txt` `"committed"`, `"unknown"` to git, or `"deleted"`?


# %% exercise="git-trace" difficulty=3 minutes=5 topics="development-environment#git"
def git_trace() -> dict[str, int | str]:
    """Return what the commands leave."""
    answers = {
        "rate": "?",
        "commits_main": "?",
        "commits_trial": "?",
        "lost": "?",
        "notes": "?",
    }
    ### BEGIN SOLUTION
    answers = {
        "rate": 2,
        "commits_main": 2,
        "commits_trial": 3,
        "lost": 3,
        "notes": "unknown",
    }
    return answers
    ### END SOLUTION


# %% [markdown] hint="git-trace"
# `git add` takes a file as it is at that moment, and `git commit` makes a commit of what was taken. What has changed
# since is not in it.

# %% [markdown] hint="git-trace"
# Draw the commits as points and write the rate at each. A branch is a name for one of them, and its history leads from
# there back to the first.

# %% check="git-trace" points=4
with check.exercise("git-trace", form_only=True):
    numbers = dict.fromkeys(["rate", "commits_main", "commits_trial", "lost"], [int])
    check_words(git_trace(), {**numbers, "notes": ["committed", "unknown", "deleted"]})
    ### BEGIN HIDDEN TESTS
    mistakes = [
        ("rate", 1, "Since the first commit, another one was made on main. With what in it?"),
        (
            "rate",
            3,
            "The folder shows the files of the branch that one is on, and this rate was never in a commit of it.",
        ),
        ("rate", 4, "That was committed on the other branch. The last command goes back."),
        ("commits_main", 1, "The second commit had something to take: what was added before it."),
        ("commits_main", 3, "A commit belongs to the branch that one is on when it is made."),
        ("commits_trial", 1, "A branch begins at a commit, and that commit has a history."),
        ("commits_trial", 2, "Count from the newest commit of the branch back to the very first."),
        ("lost", 1, "It is in the first commit. What was committed is hard to lose."),
        (
            "lost",
            2,
            "It was added and then committed. What was in the folder at the time of the commit does not matter.",
        ),
        ("lost", 4, "It was committed on the other branch, and stays there."),
        ("notes", "committed", "Was it ever added? `-a` leaves out what git does not know."),
        ("notes", "deleted", "No command removes a file that git has never been told of."),
    ]
    given = git_trace()
    rights = {"rate": 2, "commits_main": 2, "commits_trial": 3, "lost": 3, "notes": "unknown"}
    for key, right in rights.items():
        for name, wrong, reason in mistakes:
            check.that(name != key or given[key] != wrong, f"{key} is not {given[key]}. {reason}")
        check.equal(given[key], right, key, "Go through the commands one by one.")
    ### END HIDDEN TESTS


# %% reject="git-trace" because="thinks that a commit takes the file as it is"
def git_trace():
    return {
        "rate": 3,
        "commits_main": 2,
        "commits_trial": 3,
        "lost": 2,
        "notes": "unknown",
    }


# %% reject="git-trace" because="thinks that switching keeps the other branch's file"
def git_trace():
    return {
        "rate": 4,
        "commits_main": 2,
        "commits_trial": 3,
        "lost": 3,
        "notes": "unknown",
    }


# %% reject="git-trace" because="counts the commits of all branches on main"
def git_trace():
    return {
        "rate": 2,
        "commits_main": 3,
        "commits_trial": 3,
        "lost": 3,
        "notes": "unknown",
    }


# %% reject="git-trace" because="begins to count where the branch begins"
def git_trace():
    return {
        "rate": 2,
        "commits_main": 2,
        "commits_trial": 1,
        "lost": 3,
        "notes": "unknown",
    }


# %% reject="git-trace" because="thinks that what was staged is lost when the file changes"
def git_trace():
    return {
        "rate": 2,
        "commits_main": 2,
        "commits_trial": 3,
        "lost": 2,
        "notes": "unknown",
    }


# %% reject="git-trace" because="lets commit -a take every file"
def git_trace():
    return {
        "rate": 2,
        "commits_main": 2,
        "commits_trial": 3,
        "lost": 3,
        "notes": "committed",
    }


# %% reject="git-trace" because="invents a commit"
def git_trace():
    return {
        "rate": 2,
        "commits_main": 2,
        "commits_trial": 5,
        "lost": 3,
        "notes": "unknown",
    }


# %% reject="git-trace" because="counts in words"
def git_trace():
    return {
        "rate": 2,
        "commits_main": "two",
        "commits_trial": 3,
        "lost": 3,
        "notes": "unknown",
    }


# %% accept="git-trace" because="follows the commands in Python"
def git_trace():
    main = [1]
    staged = 2
    main.append(staged)
    trial = [*main, 4]
    lost = ({1, 2, 3, 4} - set(main) - set(trial)).pop()
    return {
        "rate": main[-1],
        "commits_main": len(main),
        "commits_trial": len(trial),
        "lost": lost,
        "notes": "unknown",
    }


# %% accept="git-trace" because="writes its answers in another order"
def git_trace():
    return dict(notes="unknown", lost=3, commits_trial=3, commits_main=2, rate=2)


# %% [markdown]
# ## Four machines
#
# The same notebook runs on four machines. It begins with `here = device.pick()`. What is `here.kind` on each of them:
# `"cuda"`, `"mps"` or `"cpu"`?
#
# - `laptop`: a Mac with an Apple chip, on which PyTorch works without trouble.
# - `server`: two NVIDIA cards, on which PyTorch works without trouble.
# - `museum`: a PC with an NVIDIA card that is so old that the first small computation on it ends with an error.
# - `cluster`: the same as `server`, but its administrator has set the environment variable `MLCOURSE_DEVICE` to
#   `cpu`.
#
# Then come these lines:
#
# ```python
# layer = torch.nn.Linear(3, 2).to(here.kind)
# batch = torch.ones(4, 3)
# print(layer(batch))
# ```
#
# - `stops`: the set of the machines on which the last line stops with an error, such as `{"laptop", "cluster"}`.


# %% exercise="machines" difficulty=2 minutes=4 topics="development-environment#cpu-gpu-and-mps"
def machines() -> dict[str, str | set[str]]:
    """Return the device of each machine, and where the lines stop."""
    answers = {
        "laptop": "?",
        "server": "?",
        "museum": "?",
        "cluster": "?",
        "stops": {"?"},
    }
    ### BEGIN SOLUTION
    answers = {
        "laptop": "mps",
        "server": "cuda",
        "museum": "cpu",
        "cluster": "cpu",
        "stops": {"laptop", "server"},
    }
    return answers
    ### END SOLUTION


# %% [markdown] hint="machines"
# `pick` does not ask what a machine has. It tries a small computation, on one device after the other. In which order,
# and what goes before all that?

# %% [markdown] hint="machines"
# A tensor that nobody has moved lies on the CPU. A computation needs all its numbers in one place.

# %% check="machines" points=4
with check.exercise("machines", form_only=True):
    given = machines()
    check.type(given, dict, "what you return", "Fill in the sheet, and end with `return answers`.")
    names = ["laptop", "server", "museum", "cluster"]
    kinds = {name: ["cuda", "mps", "cpu"] for name in names}
    check_words({key: answer for key, answer in given.items() if key != "stops"}, kinds)
    check.that("stops" in given, "there is no answer for 'stops'")
    check.type(
        given["stops"],
        (set, list, tuple),
        "the answer for 'stops'",
        "A set of names; `set()` is the empty one.",
    )
    for name in given["stops"]:
        check.that(name in names, f"{name!r} is in the answer for 'stops', and is none of the machines")
    ### BEGIN HIDDEN TESTS
    reasons = {
        "laptop": {
            "cuda": "CUDA is NVIDIA's. How are the GPUs of Apple chips programmed?",
            "cpu": "The CPU is tried last, and here something before it works.",
        },
        "server": {
            "mps": "MPS is Apple's.",
            "cpu": "Here the first that is tried works.",
        },
        "museum": {
            "cuda": "A card is there, but what counts is whether the small computation comes out right.",
            "mps": "MPS is Apple's.",
        },
        "cluster": {
            "cuda": "Somebody has overruled the choice.",
            "mps": "Somebody has overruled the choice, and not with this.",
        },
    }
    rights = {"laptop": "mps", "server": "cuda", "museum": "cpu", "cluster": "cpu"}
    for name, right in rights.items():
        check.that(
            given[name] == right,
            f"`here.kind` on the {name} is not {given[name]}. {reasons[name].get(str(given[name]), '')}",
        )
    for name in ("museum", "cluster"):
        check.that(
            name not in given["stops"],
            f"on the {name} nothing stops: where is the layer there, and where is the batch?",
        )
    for name in ("laptop", "server"):
        check.that(
            name in given["stops"],
            "`stops` lacks a machine. Ask for each where the layer is, and where the batch, which nobody has moved",
        )
    ### END HIDDEN TESTS


# %% reject="machines" because="takes every GPU for CUDA"
def machines():
    return {
        "laptop": "cuda",
        "server": "cuda",
        "museum": "cpu",
        "cluster": "cpu",
        "stops": {"laptop", "server"},
    }


# %% reject="machines" because="asks whether there is a card, not whether it works"
def machines():
    return {
        "laptop": "mps",
        "server": "cuda",
        "museum": "cuda",
        "cluster": "cpu",
        "stops": {"laptop", "server"},
    }


# %% reject="machines" because="does not know that the choice can be overruled"
def machines():
    return {
        "laptop": "mps",
        "server": "cuda",
        "museum": "cpu",
        "cluster": "cuda",
        "stops": {"laptop", "server"},
    }


# %% reject="machines" because="thinks that an NVIDIA card always stops"
def machines():
    return {
        "laptop": "mps",
        "server": "cuda",
        "museum": "cpu",
        "cluster": "cpu",
        "stops": {"cluster", "laptop", "server"},
    }


# %% reject="machines" because="thinks that a bad card stops the lines"
def machines():
    return {
        "laptop": "mps",
        "server": "cuda",
        "museum": "cpu",
        "cluster": "cpu",
        "stops": {"laptop", "museum", "server"},
    }


# %% reject="machines" because="thinks that a batch moves by itself"
def machines():
    return {
        "laptop": "mps",
        "server": "cuda",
        "museum": "cpu",
        "cluster": "cpu",
        "stops": set(),
    }


# %% reject="machines" because="writes the name of the maker"
def machines():
    return {
        "laptop": "mps",
        "server": "nvidia",
        "museum": "cpu",
        "cluster": "cpu",
        "stops": {"laptop", "server"},
    }


# %% accept="machines" because="answers with a list of machines"
def machines():
    return {
        "laptop": "mps",
        "server": "cuda",
        "museum": "cpu",
        "cluster": "cpu",
        "stops": ["server", "laptop"],
    }


# %% accept="machines" because="finds the stops by comparing places"
def machines():
    here = dict(laptop="mps", server="cuda", museum="cpu", cluster="cpu")
    return {**here, "stops": {name for name, layer in here.items() if layer != "cpu"}}


# %% [markdown]
# ## What is broken?
#
# Six people ask for help. Name the cause that fits best: return for each of them the letter of a cause.
#
# - `ada`: "In the terminal of VS Code, with `.venv` active, `import pandas` works. In the notebook in the same window
#   it ends with `ModuleNotFoundError`."
# - `bob`: "`import csv` works, but since yesterday the module has no `reader` any more. Yesterday I saved my first
#   program in the project's folder."
# - `cai`: "I copied my project from the Mac to a Linux server, with `.venv` and all. There its `python` does not start."
# - `dora`: "Same program, same data, same seed: it prints 6 for me and 4 for my colleague, and no error for either."
# - `emil`: "My notebook has worked all day. Now I have restarted the kernel and run all cells, and the last but one
#   stops with a `NameError`."
# - `fay`: "`git push` worked all week. Today it says *rejected*."
#
# The causes:
#
# - **P** A file has the name of a module, and is found first.
# - **Q** The remote repository has commits that are missing here.
# - **R** The code is run by another interpreter than the one that has the package.
# - **S** A name was made by a cell that is no longer there, or that stands further down.
# - **T** An environment was moved instead of being built anew.
# - **U** Two environments hold different versions of a package.
# - **V** The computer is not connected to the internet.
# - **W** The memory is full.


# %% exercise="broken" difficulty=1 minutes=4 topics="development-environment#the-interpreter-and-its-packages, development-environment#virtual-environments, development-environment#package-managers, development-environment#vs-code, development-environment#jupyter-notebooks, development-environment#github"
def broken() -> dict[str, str]:
    """Return the cause of each trouble."""
    answers = {
        "ada": "?",
        "bob": "?",
        "cai": "?",
        "dora": "?",
        "emil": "?",
        "fay": "?",
    }
    ### BEGIN SOLUTION
    answers = {
        "ada": "R",
        "bob": "P",
        "cai": "T",
        "dora": "U",
        "emil": "S",
        "fay": "Q",
    }
    return answers
    ### END SOLUTION


# %% [markdown] hint="broken"
# Ask what has changed between the time or the place where it works and the one where it does not: the interpreter, the
# packages, the order of the cells, the folder, the repository?

# %% check="broken" points=3
with check.exercise("broken", form_only=True):
    check_words(broken(), dict.fromkeys(["ada", "bob", "cai", "dora", "emil", "fay"], list("PQRSTUVW")))
    ### BEGIN HIDDEN TESTS
    clues = {
        "ada": "pandas is installed, for one of two programs that run code here. Which is the other?",
        "bob": "the module that is imported is not the one that is meant. Where does Python look first?",
        "cai": "the folder names a Python of the computer on which it was made",
        "dora": "program, data and seed are the same. What else does a result depend on, and would make no error?",
        "emil": "the packages are the same as before the restart. What has the kernel forgotten?",
        "fay": "the answer came from the other side. What would be thrown away if it were accepted?",
    }
    elsewhere = {
        "V": "That would stop downloads and pushes with a message about the connection. ",
        "W": "That would end in an error about memory, or stop the kernel. ",
    }
    rights = {"ada": "R", "bob": "P", "cai": "T", "dora": "U", "emil": "S", "fay": "Q"}
    given = broken()
    for name, right in rights.items():
        why = elsewhere.get(str(given[name]), "")
        check.that(
            given[name] == right,
            f"{name}'s trouble has another cause than {given[name]}. {why}Think: {clues[name]}",
        )
    ### END HIDDEN TESTS


# %% reject="broken" because="thinks of versions where a package is not found"
def broken():
    return {
        "ada": "U",
        "bob": "P",
        "cai": "T",
        "dora": "U",
        "emil": "S",
        "fay": "Q",
    }


# %% reject="broken" because="thinks of versions where a module is another"
def broken():
    return {
        "ada": "R",
        "bob": "U",
        "cai": "T",
        "dora": "U",
        "emil": "S",
        "fay": "Q",
    }


# %% reject="broken" because="thinks of the interpreter where the environment was copied"
def broken():
    return {
        "ada": "R",
        "bob": "P",
        "cai": "R",
        "dora": "U",
        "emil": "S",
        "fay": "Q",
    }


# %% reject="broken" because="thinks of hidden state where versions differ"
def broken():
    return {
        "ada": "R",
        "bob": "P",
        "cai": "T",
        "dora": "S",
        "emil": "S",
        "fay": "Q",
    }


# %% reject="broken" because="thinks of memory when a kernel forgets"
def broken():
    return {
        "ada": "R",
        "bob": "P",
        "cai": "T",
        "dora": "U",
        "emil": "W",
        "fay": "Q",
    }


# %% reject="broken" because="thinks of the net when a push is rejected"
def broken():
    return {
        "ada": "R",
        "bob": "P",
        "cai": "T",
        "dora": "U",
        "emil": "S",
        "fay": "V",
    }


# %% reject="broken" because="answers with two letters"
def broken():
    return {
        "ada": "R",
        "bob": "P",
        "cai": "T",
        "dora": "U",
        "emil": "S",
        "fay": "QV",
    }


# %% accept="broken" because="pairs names and letters"
def broken():
    return dict(zip(["ada", "bob", "cai", "dora", "emil", "fay"], "RPTUSQ"))


# %% accept="broken" because="goes from the causes to the people"
def broken():
    people = {"P": "bob", "Q": "fay", "R": "ada", "S": "emil", "T": "cai", "U": "dora"}
    return {name: cause for cause, name in people.items()}


# %% [markdown]
# ## The right tool
#
# Which tool fits each task best? Choose from `"plain Python"`, `"pandas"`, `"scikit-learn"`, `"PyTorch"`,
# `"language model"` (a rented one), `"MLflow"` and `"Docker"`. No two tasks have the same answer; one tool is left over.
#
# - `fees`: compute what a library charges for late books, by its printed table of fees.
# - `holes`: see which columns of a table with 40,000 rows have holes, and compare the groups in it.
# - `loans`: a first learned model for a table of 3,000 loans, beside a baseline, by tomorrow.
# - `leaves`: train a network of many layers on 200,000 photographs of leaves, on a graphics card.
# - `manual`: answer questions about a firm's manuals in whole sentences, with nothing to train on.
# - `runs`: keep the settings and results of 300 training runs, so that they can be compared next year.


# %% exercise="tools" difficulty=1 minutes=3 topics="what-is-machine-learning#the-ecosystem-today, what-is-machine-learning#applications, what-is-machine-learning#ml-engineer-and-ai-engineer"
def tools() -> dict[str, str]:
    """Return the tool for each task."""
    answers = {
        "fees": "?",
        "holes": "?",
        "loans": "?",
        "leaves": "?",
        "manual": "?",
        "runs": "?",
    }
    ### BEGIN SOLUTION
    answers = {
        "fees": "plain Python",
        "holes": "pandas",
        "loans": "scikit-learn",
        "leaves": "PyTorch",
        "manual": "language model",
        "runs": "MLflow",
    }
    return answers
    ### END SOLUTION


# %% [markdown] hint="tools"
# Which of the tasks need no learning at all? For which is there somebody else's model already? And of the two
# tools for operation, Docker packs a program with all that it needs, so that it runs elsewhere.

# %% check="tools" points=3
with check.exercise("tools", form_only=True):
    names = ["plain Python", "pandas", "scikit-learn", "PyTorch", "language model", "MLflow", "Docker"]
    check_words(tools(), dict.fromkeys(["fees", "holes", "loans", "leaves", "manual", "runs"], names))
    ### BEGIN HIDDEN TESTS
    clues = {
        "fees": "the rule is known and exact. What is there to be learned, or to be loaded?",
        "holes": "this is about looking at a table and its groups, before any model",
        "loans": "it is a small table, and the simplest method that may be good enough comes first",
        "leaves": "many layers and a graphics card: which of these is made for that?",
        "manual": "without data nothing can be trained, so that the model must exist already",
        "runs": "nothing is computed here. Results have to be recorded",
    }
    known = {
        "Docker": "It packs a program with all that it needs, to run elsewhere. ",
        "MLflow": "It records runs, and trains nothing. ",
        "PyTorch": "It is for networks of many layers. ",
        "language model": "It answers in sentences, which may be false. ",
        "pandas": "It holds and changes tables. ",
        "scikit-learn": "It has classical models for tables. ",
        "plain Python": "There is a tool that saves the work. ",
    }
    rights = {
        "fees": "plain Python",
        "holes": "pandas",
        "loans": "scikit-learn",
        "leaves": "PyTorch",
        "manual": "language model",
        "runs": "MLflow",
    }
    given = tools()
    for task, right in rights.items():
        reason = known[str(given[task])]
        check.that(
            given[task] == right,
            f"for {task} another tool than {given[task]} fits better. {reason}Think: {clues[task]}",
        )
    ### END HIDDEN TESTS


# %% reject="tools" because="learns what is written in a table of fees"
def tools():
    return {
        "fees": "scikit-learn",
        "holes": "pandas",
        "loans": "PyTorch",
        "leaves": "PyTorch",
        "manual": "language model",
        "runs": "MLflow",
    }


# %% reject="tools" because="takes a deep network for a small table"
def tools():
    return {
        "fees": "plain Python",
        "holes": "pandas",
        "loans": "PyTorch",
        "leaves": "scikit-learn",
        "manual": "language model",
        "runs": "MLflow",
    }


# %% reject="tools" because="trains a network on manuals"
def tools():
    return {
        "fees": "plain Python",
        "holes": "pandas",
        "loans": "scikit-learn",
        "leaves": "PyTorch",
        "manual": "PyTorch",
        "runs": "MLflow",
    }


# %% reject="tools" because="keeps results in containers"
def tools():
    return {
        "fees": "plain Python",
        "holes": "pandas",
        "loans": "scikit-learn",
        "leaves": "PyTorch",
        "manual": "language model",
        "runs": "Docker",
    }


# %% reject="tools" because="asks a language model about a table"
def tools():
    return {
        "fees": "plain Python",
        "holes": "language model",
        "loans": "scikit-learn",
        "leaves": "PyTorch",
        "manual": "language model",
        "runs": "MLflow",
    }


# %% reject="tools" because="names a tool that is not on the list"
def tools():
    return {
        "fees": "plain Python",
        "holes": "Excel",
        "loans": "scikit-learn",
        "leaves": "PyTorch",
        "manual": "language model",
        "runs": "MLflow",
    }


# %% accept="tools" because="goes from the tools to the tasks"
def tools():
    tasks = {
        "pandas": "holes",
        "plain Python": "fees",
        "MLflow": "runs",
        "PyTorch": "leaves",
        "scikit-learn": "loans",
    }
    return {task: tool for tool, task in tasks.items()} | {"manual": "language model"}


# %% accept="tools" because="pairs two lists"
def tools():
    order = ["fees", "holes", "loans", "leaves", "manual", "runs"]
    return dict(zip(order, ["plain Python", "pandas", "scikit-learn", "PyTorch", "language model", "MLflow"]))
