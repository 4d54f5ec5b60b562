"""Draws the map: a lane for each module, its lessons from left to right, and lines from each to what builds on it.

The drawing is layered, as Sugiyama, Tagawa and Toda (1981) taught it, with lanes:

1. A lesson's column is the length of the longest chain of prerequisites that leads to it. Where a lane would become
   high because many lessons stand in one column, some move to the right, as far as what builds on them lets them.
2. Within its lane a lesson stands near those that it has to do with: their rows are averaged, in sweeps to and fro.
3. Only prerequisites that do not follow from others are drawn. A line leaves its box on the right, goes up or down in
   the gap between two columns, then along a free row or between two rows, up or down in the last gap, and into its box.
   Lines that have neither their origin nor their end in common keep apart, so that each can be followed; others may
   share a way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from mlcourse.roadmap.catalogue import Module
from mlcourse.roadmap.maps import Edge, Lane, Map, Spot

BOX = (176, 56)
MARGIN = 24  # left and right of all lanes
HEADER = 36  # above a lane's first row, for its title
FOOTER = 22  # below its last row, for lines
ROW_GAP = 22  # between two rows, for lines
LANE_GAP = 8
LEAVE, ARRIVE = 16, 22  # from a box to the first line in the gap beside it, and from the last line to the next box
TRACK = 7  # between two lines side by side
RADIUS = 8  # of the lines' corners
SWEEPS = 6
BEND, CROWD = 40, 25  # what a corner and a line beside another cost, in pixels of a longer way

Point = tuple[float, float]


def layout(modules: Iterable[Module]) -> Map:
    """Draw the map of a course.

    Parameters
    ----------
    modules : iterable of Module
        The course's, from top to bottom; their lessons must not require each other in a circle.

    Returns
    -------
    Map
        The same for the same modules, always.

    Examples
    --------
    >>> from mlcourse.roadmap.catalogue import Lesson
    >>> sums = Lesson("sums", "Sums", "", 30, ("theory",), (), "")
    >>> products = Lesson("products", "Products", "", 45, ("theory",), ("sums",), "")
    >>> drawn = layout([Module("01-basics", "Basics", "beginner", (), (products, sums), (), ())])
    >>> left, right = sorted(drawn.spots, key=lambda spot: spot.x)
    >>> left.lesson, right.lesson, [(edge.origin, edge.end) for edge in drawn.edges]
    ('sums', 'products', [('sums', 'products')])
    """
    modules = tuple(modules)
    grid = _grid(modules)
    return _draw(modules, grid)


@dataclass(frozen=True)
class _Grid:
    """Which cell each lesson stands in: its lane, its column and its row within the lane."""

    lanes: Mapping[str, int]
    columns: Mapping[str, int]
    rows: Mapping[str, int]
    heights: tuple[int, ...]  # rows of each lane
    edges: tuple[tuple[str, str], ...]


def _grid(modules: tuple[Module, ...]) -> _Grid:
    import networkx as nx  # half a second that only building the catalogue should cost

    lanes = {lesson.id: at for at, module in enumerate(modules) for lesson in module.lessons}
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(lanes)
    for module in modules:
        graph.add_edges_from((required, lesson.id) for lesson in module.lessons for required in lesson.requires)
    depth = {name: at for at, generation in enumerate(nx.topological_generations(graph)) for name in generation}
    reduced = nx.transitive_reduction(graph)
    place = {name: at for at, name in enumerate(lanes)}
    edges = tuple(sorted(reduced.edges, key=lambda edge: (place[edge[0]], place[edge[1]])))
    columns = _spread(lanes, {name: depth[name] for name in lanes}, edges)
    stacks: Counter[tuple[int, int]] = Counter((lanes[name], columns[name]) for name in lanes)
    heights = tuple(
        max((size for (lane, _), size in stacks.items() if lane == at), default=0) for at in range(len(modules))
    )
    return _Grid(lanes, columns, _rows(lanes, columns, heights, edges), heights, edges)


def _spread(lanes: Mapping[str, int], depth: Mapping[str, int], edges: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Move lessons out of the highest stack of each lane to the right, as long as that makes the lane lower."""
    columns = dict(depth)
    after = defaultdict(list)
    for origin, end in edges:
        after[origin].append(end)
    last = max(columns.values(), default=0)
    for lane in sorted(set(lanes.values())):
        names = [name for name in lanes if lanes[name] == lane]
        sizes = Counter(columns[name] for name in names)
        lowered = True
        while lowered:
            lowered = False
            highest = max(sizes.values())
            for name in reversed(names):  # what the course teaches later moves first
                here = columns[name]
                latest = min((columns[end] - 1 for end in after[name]), default=last)
                free = (there for there in range(here + 1, latest + 1) if sizes[there] <= highest - 2)
                if sizes[here] == highest and (there := next(free, None)) is not None:
                    sizes[here] -= 1
                    sizes[there] += 1
                    columns[name] = there
                    lowered = True
    return columns


