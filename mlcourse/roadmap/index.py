"""The catalogue by id: what rows, paths and reports look up again and again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from mlcourse.roadmap.catalogue import Catalogue, Exercise, Lesson, Module, Notebook, ProblemSet, Topic
from mlcourse.roadmap.names import Names
from mlcourse.roadmap.progress import Progress, State, roll_state


@dataclass(frozen=True)
class Index:
    """What a catalogue holds, by id, in course order.

    Attributes
    ----------
    lessons, problem_sets, topics, exercises : mapping
        From their ids; projects are among the problem sets.
    modules : mapping
        From the id of a lesson or problem set to its module.
    notebooks : mapping
        From the id of an exercise to its notebook.
    practice : mapping
        From the id of a topic to the exercises that practise it; a topic without any is left out.
    questions : mapping
        From the id of a topic to the ids of the quiz questions that are evidence of it; left out if there are none.
    """

    lessons: Mapping[str, Lesson]
    problem_sets: Mapping[str, ProblemSet]
    topics: Mapping[str, Topic]
    exercises: Mapping[str, Exercise]
    modules: Mapping[str, Module]
    notebooks: Mapping[str, Notebook]
    practice: Mapping[str, tuple[Exercise, ...]]
    questions: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Index:
        """Index a catalogue; a course of 150 lessons and 1,000 exercises takes a few milliseconds."""
        names = Names(catalogue)
        exercises = {each.id: _present(each, names) for each in catalogue.exercises()}
        practice: dict[str, list[Exercise]] = {}
        for exercise in exercises.values():
            for topic in exercise.topics:
                practice.setdefault(topic, []).append(exercise)
        questions: dict[str, list[str]] = {}
        for lesson in catalogue.lessons():
            for question in lesson.questions:
                questions.setdefault(names.topics[question.topic], []).append(question.id)
        for lesson in catalogue.lessons():
            for each in lesson.topics:
                if lesson.questions and each.id not in practice and each.id not in questions:
                    questions[each.id] = [question.id for question in lesson.questions]  # it borrows them all
        return cls(
            {lesson.id: lesson for lesson in catalogue.lessons()},
            {problem_set.id: problem_set for problem_set in catalogue.problem_sets()},
            {topic.id: topic for lesson in catalogue.lessons() for topic in lesson.topics},
            exercises,
            _modules(catalogue),
            {exercise.id: notebook for notebook in catalogue.notebooks() for exercise in notebook.exercises},
            {topic: tuple(each) for topic, each in practice.items()},
            {topic: tuple(each) for topic, each in questions.items()},
        )

    def lesson_of(self, topic: str) -> Lesson:
        """Return the lesson that a topic is a heading of."""
        return self.lessons[topic.partition("#")[0]]

    def exercises_of(self, topics: Iterable[str]) -> tuple[Exercise, ...]:
        """Return the distinct exercises that practise any of some topics, in the topics' order."""
        return tuple({each.id: each for topic in topics for each in self.practice.get(topic, ())}.values())

    def titles(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the titles of lessons and problem sets."""
        return tuple((self.lessons.get(name) or self.problem_sets[name]).title for name in ids)


def _present(exercise: Exercise, names: Names) -> Exercise:
    """Return an exercise that names its topics by their present ids."""
    topics = tuple(names.topics[topic] for topic in exercise.topics)
    return exercise if topics == exercise.topics else replace(exercise, topics=topics)


def _modules(catalogue: Catalogue) -> dict[str, Module]:
    found: dict[str, Module] = {}
    for module in catalogue.modules:
        found |= {lesson.id: module for lesson in module.lessons}
        found |= {problem_set.id: module for problem_set in module.assignments}
    return found


def lesson_state(lesson: Lesson, progress: Progress) -> State:
    """Return how far a learner has come with a lesson: what its topics roll up to."""
    return roll_state(progress.topics.get(topic.id, "new") for topic in lesson.topics)


def passed(exercise: str, progress: Progress) -> bool:
    """Return whether a learner has passed an exercise."""
    return progress.exercises.get(exercise, "new") in ("practised", "mastered")
