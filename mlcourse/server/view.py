"""What the roadmap is sent: the catalogue joined with how far the learner has come."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

from mlcourse import report
from mlcourse.grading.mine import Graded, Mine
from mlcourse.roadmap.catalogue import Catalogue, Lesson, Topic
from mlcourse.roadmap.coverage import coverage
from mlcourse.roadmap.following import next_place
from mlcourse.roadmap.index import Index, lesson_state, passed
from mlcourse.roadmap.names import Names
from mlcourse.roadmap.paths import PERSONAL, minutes_left, path_to, personal
from mlcourse.roadmap.progress import STATES, Place, Progress
from mlcourse.roadmap.roadmaps import Roadmap
from mlcourse.roadmap.rows import NOTHING, QUIZ_CELL, Row, roll_up, to_json, tree
from mlcourse.server.requests import NotFoundError
from mlcourse.workspace.notebooks import check_cells

IsThere = Callable[[str], bool]


class View:
    """One edition of the course as the roadmap shows it.

    Parameters
    ----------
    catalogue : Catalogue
        The course.

    Attributes
    ----------
    names : Names
        Its ids.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.names = Names(catalogue)
        self._index = Index.of(catalogue)
        self._coverage = {one.id: one for one in coverage(catalogue).roadmaps}
        self._lock = threading.Lock()
        self._trees: dict[str, tuple[Roadmap, tuple[Row, ...]]] = {}

    def find(self, name: str, progress: Progress) -> Roadmap:
        """Find a roadmap by its present or a former id; the default one if none is named.

        Who took back their goal gets the default in place of their own roadmap.

        Raises
        ------
        NotFoundError
            If there is no such roadmap.
        """
        roadmaps = {roadmap.id: roadmap for roadmap in self.catalogue.roadmaps}
        if name == PERSONAL:
            if progress.pinned:
                return personal(self.catalogue, progress.pinned, progress)
            name = ""
        if name not in roadmaps:
            name = self.catalogue.aliases.get(name, name)
        if not name and roadmaps:
            return self.catalogue.roadmaps[0]
        if name not in roadmaps:
            raise NotFoundError(f"There is no roadmap {name[:80]!r}." if name else "The course has no roadmap.")
        return roadmaps[name]

    def roadmap(self, name: str, progress: Progress, is_there: IsThere) -> dict[str, Any]:
        """Return a roadmap's tree, with how far one is."""
        roadmap = self.find(name, progress)
        return {
            "workspace": True,
            "title": self.catalogue.title,
            "roadmaps": self._infos(progress),
            "roadmap": roadmap.id,
            "rows": [to_json(row, is_there) for row in self._tree(roadmap)],
            "progress": self._progress(roadmap, progress, is_there),
            "checks": check_cells(self.catalogue),
            "topics": {
                lesson.path: {topic.cell: topic.id for topic in lesson.topics}
                for lesson in self.catalogue.lessons()
                if lesson.written
            },
        }

    def progress(self, name: str, progress: Progress, is_there: IsThere) -> dict[str, Any]:
        """Return how far one is in a roadmap."""
        return self._progress(self.find(name, progress), progress, is_there)

    def map(self, progress: Progress, is_there: IsThere) -> dict[str, Any]:
        """Return the map of lessons."""
        drawn = self.catalogue.map
        modules = {module.id: module for module in self.catalogue.modules}
        return {
            "width": drawn.width,
            "height": drawn.height,
            "lanes": [
                {"module": lane.module, "title": modules[lane.module].title, "level": modules[lane.module].level}
                | {"y": lane.y, "height": lane.height}
                for lane in drawn.lanes
            ],
            "nodes": [
                self._lesson(self._index.lessons[spot.lesson], progress, is_there)
                | {"x": spot.x, "y": spot.y, "width": drawn.box[0], "height": drawn.box[1]}
                for spot in drawn.spots
            ],
            "edges": [{"from": edge.origin, "to": edge.end, "points": edge.points} for edge in drawn.edges],
            "goals": [{"title": goal.title, "lesson": goal.lesson} for goal in self.catalogue.goals],
            "pinned": progress.pinned,
        }

    def path(self, goal: str, progress: Progress, is_there: IsThere) -> dict[str, Any]:
        """Return what to study to reach a lesson.

        Raises
        ------
        NotFoundError
            If there is no such lesson.
        """
        lesson = self.names.lessons[goal]
        if not lesson:
            raise NotFoundError(f"There is no lesson {goal[:80]!r}.")
        path = path_to(self.catalogue, lesson, progress)
        keys = ("lesson", "title", "module", "minutes", "written", "state", "target")
        left = (self._index.lessons[name] for name in path.lessons)
        lessons = (
            {**self._lesson(each, progress, is_there), "minutes": minutes_left(self._index, (each,), progress)}
            for each in left
        )
        return {
            "goal": path.goal,
            "title": path.title,
            "minutes": path.minutes,
            "mastered": path.mastered,
            "lessons": [{key: each[key] for key in keys} for each in lessons],
        }

    def graded(self, result: Mine, is_there: IsThere) -> dict[str, Any]:
        """Return the result of a problem set, with where its exercises and their topics are."""
        return {
            "time": result.time,
            "points": [result.points, result.of],
            "troubles": result.troubles,
            "flags": result.flags,
            "exercises": [self._graded(each, is_there) for each in result.exercises],
        }

    def report(self, progress: Progress) -> dict[str, Any]:
        """Return the progress page as a fragment."""
        return {"title": self.catalogue.title, "html": report.report(self.catalogue, progress, date.today())}

    def page(self, progress: Progress) -> str:
        """Return the progress page as a page of its own."""
        return report.page(self.catalogue, progress, date.today())

    def _tree(self, roadmap: Roadmap) -> tuple[Row, ...]:
        with self._lock:
            kept = self._trees.get(roadmap.id)
            # Someone's own roadmap changes with the goal, and what its title and intent say with the progress.
            if kept is None or kept[0].nodes != roadmap.nodes:
                kept = self._trees[roadmap.id] = (roadmap, tree(self.catalogue, roadmap))
            return kept[1]

    def _infos(self, progress: Progress) -> list[dict[str, Any]]:
        infos = [
            _info(roadmap, counted.rows, counted.taught, counted.planned)
            for roadmap in self.catalogue.roadmaps
            for counted in (self._coverage[roadmap.id],)
        ]
        if progress.pinned:
            own = personal(self.catalogue, progress.pinned, progress)
            lessons = [node for node in own.walk() if node.topics or node.planned]
            planned = sum(bool(node.planned) for node in lessons)
            infos.append(_info(own, len(lessons), len(lessons) - planned, planned))
        return infos

    def _progress(self, roadmap: Roadmap, progress: Progress, is_there: IsThere) -> dict[str, Any]:
        topics = [progress.topics.get(topic, "new") for topic in self._index.topics]
        exercises = self._index.exercises
        following = next_place(self.catalogue, roadmap, progress)
        return {
            "roadmap": roadmap.id,
            "rows": roll_up(self._tree(roadmap), self.catalogue, progress),
            "totals": {
                "topics": [topics.count("mastered"), topics.count("practised"), len(topics)],
                "exercises": [sum(passed(exercise, progress) for exercise in exercises), len(exercises)],
                "points": [sum(progress.points.values()), sum(exercise.points for exercise in exercises.values())],
                "seconds": round(sum(progress.seconds.values())),
            },
            "last": self._place(progress.last, is_there) if progress.last else None,
            "next": self._place(following, is_there) if following else None,
            "pinned": progress.pinned,
        }

    def _place(self, place: Place, is_there: IsThere) -> dict[str, Any]:
        if place.exercise:
            exercise = self._index.exercises[place.exercise]
            path = self._index.notebooks[place.exercise].path
            within = self._index.problem_sets[place.exercise.partition("#")[0]].title
            target = _target(path, exercise.cell, is_there, exercise=exercise.id)
            return {"kind": "exercise", "title": exercise.title, "within": within, "target": target}
        lesson = self._index.lessons[place.lesson]
        if place.topic:
            topic = self._index.topics[place.topic]
            target = self._topic_target(topic, is_there)
            return {"kind": "topic", "title": topic.title, "within": lesson.title, "target": target}
        target = _target(lesson.path, QUIZ_CELL, is_there, lesson=lesson.id)
        return {"kind": "quiz", "title": lesson.title, "within": lesson.title, "target": target}

    def _graded(self, graded: Graded, is_there: IsThere) -> dict[str, Any]:
        known = self._index.exercises.get(graded.exercise)
        topics = [topic for name in graded.topics if (topic := self._index.topics.get(self.names.topics[name]))]
        return {
            "exercise": graded.exercise,
            "title": graded.title,
            "outcome": graded.outcome,
            "message": graded.message,
            "note": graded.note,
            "points": graded.score,
            "of": graded.points,
            "solved": graded.solved,
            "written": graded.written,
            "target": _target(graded.path, graded.cell, is_there, exercise=known.id if known else ""),
            "topics": [{"title": topic.title, "target": self._topic_target(topic, is_there)} for topic in topics],
        }

    def _topic_target(self, topic: Topic, is_there: IsThere) -> dict[str, Any]:
        lesson = self._index.lesson_of(topic.id)
        return _target(lesson.path, topic.cell, is_there, lesson=lesson.id, topic=topic.id)

    def _lesson(self, lesson: Lesson, progress: Progress, is_there: IsThere) -> dict[str, Any]:
        module = self._index.modules[lesson.id]
        return {
            "lesson": lesson.id,
            "title": lesson.title,
            "summary": lesson.summary,
            "module": module.id,
            "level": module.level,
            "minutes": lesson.minutes,
            "written": lesson.written,
            "state": STATES.index(lesson_state(lesson, progress)) if lesson.topics else NOTHING,
            "requires": lesson.requires,
            "target": _target(lesson.path, None, is_there, lesson=lesson.id) if lesson.written else None,
        }


def _info(roadmap: Roadmap, rows: int, taught: int, planned: int) -> dict[str, Any]:
    return {
        "id": roadmap.id,
        "name": roadmap.name,
        "intent": roadmap.intent,
        "level": roadmap.level,
        "rows": rows,
        "taught": taught,
        "planned": planned,
    }


def _target(path: str, cell: str | None, is_there: IsThere, **ids: str) -> dict[str, Any]:
    return {"path": path, "cell": cell, "lesson": "", "topic": "", "exercise": "", **ids, "available": is_there(path)}