def _rows(
    lanes: Mapping[str, int],
    columns: Mapping[str, int],
    heights: tuple[int, ...],
    edges: Iterable[tuple[str, str]],
) -> dict[str, int]:
    """Put every lesson near those that it is joined to."""
    top = [sum(heights[:lane]) for lane in range(len(heights))]
    before, after = defaultdict(list), defaultdict(list)
    for origin, end in edges:
        after[origin].append(end)
        before[end].append(origin)
    cells = defaultdict(list)
    for name in lanes:
        cells[columns[name], lanes[name]].append(name)
    rows = {name: at for names in cells.values() for at, name in enumerate(names)}

    def wish(name: str, neighbours: list[str]) -> float:
        here, height = top[lanes[name]], heights[lanes[name]]
        # A neighbour in another lane only says "up" or "down": its distance would outweigh all others.
        near = [min(max(top[lanes[each]] + rows[each] - here, -0.5), height - 0.5) for each in neighbours]
        return sum(near) / len(near) if near else rows[name]

    def length() -> int:
        return sum(abs(top[lanes[origin]] + rows[origin] - top[lanes[end]] - rows[end]) for origin, end in edges)

    best, shortest = dict(rows), length()
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        for column, lane in sorted(cells, reverse=not forward):
            names = cells[column, lane]
            joined = (before if forward else after) if sweep < SWEEPS - 2 else None
            wishes = {
                name: wish(name, joined[name] if joined is not None else before[name] + after[name]) for name in names
            }
            names.sort(key=lambda name: (wishes[name], rows[name]))
            rows |= zip(names, _nearest([wishes[name] for name in names], heights[lane]), strict=True)
        if (now := length()) < shortest:
            best, shortest = dict(rows), now
    return best


def _nearest(wishes: list[float], height: int) -> tuple[int, ...]:
    """Choose ascending rows below `height` whose distances from ascending wishes have the least sum.

    Examples
    --------
    >>> _nearest([1.0, 1.2], 4), _nearest([3.5], 4)
    ((1, 2), (3,))
    """
    best: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}  # by the last row chosen
    for wished in wishes:
        best = {
            row: min((cost + abs(row - wished), (*rows, row)) for last, (cost, rows) in best.items() if last < row)
            for row in range(height)
            if any(last < row for last in best)
        }
    return min(best.values())[1]


@dataclass(frozen=True)
class _Line:
    """A straight piece of an edge that runs along a channel, from one place in it to another."""

    origin: str
    end: str
    first: float
    last: float

    def disturbs(self, other: _Line) -> bool:
        """Tell whether the two could be taken for one another if they ran on the same track."""
        apart = self.last < other.first or other.last < self.first
        return not apart and not self.belongs_to(other)

    def belongs_to(self, other: _Line) -> bool:
        """Tell whether the two have their origin or their end in common."""
        return self.origin == other.origin or self.end == other.end


