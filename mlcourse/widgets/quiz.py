"""A quiz in the notebook: questions one under the other, each with a button that explains every option."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import ipywidgets

from mlcourse.quizzes import (
    Answer,
    Feedback,
    Question,
    Quiz,
    explain,
    find,
    grade,
    memory,
    read,
    render,
    shown_order,
    total,
)
from mlcourse.widgets.controls import Announcement, AnswerControl, Live, Output

ANSWERS = "application/vnd.mlcourse.answers+json"
_LEGENDS = {
    "one": "Choose one.",
    "several": "Choose all that are right.",
    "number": "Type your number{unit}.",
    "order": "Give each line its position, from 1.",
}
_CONTROLS = {"one": "radio", "several": "checkbox", "number": "number", "order": "order"}


class QuestionWidget(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets ships no types
    """One question of a quiz.

    Parameters
    ----------
    question : Question
    place : int
        Its number, counted from 1.
    count : int
        How many questions the quiz has.
    announcement : Announcement
        Where the verdict is put for screen readers.

    Attributes
    ----------
    control : AnswerControl
        Where the learner answers and asks for the feedback.
    feedback : Feedback or None
        The feedback that is shown.
    recalled : bool
        Whether the answer is one of before, which was not checked since the quiz was shown.
    """

    def __init__(self, question: Question, place: int, count: int, announcement: Announcement) -> None:
        self.question = question
        self.feedback: Feedback | None = None
        self.recalled = False
        self._tries = 0
        self._place = place
        self._announcement = announcement
        self.control = self._control()
        self.control.observe(self._on_check, "checks")
        self.shown = ipywidgets.HTMLMath()
        self.shown.add_class("mlcourse-feedback")
        heading = f"<h4>Question {place} of {count}</h4>"
        text = ipywidgets.HTMLMath(heading + render(question.text))
        super().__init__([text, self.control, self.shown])
        self.add_class("mlcourse-question")

    @property
    def answer(self) -> Answer:
        """The answer as it stands in the control."""
        if self.question.kind == "number":
            return str(self.control.value[0]) if self.control.value else ""
        if self.question.kind != "order":
            return list(self.control.value)
        rows = shown_order(self.question)
        placed = [(position, item) for position, item in zip(self.control.value, rows, strict=True) if position]
        # Two lines in one position make an order that is too short, which grade() refuses.
        return [dict(placed)[position] for position in sorted(dict(placed))]

    def clear(self) -> None:
        """Take back the answer and the feedback."""
        self.control.value = self._blank()
        self.recalled = False
        self._show(None)

    def restore(self, given: memory.Given) -> None:
        """Show an answer of before, with its feedback.

        Parameters
        ----------
        given : list
            The answer as the control has it.
        """
        self.control.value = given
        self.recalled = True
        self._show(grade(self.question, self.answer))

    def _control(self) -> AnswerControl:
        question = self.question
        texts = [option.text for option in question.options]
        if question.kind == "order":
            texts = [question.items[index] for index in shown_order(question)]
        unit = f" in {question.unit}" if question.unit else ""
        return AnswerControl(
            kind=_CONTROLS[question.kind],
            labels=[ipywidgets.HTMLMath(render(text, inline=True)) for text in texts],
            legend=_LEGENDS[question.kind].format(unit=unit),
            button=f"Check question {self._place}",
            value=self._blank(),
        )

    def _blank(self) -> list[int]:
        return [0] * len(self.question.items)

    def _on_check(self, _change: Any) -> None:
        feedback = grade(self.question, self.answer)
        self.recalled = False
        self._show(feedback)
        # Screen readers say nothing about a text that stays the same, as after a second wrong answer.
        self._tries += 1
        again = f", try {self._tries}" if self._tries > 1 else ""
        said = f"Question {self._place}{again}: {feedback.summary}"
        self._announcement.html = f"<p>{html.escape(said)}</p>"

    def _show(self, feedback: Feedback | None) -> None:
        self.feedback = feedback
        self.shown.value = explain(feedback) if feedback else ""


class QuizWidget(Live):
    """The quiz of a lesson; made by :func:`quiz`.

    Its static form carries the verdicts, so that they are saved with the notebook.

    Parameters
    ----------
    quiz : Quiz
    kept : Path, optional
        The file that keeps the answers (:func:`mlcourse.quizzes.memory.place`); without it they last as long as the
        widget.

    Attributes
    ----------
    questions : list of QuestionWidget
        One for each question.
    total : Announcement
        How many are right.
    again : ipywidgets.Button
        Clears all answers.
    """

    def __init__(self, quiz: Quiz, kept: Path | None = None) -> None:
        self.lesson = quiz.lesson
        self._kept = kept
        self.total = Announcement()
        self.announcement = Announcement()
        self.announcement.add_class("mlcourse-unseen")
        self.questions = [
            QuestionWidget(question, place, len(quiz.questions), self.announcement)
            for place, question in enumerate(quiz.questions, 1)
        ]
        given = memory.recall(kept, quiz.questions)
        for question in self.questions:
            if question.question.id in given:
                question.restore(given[question.question.id])
        self.again = ipywidgets.Button(description="Try again", tooltip="Clear all answers of this quiz")
        self.again.on_click(self._on_again)
        for question in self.questions:
            question.control.observe(lambda _, question=question: self._on_check(question), "checks")
        self._count()
        super().__init__([*self.questions, self.total, self.again, self.announcement], [self._static_form()])

    @property
    def answers(self) -> dict[str, bool]:
        """Whether the answer is right, by the id of each question that was checked, now or before."""
        return self._verdicts(self.questions)

    @staticmethod
    def _verdicts(questions: Iterable[QuestionWidget]) -> dict[str, bool]:
        judged = ((question.question.id, question.feedback) for question in questions)
        return {name: feedback.right for name, feedback in judged if feedback and feedback.right is not None}

    def _on_check(self, question: QuestionWidget) -> None:
        if question.feedback and question.feedback.right is not None:
            memory.keep(self._kept, question.question, list(question.control.value))
        self._count()
        self.restate(0, self._static_form())

    def _on_again(self, _button: ipywidgets.Button) -> None:
        for question in self.questions:
            question.clear()
        memory.forget(self._kept)
        self._count()
        self.restate(0, self._static_form())

    def _count(self) -> None:
        recalled = any(question.recalled for question in self.questions)
        before = " Answers that you gave earlier are shown again; <em>Try again</em> clears them." if recalled else ""
        self.total.html = f"<p><strong>{html.escape(self._summary())}</strong>{before}</p>"

    def _summary(self) -> str:
        return total(question.feedback for question in self.questions)

    def _static_form(self) -> Output:
        count = len(self.questions)
        what = f"A quiz of {count} question{'s' if count > 1 else ''}: run this cell to answer."
        if self.answers:
            what += f" Your last answers: {self._summary()[:1].lower()}{self._summary()[1:]}"
        # Answers of before were reported when they were given: only what was checked since then is news.
        news = self._verdicts(question for question in self.questions if not question.recalled)
        record = {"lesson": self.lesson, "answers": news}
        return {"text/html": f"<p>{what}</p>", "text/plain": what, ANSWERS: record}, {}


def quiz(lesson: str) -> QuizWidget:
    """Show the quiz of a lesson, with the answers that were given before.

    Parameters
    ----------
    lesson : str
        The lesson's id, such as ``"vectors-and-matrices"``.

    Returns
    -------
    QuizWidget
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such quiz or its file has a fault.

    Examples
    --------
    >>> shown = quiz("vectors-and-matrices")
    >>> shown.questions[0].control.legend
    'Choose one.'
    """
    found = read(find(lesson))
    return QuizWidget(found, memory.place(found.lesson))
