"""Quizzes: read from ``NN-lesson.quiz.yml``, graded by pure functions; ``mlcourse.widgets.quiz`` shows them.

``memory`` keeps the answers in the learner's workspace.
"""

from mlcourse.quizzes.grading import grade, parse_number, shown_order, total
from mlcourse.quizzes.model import Answer, Feedback, Mistake, Note, Option, Question, Quiz
from mlcourse.quizzes.reading import find, read
from mlcourse.quizzes.text import explain, render

__all__ = [
    "Answer",
    "Feedback",
    "Mistake",
    "Note",
    "Option",
    "Question",
    "Quiz",
    "explain",
    "find",
    "grade",
    "parse_number",
    "read",
    "render",
    "shown_order",
    "total",
]