class _Channel:
    """A way for lines, with parallel tracks; no two lines on a track disturb each other."""

    def __init__(self) -> None:
        self.tracks: list[list[_Line]] = []

    def add(self, line: _Line, least: int = 0) -> int:
        """Put a line on the first track that is free for it, and return the track's number."""
        for number in range(least, len(self.tracks)):
            if not any(line.disturbs(other) for other in self.tracks[number]):
                self.tracks[number].append(line)
                return number
        self.tracks += [[] for _ in range(least - len(self.tracks))]
        self.tracks.append([line])
        return len(self.tracks) - 1


class _Level(_Channel):
    """A channel from left to right: a row, where it is free, or the space below it.

    Its lines are measured in columns: a line from 2 to 4 comes out of the gap right of column 2 and goes into the gap
    right of column 4, so it must pass columns 3 and 4.
    """

    def __init__(self, y: float, half: float, boxes: Mapping[int, str]) -> None:
        super().__init__()
        self.y = y
        self.half = half
        self._boxes = boxes
        for column, name in boxes.items():  # the boxes' own lines go in and out at the middle: on the first track
            self.tracks = self.tracks or [[]]
            self.tracks[0] += [_Line(name, name, column - 1, column - 1), _Line(name, name, column, column)]

    def cost(self, line: _Line, start: float, stop: float) -> float:
        """Return what it costs to lead a line this way between two heights; infinite if a box is in the way."""
        if any(line.first < column <= line.last for column in self._boxes):
            return float("inf")
        bends = (start != self.y) + (stop != self.y)
        others = [other for track in self.tracks for other in track]
        crowd = len({other.origin for other in others if line.disturbs(other)})
        return abs(start - self.y) + abs(stop - self.y) + BEND * bends + CROWD * crowd

    def height(self, track: int) -> float:
        """Return where a track runs: the first in the middle, the others in turn below and above it."""
        outermost = len(self.tracks) // 2
        step = min(TRACK, self.half / outermost) if outermost else 0
        return self.y + (1 if track % 2 else -1) * ((track + 1) // 2) * step


class _Gap(_Channel):
    """The channel between a column and the next; its lines are measured in pixels from the top."""

    def __init__(self) -> None:
        super().__init__()
        self._turns: list[tuple[_Line, float, float]] = []
        self._track: dict[tuple[str, str], int] = {}

    def turn(self, origin: str, end: str, start: float, stop: float) -> None:
        """Let an edge come in from the left at one height and go out to the right at another."""
        if start != stop:
            self._turns.append((_Line(origin, end, min(start, stop), max(start, stop)), start, stop))

    def settle(self) -> None:
        """Choose the tracks, so that edges that come in stay left of those that go out at the same height.

        Of the lines that go down, the one that starts lowest comes first, and likewise upwards: so they do not cross.
        """
        turns = sorted(self._turns, key=lambda turn: (turn[1] > turn[2], -turn[1] if turn[1] < turn[2] else turn[1]))
        coming = defaultdict(list)
        for turn in turns:
            coming[turn[1]].append(turn)
        settled: set[tuple[str, str]] = set()

        def settle(turn: tuple[_Line, float, float]) -> None:
            line, _, stop = turn
            key = (line.origin, line.end)
            if key in settled:  # or about to be: of turns that wait for each other in a circle, one goes first
                return
            settled.add(key)
            least = 0
            for other in coming[stop]:
                if not line.belongs_to(other[0]):
                    settle(other)
                    least = max(least, self._track.get((other[0].origin, other[0].end), -1) + 1)
            self._track[key] = self.add(line, least)

        for turn in turns:
            settle(turn)

    @property
    def width(self) -> float:
        return LEAVE + TRACK * max(len(self.tracks) - 1, 0) + ARRIVE

    def x(self, origin: str, end: str) -> float:
        """Return how far right of the column an edge turns."""
        return LEAVE + TRACK * self._track.get((origin, end), 0)


def _draw(modules: tuple[Module, ...], grid: _Grid) -> Map:
    width, height = BOX
    lanes, levels, y = [], [], 0.0
    middles: dict[tuple[int, int], float] = {}
    boxes: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for name, lane in grid.lanes.items():
        boxes[lane, grid.rows[name]][grid.columns[name]] = name
    for lane, (module, rows) in enumerate(zip(modules, grid.heights, strict=True)):
        inner = rows * height + max(rows - 1, 0) * ROW_GAP
        lanes.append(Lane(module.id, y, HEADER + inner + FOOTER))
        for row in range(rows):
            middle = y + HEADER + row * (height + ROW_GAP) + height / 2
            middles[lane, row] = middle
            levels.append(_Level(middle, height / 2 - 4, boxes[lane, row]))
            levels.append(_Level(middle + (height + ROW_GAP) / 2, ROW_GAP / 2 - 4, {}))
        y += lanes[-1].height + LANE_GAP
    ports = {name: middles[lane, grid.rows[name]] for name, lane in grid.lanes.items()}
    gaps = [_Gap() for _ in range(max(grid.columns.values(), default=0) + 1)]
    ways = _ways(grid, levels, ports)
    for (origin, end), heights in ways.items():
        first, last = grid.columns[origin], grid.columns[end] - 1
        for at, start, stop in _turns(first, last, heights):
            gaps[at].turn(origin, end, start, stop)
    for gap in gaps:
        gap.settle()
    lefts = [float(MARGIN)]
    for gap in gaps:
        lefts.append(lefts[-1] + width + gap.width)
    edges = []
    for (origin, end), heights in ways.items():
        first, last = grid.columns[origin], grid.columns[end] - 1
        points: list[Point] = [(lefts[first] + width, ports[origin])]
        for at, start, stop in _turns(first, last, heights):
            x = lefts[at] + width + gaps[at].x(origin, end)
            points += [(x, start), (x, stop)]
        points.append((lefts[last + 1], ports[end]))
        edges.append(Edge(origin, end, _rounded(points)))
    spots = (Spot(name, lefts[grid.columns[name]], ports[name] - height / 2) for name in grid.lanes)
    right = lefts[-1] - gaps[-1].width + MARGIN
    return Map(right, max(y - LANE_GAP, 0), BOX, tuple(lanes), tuple(spots), tuple(edges))


def _turns(first: int, last: int, heights: tuple[float, ...]) -> list[tuple[int, float, float]]:
    """Return the gaps in which an edge turns, each with the heights before and after."""
    return [
        (at, start, stop)
        for at, (start, stop) in zip(dict.fromkeys((first, last)), pairwise(heights), strict=True)
        if start != stop
    ]


def _ways(grid: _Grid, levels: list[_Level], ports: Mapping[str, float]) -> dict[tuple[str, str], tuple[float, ...]]:
    """Return the heights at which each edge runs: out of its box, along a level if it is long, into its box."""
    tracks = {}
    for origin, end in sorted(grid.edges, key=lambda edge: grid.columns[edge[1]] - grid.columns[edge[0]]):
        line = _Line(origin, end, grid.columns[origin], grid.columns[end] - 1)
        if line.first < line.last:
            level = min(levels, key=_cost_of(line, ports[origin], ports[end]))
            tracks[origin, end] = (level, level.add(line))
    return {
        edge: (
            (ports[edge[0]], tracks[edge][0].height(tracks[edge][1]), ports[edge[1]])
            if edge in tracks
            else (ports[edge[0]], ports[edge[1]])
        )
        for edge in grid.edges
    }


def _cost_of(line: _Line, start: float, stop: float) -> Callable[[_Level], float]:
    return lambda level: level.cost(line, start, stop)


def _rounded(points: list[Point]) -> tuple[Point, ...]:
    """Return an orthogonal line with its corners rounded, each by four points of a parabola."""
    rounded = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        room = min(RADIUS, _distance(before, corner) / 2, _distance(corner, after) / 2)
        start, stop = _towards(corner, before, room), _towards(corner, after, room)
        for t in (0, 1 / 3, 2 / 3, 1):
            x, y = (
                (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c for a, b, c in zip(start, corner, stop, strict=True)
            )
            rounded.append((round(x, 1), round(y, 1)))
    return (*rounded, points[-1])


def _distance(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])  # they are on one axis


def _towards(point: Point, other: Point, distance: float) -> Point:
    length = _distance(point, other)
    share = distance / length if length else 0
    return (point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share)
