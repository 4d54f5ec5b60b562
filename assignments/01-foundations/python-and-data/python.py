# ---
# title: Programs
# ---

# %% [markdown]
# # Programs: a log that somebody typed
#
# In a greenhouse stand a dozen thermometers. Through the day they, and the people who walk past them, write
# lines into one log:
#
#     # Monday
#     06:00 bed-2   17.5C
#     06:10 Bed-2   50F     # the old thermometer
#     06:20 door    -
#     06:30 bed 3   18C
#     6:40  bed-2   18,5C
#
# Two units, a decimal comma, a sensor that is off, a name with a blank in it, a time that lacks a digit. Such
# files are the raw material of most data sets. A program for them must not do two things: stop at the first
# bad line, and swallow a bad line without a word.
#
# You write that program: from a line to a reading, from lines to groups, from a stream to what is new in it,
# a class that keeps its promises, and a store in files that gives back exactly what it was given. The second
# exercise uses your function from the first, so begin at the top. Plain Python is enough for all of it; none
# of your functions may change what it is given.

# %%
import csv
import io
import math
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from mlcourse import check

LOG = [
    "# Monday",
    "06:00 bed-2   17.5C",
    "06:10 Bed-2   50F     # the old thermometer",
    "06:20 door    -",
    "06:30 bed 3   18C",
    "",
    "6:40  bed-2   18,5C",
    "06:50 bed-2   18,5C",
]


def refusal(function: Callable[..., Any], *arguments: Any) -> str:
    """Return what a function's ValueError says; an empty text if there is none."""
    try:
        function(*arguments)
    except ValueError as error:
        return str(error)
    return ""


def filled(day: Any, readings: Iterable[tuple[int, float]]) -> Any:
    """Add readings to a day, one by one, and return the day."""
    for minutes, value in readings:
        day.add(minutes, value)
    return day


# %% [markdown]
# ## A line
#
# Write `parse_line(line)`. A line has three fields with blanks or tabs between them, as many as you like: the
# time, the sensor, the temperature. Whatever follows a `#` is a comment and does not count. Return the tuple
# `(minutes, sensor, celsius)`:
#
# - `minutes`: the minutes since midnight, a whole number. A time is two digits, a colon and two digits, from
#   00:00 to 23:59.
# - `sensor`: the name in small letters.
# - `celsius`: the temperature in degrees Celsius, a `float`. In the line it is a number, perhaps below zero,
#   perhaps with a point or a comma, and right after it the unit, C or F in either case: $x$ °F are
#   $(x - 32) \cdot 5 / 9$ °C. A single `-` means that the sensor was off: then it is `None`.
#
# If nothing but blanks and a comment is there, return `None`. Anything else is a mistake: raise a
# `ValueError` whose message *quotes the field* that is wrong, as it stands in the line. If the number of
# fields is wrong, the message says in figures how many there are.
#
# - Examples: `parse_line("07:05  Bed-2  18,5C  # open")` is `(425, "bed-2", 18.5)`, and `"23:59 bed-2 50f"`
#   gives `(1439, "bed-2", 10.0)`.
# - `parse_line("24:00 door 5C")` raises, for example, `ValueError: '24:00' is no time of day`.
# - 0 °C is a temperature like any other.
# - `float` is generous: it reads `"nan"` and `"inf"`, which no thermometer shows. And without its last letter
#   `"18.5"`, where the unit is missing, still looks like a number.


# %% exercise="parse-line" difficulty=2 minutes=20 topics="python-essentials#basic-syntax, python-essentials#variables-and-types, python-essentials#conditionals"
def parse_line(line: str) -> tuple[int, str, float | None] | None:
    """Read one line of the log.

    Parameters
    ----------
    line : str
        A line, with or without a line break at its end.

    Returns
    -------
    tuple (minutes, sensor, celsius), or None
        None where there is nothing but blanks and a comment.

    Raises
    ------
    ValueError
        If the line is wrong; the message quotes the field.
    """
    ### BEGIN SOLUTION
    fields = line.partition("#")[0].split()
    if not fields:
        return None
    if len(fields) != 3:
        raise ValueError(f"{len(fields)} fields, where 3 are wanted")
    time, sensor, reading = fields
    hours, colon, minutes = time.partition(":")
    digits = len(hours) == len(minutes) == 2 and (hours + minutes).isdecimal()
    if not (colon and digits and int(hours) < 24 and int(minutes) < 60):
        raise ValueError(f"{time!r} is no time of day")
    since_midnight = 60 * int(hours) + int(minutes)
    if reading == "-":
        return since_midnight, sensor.lower(), None
    unit = reading[-1].upper()
    try:
        value = float(reading[:-1].replace(",", "."))
    except ValueError:
        raise ValueError(f"{reading!r} is no temperature") from None
    if unit not in ("C", "F") or not math.isfinite(value):
        raise ValueError(f"{reading!r} is no temperature")
    return since_midnight, sensor.lower(), (value - 32) * 5 / 9 if unit == "F" else value
    ### END SOLUTION


# %% [markdown] hint="parse-line"
# Take the comment away first: `line.partition("#")` gives the text before the sign, the sign and the rest,
# even if there is none. Then `split()` without an argument splits at blanks and tabs, however many.

# %% [markdown] hint="parse-line"
# `time.partition(":")` gives hours, colon and minutes. Look at their lengths and at `isdecimal()` before you
# use `int`, which would also read `"7"` and `"+7"`. Then compare with 24 and 60.

# %% [markdown] hint="parse-line"
# Deal with `-` before all other temperatures. For these, `reading[-1]` is the unit and `reading[:-1]` the
# number. `float(...)` raises a `ValueError` of its own; catch it and raise yours. `math.isfinite` is false for
# nan and inf.

# %% check="parse-line" points=3
with check.exercise("parse-line"):
    check.equal(
        parse_line("07:05  Bed-2  18,5C  # open"),
        (425, "bed-2", 18.5),
        'parse_line("07:05  Bed-2  18,5C  # open")',
        "60 minutes an hour, small letters, and a comma that `float` does not read.",
    )
    check.equal(
        parse_line("23:59 bed-2 50f\n"),
        (1439, "bed-2", 10.0),
        'parse_line("23:59 bed-2 50f\\n")',
        "Subtract 32 first, then times 5/9. The unit may be a small letter.",
    )
    check.equal(
        parse_line("06:20 door -"),
        (380, "door", None),
        'parse_line("06:20 door -")',
        "The sensor was off: its value is None, and the line is right.",
    )
    check.equal(
        parse_line("00:00 door 0C"),
        (0, "door", 0.0),
        'parse_line("00:00 door 0C")',
        "Zero is not nothing. Ask `is None`, not `if value`.",
    )
    check.equal(
        [parse_line("   "), parse_line("# Monday")],
        [None, None],
        "the list of the results for a blank line and for a comment",
        "There is nothing to read, and nothing wrong.",
    )
    check.raises(
        ValueError,
        parse_line,
        "06:30 bed 3 18C",
        what='parse_line("06:30 bed 3 18C")',
        hint="Those are four fields. A mistake is raised, not skipped.",
    )
    check.that(
        "warm" in refusal(parse_line, "06:30 door warm"),
        f"the error for the line '06:30 door warm' says {refusal(parse_line, '06:30 door warm')!r}, "
        "which does not quote the field 'warm'",
    )
    said = refusal(parse_line, "6:40 bed-2 18,5C")
    check.that(
        "6:40" in said,
        f"the error for the line '6:40 bed-2 18,5C' says {said!r}, which does not quote the field '6:40'"
        if said
        else "the line '6:40 bed-2 18,5C' is not refused: a time is two digits, a colon and two digits",
    )
    ### BEGIN HIDDEN TESTS
    hours = "Hours end at 23, minutes at 59"
    digits = "Two digits, a colon, two digits: nothing else is a time here"
    finite = "No thermometer shows nan or inf"
    unit = "The unit is C or F, and never missing"
    for field, line, rule in (
        *((time, f"{time} door 5C", hours) for time in ("24:00", "12:60", "99:99")),
        *((time, f"{time} door 5C", digits) for time in ("07:5", "0705", "007:05", "07:05:00", "+7:05")),
        *((reading, f"07:05 door {reading}", finite) for reading in ("nanC", "infF", "-infC")),
        *((reading, f"07:05 door {reading}", unit) for reading in ("18.5", "18.5K", "5")),
    ):
        said = refusal(parse_line, line)
        check.that(
            field in said,
            f"the error for the line {line!r} says {said!r}, which does not quote the field {field!r} as it stands there"
            if said
            else f"the line {line!r} is not refused. {rule}",
        )
    check.that(
        "2" in refusal(parse_line, "door 5C"),
        f"the error for 'door 5C' says {refusal(parse_line, 'door 5C')!r}. It has to say how many fields there are",
    )
    check.equal(
        parse_line("\t08:00\tdoor\t-3,5c#x"),
        (480, "door", -3.5),
        'parse_line("\\t08:00\\tdoor\\t-3,5c#x")',
        "Tabs separate as well, a minus is no missing value, and a comment needs no blank before it.",
    )
    ### END HIDDEN TESTS


# %% reject="parse-line" because="does not read a decimal comma"
def parse_line(line):
    fields = line.partition("#")[0].split()
    if not fields:
        return None
    time, sensor, reading = fields
    minutes = 60 * int(time[:2]) + int(time[3:])
    return minutes, sensor.lower(), None if reading == "-" else float(reading[:-1])


# %% reject="parse-line" because="multiplies before it subtracts"
def parse_line(line):
    fields = line.partition("#")[0].split()
    if not fields:
        return None
    time, sensor, reading = fields
    minutes = 60 * int(time[:2]) + int(time[3:])
    if reading == "-":
        return minutes, sensor.lower(), None
    value = float(reading[:-1].replace(",", "."))
    return minutes, sensor.lower(), value * 5 / 9 - 32 if reading[-1] in "Ff" else value


# %% reject="parse-line" because="takes 0 for a missing value"
def parse_line(line):
    fields = line.partition("#")[0].split()
    if not fields:
        return None
    time, sensor, reading = fields
    value = 0.0 if reading == "-" else float(reading[:-1].replace(",", "."))
    if reading[-1] in "Ff":
        value = (value - 32) * 5 / 9
    return 60 * int(time[:2]) + int(time[3:]), sensor.lower(), value or None


# %% reject="parse-line" because="returns None for a line that is wrong"
def parse_line(line):
    fields = line.partition("#")[0].split()
    try:
        time, sensor, reading = fields
        value = None if reading == "-" else float(reading[:-1].replace(",", "."))
    except ValueError:
        return None
    if reading[-1] in "Ff":
        value = (value - 32) * 5 / 9
    return 60 * int(time[:2]) + int(time[3:]), sensor.lower(), value


# %% reject="parse-line" because="lets errors through that do not name the field"
def parse_line(line):
    fields = line.partition("#")[0].split()
    if not fields:
        return None
    time, sensor, reading = fields
    minutes = 60 * int(time[:2]) + int(time[3:])
    try:
        value = None if reading == "-" else float(reading[:-1].replace(",", "."))
    except ValueError:
        raise ValueError("this is no temperature") from None
    return minutes, sensor.lower(), (value - 32) * 5 / 9 if reading[-1] in "Ff" else value


# %% reject="parse-line" because="has a day of more than 24 hours"
def parse_line(line):
    fields = line.partition("#")[0].split()
    if not fields:
        return None
    if len(fields) != 3:
        raise ValueError(f"{len(fields)} fields")
    time, sensor, reading = fields
    if len(time) != 5 or time[2] != ":" or not (time[:2] + time[3:]).isdecimal():
        raise ValueError(f"{time} is no time")
    minutes = 60 * int(time[:2]) + int(time[3:])
    if reading == "-":
        return minutes, sensor.lower(), None
    try:
        value = float(reading[:-1].replace(",", "."))
    except ValueError:
        raise ValueError(f"{reading} is no temperature") from None
    if reading[-1] not in "CcFf" or not math.isfinite(value):
        raise ValueError(f"{reading} is no temperature")
    return minutes, sensor.lower(), (value - 32) * 5 / 9 if reading[-1] in "Ff" else value


# %% reject="parse-line" because="lets int read the time, which takes one digit for two"
def parse_line(line):
    fields = line.partition("#")[0].split()
    if not fields:
        return None
    if len(fields) != 3:
        raise ValueError(f"{len(fields)} fields")
    time, sensor, reading = fields
    try:
        hours, minutes = (int(part) for part in time.split(":"))
    except ValueError:
        raise ValueError(f"{time} is no time") from None
    if not (0 <= hours < 24 and 0 <= minutes < 60):
        raise ValueError(f"{time} is no time")
    if reading == "-":
        return 60 * hours + minutes, sensor.lower(), None
    try:
        value = float(reading[:-1].replace(",", "."))
    except ValueError:
        raise ValueError(f"{reading} is no temperature") from None
    if reading[-1] not in "CcFf" or not math.isfinite(value):
        raise ValueError(f"{reading} is no temperature")
    return 60 * hours + minutes, sensor.lower(), (value - 32) * 5 / 9 if reading[-1] in "Ff" else value


# %% reject="parse-line" because="believes a thermometer that shows nan"
def parse_line(line):
    fields = line.partition("#")[0].split()
    if not fields:
        return None
    if len(fields) != 3:
        raise ValueError(f"{len(fields)} fields")
    time, sensor, reading = fields
    digits = time[:2] + time[3:]
    if len(time) != 5 or time[2] != ":" or not digits.isdecimal() or time[:2] > "23" or time[3:] > "59":
        raise ValueError(f"{time} is no time")
    minutes = 60 * int(time[:2]) + int(time[3:])
    if reading == "-":
        return minutes, sensor.lower(), None
    try:
        value = float(reading[:-1].replace(",", "."))
    except ValueError:
        raise ValueError(f"{reading} is no temperature") from None
    if reading[-1] not in "CcFf":
        raise ValueError(f"{reading} is no temperature")
    return minutes, sensor.lower(), (value - 32) * 5 / 9 if reading[-1] in "Ff" else value


# %% reject="parse-line" because="takes every unit but F for Celsius"
def parse_line(line):
    fields = line.partition("#")[0].split()
    if not fields:
        return None
    if len(fields) != 3:
        raise ValueError(f"{len(fields)} fields")
    time, sensor, reading = fields
    digits = time[:2] + time[3:]
    if len(time) != 5 or time[2] != ":" or not digits.isdecimal() or time[:2] > "23" or time[3:] > "59":
        raise ValueError(f"{time} is no time")
    minutes = 60 * int(time[:2]) + int(time[3:])
    if reading == "-":
        return minutes, sensor.lower(), None
    try:
        value = float(reading[:-1].replace(",", ".")) if len(reading) > 1 else math.nan
    except ValueError:
        raise ValueError(f"{reading} is no temperature") from None
    if not math.isfinite(value):
        raise ValueError(f"{reading} is no temperature")
    return minutes, sensor.lower(), (value - 32) * 5 / 9 if reading[-1] in "Ff" else value


# %% reject="parse-line" because="does not say how many fields there are"
def parse_line(line):
    fields = line.partition("#")[0].split()
    if not fields:
        return None
    if len(fields) != 3:
        raise ValueError(f"three fields are wanted, not {' '.join(fields)}")
    time, sensor, reading = fields
    digits = time[:2] + time[3:]
    if len(time) != 5 or time[2] != ":" or not digits.isdecimal() or time[:2] > "23" or time[3:] > "59":
        raise ValueError(f"{time} is no time")
    minutes = 60 * int(time[:2]) + int(time[3:])
    if reading == "-":
        return minutes, sensor.lower(), None
    try:
        value = float(reading[:-1].replace(",", "."))
    except ValueError:
        raise ValueError(f"{reading} is no temperature") from None
    if reading[-1] not in "CcFf" or not math.isfinite(value):
        raise ValueError(f"{reading} is no temperature")
    return minutes, sensor.lower(), (value - 32) * 5 / 9 if reading[-1] in "Ff" else value


# %% reject="parse-line" because="wants a blank before the comment"
def parse_line(line):
    fields = []
    for field in line.split():
        if field.startswith("#"):
            break
        fields.append(field)
    if not fields:
        return None
    if len(fields) != 3:
        raise ValueError(f"{len(fields)} fields")
    time, sensor, reading = fields
    digits = time[:2] + time[3:]
    if len(time) != 5 or time[2] != ":" or not digits.isdecimal() or time[:2] > "23" or time[3:] > "59":
        raise ValueError(f"{time} is no time")
    minutes = 60 * int(time[:2]) + int(time[3:])
    if reading == "-":
        return minutes, sensor.lower(), None
    try:
        value = float(reading[:-1].replace(",", "."))
    except ValueError:
        raise ValueError(f"{reading} is no temperature") from None
    if reading[-1] not in "CcFf" or not math.isfinite(value):
        raise ValueError(f"{reading} is no temperature")
    return minutes, sensor.lower(), (value - 32) * 5 / 9 if reading[-1] in "Ff" else value


# %% accept="parse-line" because="describes times and temperatures by regular expressions"
def parse_line(line):
    import re

    fields = re.sub("#.*", "", line).split()
    if not fields:
        return None
    if len(fields) != 3:
        raise ValueError(f"a line of {len(fields)} fields")
    time, sensor, reading = fields
    clock = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", time)
    if clock is None:
        raise ValueError(f"wrong time: {time}")
    degrees = re.fullmatch(r"([+-]?[0-9]+(?:[.,][0-9]*)?)([CF])", reading, re.IGNORECASE)
    if degrees is None and reading != "-":
        raise ValueError(f"wrong temperature: {reading}")
    value = None
    if degrees is not None:
        value = float(degrees[1].replace(",", "."))
        if degrees[2] in "fF":
            value = (value - 32) / 1.8
    return int(clock[1]) * 60 + int(clock[2]), sensor.lower(), value


# %% accept="parse-line" because="has a function for each field and looks times up in a list"
def parse_line(line):
    def minutes_of(time):
        times = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60)]
        if time not in times:
            raise ValueError("no time: " + time)
        return times.index(time)

    def celsius_of(reading):
        scales = {"C": (0.0, 1.0), "F": (32.0, 5 / 9)}
        zero, size = scales.get(reading[-1:].upper(), (math.nan, 1.0))
        try:
            value = (float(reading[:-1].replace(",", ".")) - zero) * size
        except ValueError:
            value = math.nan
        if math.isnan(value) or math.isinf(value):
            raise ValueError("no temperature: " + reading)
        return value

    if "#" in line:
        line = line[: line.index("#")]
    match line.split():
        case []:
            return None
        case [time, sensor, "-"]:
            return minutes_of(time), sensor.lower(), None
        case [time, sensor, reading]:
            return minutes_of(time), sensor.lower(), celsius_of(reading)
        case fields:
            raise ValueError(f"fields: {len(fields)}")


# %% [markdown]
# ## The whole log
#
# Write `read_log(lines, most=None)`. It reads every line with your `parse_line` and returns two things, as a
# tuple:
#
# - `groups`: a dictionary with a key for each sensor, in the order in which they first occur. The value is the
#   list of its readings `(minutes, celsius)`, in the order of the log. A reading without a value is left out
#   of the list, but its sensor has its key all the same, perhaps with an empty list.
# - `faults`: a list with a text for each line that is wrong: `"line 5: "` and then what the error says. Lines
#   count from 1, and blank ones and comments count too, so that an editor finds the line.
#
# A log that is wrong too often is no log. If `most` is a number, and more than `most` lines are wrong, raise a
# `ValueError`: its message names the line with which it became too many, as in `faults`.
#
# - Example: of the eight lines of `LOG` above, line 5 has four fields and line 7 a time with three digits.
#   `read_log(LOG)` returns `{"bed-2": [(360, 17.5), (370, 10.0), (410, 18.5)], "door": []}` and two faults.
#   With `most=2` it returns the same, with `most=1` the error names line 7, and with `most=0` line 5.
# - `lines` may be a list, an open file, or anything else that gives lines one after the other, and only once.
# - Expect a `ValueError` of `parse_line`, and nothing else. A line that is no text at all is not the fault of
#   the log but of whoever calls: let that error through.


# %% exercise="read-log" difficulty=3 minutes=20 topics="python-essentials#exceptions, python-essentials#data-structures, python-essentials#loops"
def read_log(
    lines: Iterable[str], most: int | None = None
) -> tuple[dict[str, list[tuple[int, float]]], list[str]]:
    """Read a log, group its readings by sensor, and note the lines that are wrong.

    Parameters
    ----------
    lines : iterable of str
        Lines for ``parse_line``; gone through once.
    most : int, optional
        How many wrong lines are put up with; any number if None.

    Returns
    -------
    groups : dict
        The readings (minutes, celsius) of each sensor.
    faults : list of str
        ``"line 5: …"`` for each line that is wrong.

    Raises
    ------
    ValueError
        If more than ``most`` lines are wrong; the message names the last of them.
    """
    ### BEGIN SOLUTION
    groups: dict[str, list[tuple[int, float]]] = {}
    faults: list[str] = []
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse_line(line)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            if most is not None and len(faults) > most:
                raise ValueError(f"more than {most} lines are wrong; {faults[-1]}") from error
            continue
        if entry is not None:
            minutes, sensor, celsius = entry
            readings = groups.setdefault(sensor, [])
            if celsius is not None:
                readings.append((minutes, celsius))
    return groups, faults
    ### END SOLUTION


# %% [markdown] hint="read-log"
# `for number, line in enumerate(lines, start=1)` counts every line, whatever becomes of it. Put nothing but
# the call of `parse_line` into the `try`.

# %% [markdown] hint="read-log"
# `groups.setdefault(sensor, [])` returns the list of a sensor, and puts an empty one there first if it has
# none. Look it up before you ask whether there is a value.

# %% [markdown] hint="read-log"
# In `except ValueError as error:` append `f"line {number}: {error}"`, compare `len(faults)` with `most`, and
# `continue`. Zero is a number: ask `most is not None`.

# %% check="read-log" points=3
with check.exercise("read-log"):
    groups, faults = read_log(LOG)
    check.equal(
        groups,
        {"bed-2": [(360, 17.5), (370, 10.0), (410, 18.5)], "door": []},
        "the dictionary that read_log(LOG) returns",
        "A list for each sensor, in the order of the log; a reading without a value leaves its key only.",
    )
    check.equal(
        [str(fault).partition(":")[0] for fault in faults],
        ["line 5", "line 7"],
        "the list of what stands before the colon in the faults of read_log(LOG)",
        "Count every line, from 1, the blank ones and the comments too.",
    )
    check.that(
        "6:40" in str(faults[1]),
        f"the second fault of read_log(LOG) is {faults[1]!r}, which does not say what is wrong with line 7: "
        "put the text of the error behind the number",
    )
    check.that(
        "line 7" in refusal(read_log, LOG, 1),
        f"read_log(LOG, 1) does not stop at the second wrong line with an error that names line 7; "
        f"its error says {refusal(read_log, LOG, 1)!r}",
    )
    ### BEGIN HIDDEN TESTS
    check.that(
        "line 5" in refusal(read_log, LOG, 0),
        f"with most=0 not a single line may be wrong, and the error of read_log(LOG, 0) has to name line 5; "
        f"it says {refusal(read_log, LOG, 0)!r}. Is 0 taken for None?",
    )
    check.equal(
        len(read_log(LOG, 2)[1]),
        2,
        "the number of faults of read_log(LOG, 2)",
        "Two wrong lines are not more than two.",
    )
    check.equal(
        read_log(line for line in ["00:00 a 0C", "00:01 b 1C", "", "00:01 A 32F"]),
        ({"a": [(0, 0.0), (1, 0.0)], "b": [(1, 1.0)]}, []),
        "read_log of a generator of four lines",
        "Go through the lines once, with `for`. And 0 °C is a reading.",
    )
    check.equal(
        read_log(["12:00 door -", "12:01 door -"]),
        ({"door": []}, []),
        "read_log of a sensor that was always off",
        "It has a key and no readings.",
    )
    check.raises(
        (AttributeError, TypeError),
        read_log,
        ["12:00 door 1C", None],
        what='read_log(["12:00 door 1C", None])',
        hint="Catch the ValueError that you expect, and no other.",
    )
    ### END HIDDEN TESTS


# %% reject="read-log" because="counts only the lines that hold something"
def read_log(lines, most=None):
    groups, faults, number = {}, [], 0
    for line in lines:
        if not line.partition("#")[0].strip():
            continue
        number += 1
        try:
            minutes, sensor, celsius = parse_line(line)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            if most is not None and len(faults) > most:
                raise ValueError(faults[-1]) from error
            continue
        groups.setdefault(sensor, [])
        if celsius is not None:
            groups[sensor].append((minutes, celsius))
    return groups, faults


# %% reject="read-log" because="keeps readings that have no value"
def read_log(lines, most=None):
    groups, faults = {}, []
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse_line(line)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            if most is not None and len(faults) > most:
                raise ValueError(faults[-1]) from error
            continue
        if entry is not None:
            groups.setdefault(entry[1], []).append((entry[0], entry[2]))
    return groups, faults


# %% reject="read-log" because="gives all sensors the same list"
def read_log(lines, most=None):
    entries, faults = [], []
    for number, line in enumerate(lines, start=1):
        try:
            entries.append(parse_line(line))
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            if most is not None and len(faults) > most:
                raise ValueError(faults[-1]) from error
    entries = [entry for entry in entries if entry is not None]
    groups = dict.fromkeys([sensor for _, sensor, _ in entries], [])
    for minutes, sensor, celsius in entries:
        if celsius is not None:
            groups[sensor].append((minutes, celsius))
    return groups, faults


# %% reject="read-log" because="notes the line and not what is wrong with it"
def read_log(lines, most=None):
    groups, faults = {}, []
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse_line(line)
        except ValueError as error:
            faults.append(f"line {number}: wrong")
            if most is not None and len(faults) > most:
                raise ValueError(faults[-1]) from error
            continue
        if entry is not None:
            readings = groups.setdefault(entry[1], [])
            if entry[2] is not None:
                readings.append((entry[0], entry[2]))
    return groups, faults


# %% reject="read-log" because="looks at most only after the last line, and does not name one"
def read_log(lines, most=None):
    groups, faults = {}, []
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse_line(line)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            continue
        if entry is not None:
            readings = groups.setdefault(entry[1], [])
            if entry[2] is not None:
                readings.append((entry[0], entry[2]))
    if most is not None and len(faults) > most:
        raise ValueError(f"{len(faults)} lines are wrong")
    return groups, faults


# %% reject="read-log" because="takes most=0 for no limit"
def read_log(lines, most=None):
    groups, faults = {}, []
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse_line(line)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            if most and len(faults) > most:
                raise ValueError(faults[-1]) from error
            continue
        if entry is not None:
            readings = groups.setdefault(entry[1], [])
            if entry[2] is not None:
                readings.append((entry[0], entry[2]))
    return groups, faults


# %% reject="read-log" because="refuses a log with exactly as many faults as are allowed"
def read_log(lines, most=None):
    groups, faults = {}, []
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse_line(line)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            if most is not None and len(faults) >= max(most, 1) and (most != 1 or len(faults) > 1):
                raise ValueError(faults[-1]) from error
            continue
        if entry is not None:
            readings = groups.setdefault(entry[1], [])
            if entry[2] is not None:
                readings.append((entry[0], entry[2]))
    return groups, faults


# %% reject="read-log" because="wants a list of lines"
def read_log(lines, most=None):
    groups, faults = {}, []
    for place in range(len(lines)):
        try:
            entry = parse_line(lines[place])
        except ValueError as error:
            faults.append(f"line {place + 1}: {error}")
            if most is not None and len(faults) > most:
                raise ValueError(faults[-1]) from error
            continue
        if entry is not None:
            readings = groups.setdefault(entry[1], [])
            if entry[2] is not None:
                readings.append((entry[0], entry[2]))
    return groups, faults


# %% reject="read-log" because="drops readings of 0 degrees"
def read_log(lines, most=None):
    groups, faults = {}, []
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse_line(line)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            if most is not None and len(faults) > most:
                raise ValueError(faults[-1]) from error
            continue
        if entry is not None:
            readings = groups.setdefault(entry[1], [])
            if entry[2]:
                readings.append((entry[0], entry[2]))
    return groups, faults


# %% reject="read-log" because="forgets sensors that were off at first and at last"
def read_log(lines, most=None):
    groups, faults = {}, []
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse_line(line)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            if most is not None and len(faults) > most:
                raise ValueError(faults[-1]) from error
            continue
        if entry is not None and (entry[2] is not None or len(groups) > 0):
            readings = groups.setdefault(entry[1], [])
            if entry[2] is not None:
                readings.append((entry[0], entry[2]))
    return groups, faults


# %% reject="read-log" because="catches every exception"
def read_log(lines, most=None):
    groups, faults = {}, []
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse_line(line)
        except Exception as error:
            faults.append(f"line {number}: {error}")
            if most is not None and len(faults) > most:
                raise ValueError(faults[-1]) from error
            continue
        if entry is not None:
            readings = groups.setdefault(entry[1], [])
            if entry[2] is not None:
                readings.append((entry[0], entry[2]))
    return groups, faults


# %% accept="read-log" because="uses a defaultdict and counts itself"
def read_log(lines, most=None):
    from collections import defaultdict

    groups, faults = defaultdict(list), []
    allowed = math.inf if most is None else most
    number = 0
    for line in lines:
        number += 1
        try:
            entry = parse_line(line)
        except ValueError as error:
            faults += [f"line {number}: {error}"]
            if len(faults) > allowed:
                raise ValueError("too many faults, the last in " + faults[-1]) from None
        else:
            if entry is not None:
                minutes, sensor, celsius = entry
                groups[sensor] += [] if celsius is None else [(minutes, celsius)]
    return dict(groups), faults


# %% accept="read-log" because="sorts the outcomes first and groups afterwards"
def read_log(lines, most=None):
    def outcome(line):
        try:
            return parse_line(line), None
        except ValueError as error:
            return None, str(error)

    outcomes = [outcome(line) for line in lines]
    faults = [f"line {number}: {text}" for number, (_, text) in enumerate(outcomes, 1) if text is not None]
    if most is not None and len(faults) > most:
        raise ValueError(faults[most])
    entries = [entry for entry, _ in outcomes if entry is not None]
    sensors = {sensor: None for _, sensor, _ in entries}
    return {
        sensor: [
            (minutes, value) for minutes, other, value in entries if other == sensor and value is not None
        ]
        for sensor in sensors
    }, faults


# %% [markdown]
# ## Only what is new
#
# A thermometer that says 18.5 every ten seconds fills a disk with nothing. Write `changes(readings, step)`,
# which goes through readings `(minutes, sensor, celsius)` and hands on only those that say something new. A
# reading is new if
#
# - it is the first of its sensor,
# - or the sensor was off (`None`) at its last reading *that was handed on*, and now has a value, or the other
#   way round,
# - or its value differs by at least `step` from the last value of the sensor *that was handed on*.
#
# The readings may be a stream that never ends, so `changes` must not wait for the end: write it as a
# **generator**. A function with `yield` in it returns at once; each time a loop asks it for an element, it
# runs up to the next `yield`, hands on that value and pauses there, with all its names as they are:
#
#     def doubled(numbers):
#         for number in numbers:
#             yield 2 * number
#
#     for number in doubled([1, 5]):      # 2, then 10
#         print(number)
#
# - Example: of the values 18, 18.4, 18.8, 19.2, 19.0 of one sensor, `step=1` hands on 18 and 19.2. Each of
#   them differs from the one *before* by less than 1, and yet it has become warmer: such a drift must not be
#   lost.
# - Hand on the readings as they came, as tuples of three. `step` is above 0.


# %% exercise="changes" difficulty=3 minutes=20 topics="python-essentials#functions-and-built-ins, python-essentials#loops, python-essentials#conditionals"
def changes(
    readings: Iterable[tuple[int, str, float | None]], step: float
) -> Iterator[tuple[int, str, float | None]]:
    """Hand on the readings that say something new, one at a time.

    Parameters
    ----------
    readings : iterable of tuples (minutes, sensor, celsius)
        Perhaps endless.
    step : float
        The smallest difference that is news, in degrees.

    Yields
    ------
    tuple (minutes, sensor, celsius)
        Each before the next reading is asked for.
    """
    ### BEGIN SOLUTION
    last: dict[str, float | None] = {}
    for reading in readings:
        _, sensor, value = reading
        if sensor not in last:
            new = True
        elif value is None or last[sensor] is None:
            new = value is not last[sensor]
        else:
            new = abs(value - last[sensor]) >= step
        if new:
            last[sensor] = value
            yield reading
    ### END SOLUTION


# %% [markdown] hint="changes"
# What has to be remembered from one reading to the next, and for whom? A dictionary from the sensor to the
# value that was last handed on is enough.

# %% [markdown] hint="changes"
# `last.get(sensor)` cannot tell "no reading yet" from "was off". `sensor in last` can.

# %% [markdown] hint="changes"
# Inside `for reading in readings:` find out whether it is new, in three cases: the sensor is not in `last`;
# one of the two values is `None`; both are numbers. If it is new, write its value into `last`, and
# `yield reading`.

# %% check="changes" points=3
with check.exercise("changes"):
    drift = [(0, "a", 18.0), (1, "a", 18.4), (2, "a", 18.8), (3, "a", 19.2), (4, "a", 19.0)]
    check.equal(
        list(changes(drift, 1)),
        [(0, "a", 18.0), (3, "a", 19.2)],
        "list(changes(readings, 1)) for the values 18, 18.4, 18.8, 19.2, 19.0",
        "Compare with the last value that was handed on, not with the one before.",
    )
    check.equal(
        list(changes([(0, "a", 5.0), (0, "b", 9.0), (1, "a", 5.5), (1, "b", 9.5), (2, "a", 3.5)], 1)),
        [(0, "a", 5.0), (0, "b", 9.0), (2, "a", 3.5)],
        "the list for two sensors that take turns",
        "Remember a value for each sensor. Colder is news as well.",
    )
    check.equal(
        list(changes([(0, "a", None), (1, "a", None), (2, "a", 7.0), (3, "a", None)], 1)),
        [(0, "a", None), (2, "a", 7.0), (3, "a", None)],
        "the list for a sensor that is off, off, 7, off",
        "The first reading is always new; after that, going off and coming back are.",
    )
    ### BEGIN HIDDEN TESTS
    check.equal(
        list(changes([(0, "a", 2.0), (1, "a", 2.5), (2, "a", 2.75), (3, "a", 2.0)], 0.5)),
        [(0, "a", 2.0), (1, "a", 2.5), (3, "a", 2.0)],
        "the list for 2, 2.5, 2.75, 2 and the step 0.5",
        "A difference of exactly `step` is news.",
    )
    check.equal(
        list(changes([(0, "a", 0.0), (1, "a", 0.25), (2, "a", None), (3, "a", 0.0), (4, "a", -0.25)], 1)),
        [(0, "a", 0.0), (2, "a", None), (3, "a", 0.0)],
        "the list for 0, 0.25, off, 0, -0.25",
        "Zero degrees are a value, and not the same as off.",
    )
    asked = []

    def endless():
        for minutes in range(1000):
            asked.append(minutes)
            yield minutes, "a", float(minutes)

    first = next(iter(changes(endless(), 10)))
    check.that(
        len(asked) < 5,
        f"{len(asked)} readings of a long stream were read before the first was handed on. "
        "Use `yield` inside the loop; build no list",
    )
    check.equal(list(changes([], 1)), [], "list(changes([], 1))", "No readings, nothing new, no error.")
    ### END HIDDEN TESTS


# %% reject="changes" because="compares with the reading before"
def changes(readings, step):
    last = {}
    for reading in readings:
        _, sensor, value = reading
        old = last.get(sensor, "none yet")
        numbers = value is not None and old not in (None, "none yet")
        if (numbers and abs(value - old) >= step) or (not numbers and value != old):
            yield reading
        last[sensor] = value


# %% reject="changes" because="has one memory for all sensors"
def changes(readings, step):
    old = "none yet"
    for reading in readings:
        value = reading[2]
        numbers = value is not None and old not in (None, "none yet")
        if (numbers and abs(value - old) >= step) or (not numbers and value != old):
            yield reading
            old = value


# %% reject="changes" because="notices only what gets warmer"
def changes(readings, step):
    last = {}
    for reading in readings:
        _, sensor, value = reading
        old = last.get(sensor, "none yet")
        numbers = value is not None and old not in (None, "none yet")
        if (numbers and value - old >= step) or (not numbers and value != old):
            last[sensor] = value
            yield reading


# %% reject="changes" because="takes off for no reading yet"
def changes(readings, step):
    last = {}
    for reading in readings:
        _, sensor, value = reading
        old = last.get(sensor)
        if (value is None) != (old is None) or (value is not None and abs(value - old) >= step):
            last[sensor] = value
            yield reading


# %% reject="changes" because="wants more than the step"
def changes(readings, step):
    last = {}
    for reading in readings:
        _, sensor, value = reading
        old = last.get(sensor, "none yet")
        numbers = value is not None and old not in (None, "none yet")
        if (numbers and abs(value - old) > step) or (not numbers and value != old):
            last[sensor] = value
            yield reading


# %% reject="changes" because="takes zero for off"
def changes(readings, step):
    last = {}
    for reading in readings:
        _, sensor, value = reading
        if sensor in last and value and last[sensor]:
            new = abs(value - last[sensor]) >= step
        else:
            new = sensor not in last or value != last[sensor]
        if new:
            last[sensor] = value
            yield reading


# %% reject="changes" because="collects everything in a list first"
def changes(readings, step):
    last, found = {}, []
    for reading in readings:
        _, sensor, value = reading
        old = last.get(sensor, "none yet")
        numbers = value is not None and old not in (None, "none yet")
        if (numbers and abs(value - old) >= step) or (not numbers and value != old):
            last[sensor] = value
            found.append(reading)
    return found


# %% reject="changes" because="answers with something else than a reading"
def changes(readings, step):
    last = {}
    for minutes, sensor, value in readings:
        old = last.get(sensor, "none yet")
        numbers = value is not None and old not in (None, "none yet")
        if (numbers and abs(value - old) >= step) or (not numbers and value != old):
            last[sensor] = value
            yield minutes, value


# %% reject="changes" because="takes the first reading out before the loop, and there may be none"
def changes(readings, step):
    stream = iter(readings)
    first = stream.__next__()
    yield first
    last = {first[1]: first[2]}
    for reading in stream:
        _, sensor, value = reading
        old = last.get(sensor, "none yet")
        numbers = value is not None and old not in (None, "none yet")
        if (numbers and abs(value - old) >= step) or (not numbers and value != old):
            last[sensor] = value
            yield reading


# %% accept="changes" because="is a class with a method that gives the next"
class changes:
    def __init__(self, readings, step):
        self.readings, self.step, self.last = iter(readings), step, {}

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            reading = next(self.readings)
            _, sensor, value = reading
            if sensor in self.last and not self.differs(value, self.last[sensor]):
                continue
            self.last[sensor] = value
            return reading

    def differs(self, one, other):
        if one is None or other is None:
            return one is not other
        return not abs(one - other) < self.step


# %% accept="changes" because="keeps the memory in a function inside, and filters"
def changes(readings, step):
    handed_on = {}

    def is_new(reading):
        _, sensor, value = reading
        try:
            before = handed_on[sensor]
        except KeyError:
            new = True
        else:
            off = (value is None) + (before is None)
            new = off == 1 or (off == 0 and (value >= before + step or value <= before - step))
        if new:
            handed_on[sensor] = value
        return new

    return filter(is_new, readings)


# %% [markdown]
# ## A day that keeps its promises
#
# The readings of one sensor on one day belong together, and some things must hold for them at any time: the
# minutes lie from 0 to 1439, each is later than the one before, and every value is a finite number. A class
# can promise that, if all readings have to come in through one door. Write the class `Day`:
#
# - `add(minutes, value)` records a reading. If a promise would be broken, it raises a `ValueError`, and the
#   day *stays exactly as it was*. Before anything else the value goes through `self.clean(value)`, which here
#   returns it as it is.
# - `len(day)` is the number of readings: that is what the method `__len__` is for.
# - `at(minutes)` is the value that was in force at that minute: that of the last reading not later than it.
#   Before the first reading there is none: raise a `ValueError`.
# - `mean()` is the mean over the *time*: each value holds until the next reading, and the last one until
#   midnight, minute 1440. The time before the first reading does not count. Without readings, raise a
#   `ValueError`.
#
# And write its subclass `Calibrated(offset)`, for thermometers that are known to be off: it adds `offset` to
# every value that comes in. It makes the same promises, so it inherits everything but `__init__` and `clean`.
#
# - Example: after `add(0, 10.0)` and `add(1080, 20.0)`, 10 degrees held for 18 hours and 20 for 6, so that
#   `mean()` is $(10 \cdot 1080 + 20 \cdot 360) / 1440 = 12.5$, and not 15. `at(1079)` is 10, `at(1080)` is 20.
# - With `Calibrated(-0.5)` in place of `Day()`, all three are lower by 0.5.
# - Two days have nothing in common. Think of where the list is made.


# %% exercise="day" difficulty=3 minutes=25 topics="python-essentials#classes, python-essentials#exceptions"
class Day:
    """The readings of one sensor on one day, in the order of time."""

    def __init__(self) -> None:
        ### BEGIN SOLUTION
        self._readings: list[tuple[int, float]] = []
        ### END SOLUTION

    def __len__(self) -> int:
        """Return the number of readings."""
        ### BEGIN SOLUTION
        return len(self._readings)
        ### END SOLUTION

    def clean(self, value: float) -> float:
        """Return the value that is recorded for a value that comes in."""
        return value

    def add(self, minutes: int, value: float) -> None:
        """Record a reading, or raise a ValueError and leave everything as it was."""
        ### BEGIN SOLUTION
        value = self.clean(value)
        earliest = self._readings[-1][0] + 1 if self._readings else 0
        if not earliest <= minutes <= 1439:
            raise ValueError(f"minute {minutes} is not from {earliest} to 1439")
        if not math.isfinite(value):
            raise ValueError(f"{value} is no temperature")
        self._readings.append((minutes, value))
        ### END SOLUTION

    def at(self, minutes: int) -> float:
        """Return the value in force at a minute."""
        ### BEGIN SOLUTION
        earlier = [value for minute, value in self._readings if minute <= minutes]
        if not earlier:
            raise ValueError(f"there is no reading up to minute {minutes}")
        return earlier[-1]
        ### END SOLUTION

    def mean(self) -> float:
        """Return the mean over the time from the first reading to midnight."""
        ### BEGIN SOLUTION
        if not self._readings:
            raise ValueError("a day without readings has no mean")
        ends = [minute for minute, _ in self._readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self._readings, ends, strict=True))
        return total / (1440 - self._readings[0][0])
        ### END SOLUTION


class Calibrated(Day):
    """A day of a sensor whose values are all wrong by the same amount."""

    def __init__(self, offset: float) -> None:
        ### BEGIN SOLUTION
        super().__init__()
        self._offset = offset
        ### END SOLUTION

    def clean(self, value: float) -> float:
        """Return the value, corrected."""
        ### BEGIN SOLUTION
        return value + self._offset
        ### END SOLUTION


# %% [markdown] hint="day"
# `self._readings = []` belongs into `__init__`. (The underscore tells readers that this is for the class's
# own use.) In `Calibrated` call `super().__init__()` first, or there is no list.

# %% [markdown] hint="day"
# In `add` do all the asking first and the appending last. Then a refusal can leave nothing behind.

# %% [markdown] hint="day"
# For the mean, make a list of the ends: the minutes of all readings but the first, and 1440. Together with
# the readings, `zip` gives value, beginning and end. Divide the sum of value times duration by the whole
# duration, which begins with the first reading.

# %% check="day" points=4
with check.exercise("day"):
    day = filled(Day(), [(0, 10.0), (1080, 20.0)])
    check.equal(len(day), 2, "len(day) after two readings", "Does `__len__` count the readings?")
    check.close(
        day.mean(),
        12.5,
        "the mean of 10 degrees from minute 0 and 20 from minute 1080",
        "Each value counts as long as it held, and the last one held until midnight.",
    )
    check.close(
        [day.at(0), day.at(1079), day.at(1080), day.at(1439)],
        [10, 10, 20, 20],
        "[day.at(0), day.at(1079), day.at(1080), day.at(1439)] of that day",
        "The last reading that is not later.",
    )
    check.equal(
        len(Day()), 0, "len(Day()) of a new day", "Is the list made in `__init__`, anew for each day?"
    )
    for minutes in (1080, 600, 1440):
        check.raises(
            ValueError,
            day.add,
            minutes,
            5.0,
            what=f"day.add({minutes}, 5.0), where the last reading is of minute 1080,",
            hint="Later than the last one, and before midnight.",
        )
    check.equal(len(day), 2, "len(day) after three refused readings", "First ask, then append.")
    warmer = filled(Calibrated(-0.5), [(0, 10.0), (1080, 20.0)])
    check.close(
        [warmer.mean(), warmer.at(1079), warmer.at(1080)],
        [12.0, 9.5, 19.5],
        "[mean(), at(1079), at(1080)] of Calibrated(-0.5) with the same readings",
        "The inherited `add` calls `self.clean`.",
    )
    ### BEGIN HIDDEN TESTS
    check.close(
        filled(Day(), [(600, 4.0), (720, 12.0), (960, 0.0)]).mean(),
        4.0,
        "the mean of 4 degrees from minute 600, 12 from 720 and 0 from 960",
        "The time before the first reading does not count.",
    )
    check.raises(
        ValueError, Day().mean, what="Day().mean(), of a day without readings,", hint="Ask before dividing."
    )
    check.raises(
        ValueError,
        filled(Day(), [(600, 4.0)]).at,
        599,
        what="at(599) of a day whose first reading is of minute 600",
        hint="Nothing was in force yet.",
    )
    for value in (math.nan, math.inf):
        check.raises(
            ValueError,
            Day().add,
            5,
            value,
            what=f"add(5, {value})",
            hint="Such values would spoil every mean. `math.isfinite` tells.",
        )
    check.raises(
        ValueError, Day().add, -1, 5.0, what="Day().add(-1, 5.0)", hint="The day begins at minute 0."
    )
    one, other = Calibrated(1.0), Calibrated(2.0)
    check.close(
        [filled(one, [(0, 0.0)]).mean(), filled(other, [(0, 0.0)]).mean()],
        [1.0, 2.0],
        "the list of the means of two calibrated days, with the offsets 1 and 2 and a reading of 0,",
        "Each object has its own offset.",
    )
    check.raises(
        ValueError,
        filled(Calibrated(1.0), [(7, 0.0)]).add,
        7,
        3.0,
        what="Calibrated(1.0).add(7, 3.0) after a reading of minute 7",
        hint="The subclass makes the same promises. Leave `add` to the class above.",
    )
    ### END HIDDEN TESTS


# %% reject="day" because="has one list for all days"
class Day:
    readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        if minutes > 1439 or (self.readings and minutes <= self.readings[-1][0]):
            raise ValueError("refused")
        self.readings.append((minutes, self.clean(value)))

    def at(self, minutes):
        return [value for minute, value in self.readings if minute <= minutes][-1]

    def mean(self):
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends))
        return total / (1440 - self.readings[0][0])


# %% reject="day" because="takes the plain mean of the values"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def add(self, minutes, value):
        self.readings.append((minutes, value))

    def mean(self):
        return sum(value for _, value in self.readings) / len(self.readings)


# %% reject="day" because="lets the last value count for nothing"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def add(self, minutes, value):
        self.readings.append((minutes, value))

    def mean(self):
        steps = list(zip(self.readings, self.readings[1:]))
        total = sum(value * (end - minute) for (minute, value), (end, _) in steps)
        return total / (self.readings[-1][0] - self.readings[0][0])


# %% reject="day" because="appends first and asks afterwards"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        self.readings.append((minutes, self.clean(value)))
        if minutes > 1439 or (len(self) > 1 and minutes <= self.readings[-2][0]):
            raise ValueError("refused")

    def at(self, minutes):
        return [value for minute, value in self.readings if minute <= minutes][-1]

    def mean(self):
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends))
        return total / (1440 - self.readings[0][0])


# %% reject="day" because="takes two readings of one minute"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        if minutes > 1439 or (self.readings and minutes < self.readings[-1][0]):
            raise ValueError("refused")
        self.readings.append((minutes, self.clean(value)))

    def at(self, minutes):
        return [value for minute, value in self.readings if minute <= minutes][-1]

    def mean(self):
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends))
        return total / (1440 - self.readings[0][0])


# %% reject="day" because="forgets the __init__ of the class above"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        if minutes > 1439 or (self.readings and minutes <= self.readings[-1][0]):
            raise ValueError("refused")
        self.readings.append((minutes, self.clean(value)))

    def at(self, minutes):
        return [value for minute, value in self.readings if minute <= minutes][-1]

    def mean(self):
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends))
        return total / (1440 - self.readings[0][0])


class Calibrated(Day):
    def __init__(self, offset):
        self.offset = offset

    def clean(self, value):
        return value + self.offset


# %% reject="day" because="records values without asking clean"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        if minutes > 1439 or (self.readings and minutes <= self.readings[-1][0]):
            raise ValueError("refused")
        self.readings.append((minutes, value))

    def at(self, minutes):
        return [value for minute, value in self.readings if minute <= minutes][-1]

    def mean(self):
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends))
        return total / (1440 - self.readings[0][0])


class Calibrated(Day):
    def __init__(self, offset):
        super().__init__()
        self.offset = offset

    def clean(self, value):
        return value + self.offset


# %% reject="day" because="divides by the whole day"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        value = self.clean(value)
        if (
            not 0 <= minutes <= 1439
            or (self.readings and minutes <= self.readings[-1][0])
            or not math.isfinite(value)
        ):
            raise ValueError("refused")
        self.readings.append((minutes, value))

    def at(self, minutes):
        found = [value for minute, value in self.readings if minute <= minutes]
        if not found:
            raise ValueError("too early")
        return found[-1]

    def mean(self):
        if not self.readings:
            raise ValueError("no readings")
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        return sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends)) / 1440


class Calibrated(Day):
    def __init__(self, offset):
        super().__init__()
        self.offset = offset

    def clean(self, value):
        return value + self.offset


# %% reject="day" because="returns 0 as the mean of nothing"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        value = self.clean(value)
        if (
            not 0 <= minutes <= 1439
            or (self.readings and minutes <= self.readings[-1][0])
            or not math.isfinite(value)
        ):
            raise ValueError("refused")
        self.readings.append((minutes, value))

    def at(self, minutes):
        found = [value for minute, value in self.readings if minute <= minutes]
        if not found:
            raise ValueError("too early")
        return found[-1]

    def mean(self):
        if not self.readings:
            return 0.0
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends))
        return total / (1440 - self.readings[0][0])


class Calibrated(Day):
    def __init__(self, offset):
        super().__init__()
        self.offset = offset

    def clean(self, value):
        return value + self.offset


# %% reject="day" because="answers with the first value for the time before it"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        value = self.clean(value)
        if (
            not 0 <= minutes <= 1439
            or (self.readings and minutes <= self.readings[-1][0])
            or not math.isfinite(value)
        ):
            raise ValueError("refused")
        self.readings.append((minutes, value))

    def at(self, minutes):
        found = [value for minute, value in self.readings if minute <= minutes]
        return found[-1] if found else self.readings[0][1]

    def mean(self):
        if not self.readings:
            raise ValueError("no readings")
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends))
        return total / (1440 - self.readings[0][0])


class Calibrated(Day):
    def __init__(self, offset):
        super().__init__()
        self.offset = offset

    def clean(self, value):
        return value + self.offset


# %% reject="day" because="records nan"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        if not 0 <= minutes <= 1439 or (self.readings and minutes <= self.readings[-1][0]):
            raise ValueError("refused")
        self.readings.append((minutes, self.clean(value)))

    def at(self, minutes):
        found = [value for minute, value in self.readings if minute <= minutes]
        if not found:
            raise ValueError("too early")
        return found[-1]

    def mean(self):
        if not self.readings:
            raise ValueError("no readings")
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends))
        return total / (1440 - self.readings[0][0])


class Calibrated(Day):
    def __init__(self, offset):
        super().__init__()
        self.offset = offset

    def clean(self, value):
        return value + self.offset


# %% reject="day" because="lets a day begin before midnight"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        value = self.clean(value)
        if minutes > 1439 or (self.readings and minutes <= self.readings[-1][0]) or not math.isfinite(value):
            raise ValueError("refused")
        self.readings.append((minutes, value))

    def at(self, minutes):
        found = [value for minute, value in self.readings if minute <= minutes]
        if not found:
            raise ValueError("too early")
        return found[-1]

    def mean(self):
        if not self.readings:
            raise ValueError("no readings")
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends))
        return total / (1440 - self.readings[0][0])


class Calibrated(Day):
    def __init__(self, offset):
        super().__init__()
        self.offset = offset

    def clean(self, value):
        return value + self.offset


# %% reject="day" because="keeps the offset in the class"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        value = self.clean(value)
        if (
            not 0 <= minutes <= 1439
            or (self.readings and minutes <= self.readings[-1][0])
            or not math.isfinite(value)
        ):
            raise ValueError("refused")
        self.readings.append((minutes, value))

    def at(self, minutes):
        found = [value for minute, value in self.readings if minute <= minutes]
        if not found:
            raise ValueError("too early")
        return found[-1]

    def mean(self):
        if not self.readings:
            raise ValueError("no readings")
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends))
        return total / (1440 - self.readings[0][0])


class Calibrated(Day):
    offset = 0.0

    def __init__(self, offset):
        super().__init__()
        Calibrated.offset = offset

    def clean(self, value):
        return value + Calibrated.offset


# %% reject="day" because="writes a new add for the subclass, which refuses nothing"
class Day:
    def __init__(self):
        self.readings = []

    def __len__(self):
        return len(self.readings)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        value = self.clean(value)
        if (
            not 0 <= minutes <= 1439
            or (self.readings and minutes <= self.readings[-1][0])
            or not math.isfinite(value)
        ):
            raise ValueError("refused")
        self.readings.append((minutes, value))

    def at(self, minutes):
        found = [value for minute, value in self.readings if minute <= minutes]
        if not found:
            raise ValueError("too early")
        return found[-1]

    def mean(self):
        if not self.readings:
            raise ValueError("no readings")
        ends = [minute for minute, _ in self.readings[1:]] + [1440]
        total = sum(value * (end - minute) for (minute, value), end in zip(self.readings, ends))
        return total / (1440 - self.readings[0][0])


class Calibrated(Day):
    def __init__(self, offset):
        super().__init__()
        self.offset = offset

    def add(self, minutes, value):
        self.readings.append((minutes, value + self.offset))


# %% accept="day" because="keeps two lists and finds the place by bisection"
class Day:
    def __init__(self):
        self.times, self.values = [], []

    def __len__(self):
        return len(self.times)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        cleaned = self.clean(value)
        if minutes not in range(1440):
            raise ValueError("outside of the day")
        if self.times and self.times[-1] >= minutes:
            raise ValueError("not in the order of time")
        if cleaned != cleaned or abs(cleaned) == math.inf:
            raise ValueError("no number")
        self.times.append(minutes)
        self.values.append(cleaned)

    def at(self, minutes):
        from bisect import bisect_right

        place = bisect_right(self.times, minutes)
        if place == 0:
            raise ValueError("nothing yet")
        return self.values[place - 1]

    def mean(self):
        if len(self) == 0:
            raise ValueError("nothing at all")
        minutes = range(self.times[0], 1440)
        return math.fsum(self.at(minute) for minute in minutes) / len(minutes)


class Calibrated(Day):
    def __init__(self, offset):
        Day.__init__(self)
        self.offset = offset

    def clean(self, value):
        return super().clean(value) + self.offset


# %% accept="day" because="keeps a dictionary and adds up as readings come in"
class Day:
    def __init__(self):
        self._values = {}
        self._finished = 0.0

    def __len__(self):
        return len(self._values)

    def clean(self, value):
        return value

    def add(self, minutes, value):
        value = self.clean(value)
        before = max(self._values, default=-1)
        if minutes <= before or minutes >= 1440 or not -math.inf < value < math.inf:
            raise ValueError("refused")
        if self._values:
            self._finished += self._values[before] * (minutes - before)
        self._values[minutes] = value

    def at(self, minutes):
        for minute in sorted(self._values, reverse=True):
            if minute <= minutes:
                return self._values[minute]
        raise ValueError("nothing was measured yet")

    def mean(self):
        try:
            first, last = min(self._values), max(self._values)
        except ValueError:
            raise ValueError("nothing was measured") from None
        return (self._finished + self._values[last] * (1440 - last)) / (1440 - first)


class Calibrated(Day):
    def __init__(self, offset):
        super().__init__()
        self._correct = lambda value: value + offset

    def clean(self, value):
        return self._correct(value)


# %% [markdown]
# ## A store that gives back what it got
#
# What is only in memory is gone when the kernel stops. Write the class `Store`, which keeps groups of
# readings, as `read_log` returns them, in files of a temporary folder of its own:
#
# - `Store()` makes the folder, with `tempfile.TemporaryDirectory()`. `close()` deletes it with all that is in
#   it, by the `cleanup()` of that object.
# - `save(name, groups)` writes the file `<name>.csv` into it. A file of this name is replaced.
# - `load(name)` reads the file again and returns groups that are equal to those that were saved: the same
#   keys in the same order, the same numbers, of the same types. If there is no such file, let the
#   `FileNotFoundError` of `open` through.
# - `raw(name)` returns the bytes of the file, and `names()` the sorted list of the names that were saved. Look
#   into the folder for it, and trust no list in memory.
#
# The file is a table in CSV, in UTF-8. Its first row is `sensor,minutes,celsius`, and then comes a row for
# each reading: first all of the first sensor, then all of the second. A sensor without readings has one row,
# with its name and two empty fields.
#
# - Example: `save("monday", {"door": [], "bed-2": [(360, 17.5)]})` writes the rows `sensor,minutes,celsius`,
#   then `door,,` and `bed-2,360,17.5`.
# - Sensors have the names that people give them: `"Töpfe, hinten"` has a comma, and `'the "hot" one'` quotes.
#   Leave both to the module `csv`. An empty text is a name too, and its rows count.
# - 0.1 + 0.2 is not 0.3, and must not become it: no rounding.
# - Close each file that you open: use `with`, or the methods of `Path` that read and write a whole file.


# %% exercise="store" difficulty=3 minutes=25 topics="python-essentials#files, python-essentials#classes, python-essentials#data-structures"
class Store:
    """Groups of readings in the files of a temporary folder."""

    def __init__(self) -> None:
        ### BEGIN SOLUTION
        self._holder = tempfile.TemporaryDirectory()
        self._folder = Path(self._holder.name)
        ### END SOLUTION

    def save(self, name: str, groups: dict[str, list[tuple[int, float]]]) -> None:
        """Write groups into the file ``<name>.csv``."""
        ### BEGIN SOLUTION
        with open(self._folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                writer.writerows([sensor, *reading] for reading in readings or [("", "")])
        ### END SOLUTION

    def load(self, name: str) -> dict[str, list[tuple[int, float]]]:
        """Return the groups that were saved under a name."""
        ### BEGIN SOLUTION
        groups: dict[str, list[tuple[int, float]]] = {}
        with open(self._folder / f"{name}.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                readings = groups.setdefault(row["sensor"], [])
                if row["minutes"]:
                    readings.append((int(row["minutes"]), float(row["celsius"])))
        return groups
        ### END SOLUTION

    def raw(self, name: str) -> bytes:
        """Return the bytes of a file."""
        ### BEGIN SOLUTION
        return (self._folder / f"{name}.csv").read_bytes()
        ### END SOLUTION

    def names(self) -> list[str]:
        """Return the sorted names of what was saved."""
        ### BEGIN SOLUTION
        return sorted(path.name.removesuffix(".csv") for path in self._folder.iterdir())
        ### END SOLUTION

    def close(self) -> None:
        """Delete the folder and its files."""
        ### BEGIN SOLUTION
        self._holder.cleanup()
        ### END SOLUTION


# %% [markdown] hint="store"
# Keep the object that `tempfile.TemporaryDirectory()` returns in `self`: when it is gone, so is the folder.
# `Path(self._holder.name) / f"{name}.csv"` is the path of a file.

# %% [markdown] hint="store"
# For writing, `open(path, "w", encoding="utf-8", newline="")` and `csv.writer(file).writerow([...])`; for
# reading, `open(path, encoding="utf-8", newline="")` and `csv.reader(file)`, which gives lists of texts. Turn
# them into `int` and `float` yourself.

# %% [markdown] hint="store"
# `groups.setdefault(sensor, [])` for every row but the first, and an append only if the field of the minutes
# is not empty. For `names`, `Path.iterdir()` gives the paths in a folder, and the `stem` of a path is its name
# without `.csv`.

# %% check="store" points=4
with check.exercise("store"):
    store = Store()
    store.save("monday", {"door": [], "bed-2": [(360, 17.5), (370, 10.0)]})
    check.equal(
        store.load("monday"),
        {"door": [], "bed-2": [(360, 17.5), (370, 10.0)]},
        'load("monday") of what was saved',
        "Texts have to be turned into numbers, and a sensor without readings must not get lost.",
    )
    check.equal(
        list(csv.reader(io.StringIO(bytes(store.raw("monday")).decode("utf-8"), newline=""))),
        [
            ["sensor", "minutes", "celsius"],
            ["door", "", ""],
            ["bed-2", "360", "17.5"],
            ["bed-2", "370", "10.0"],
        ],
        "the list of the rows in the file",
        "First the header, then a row for each reading, or one with two empty fields.",
    )
    store.save("sunday", {"bed-2": [(0, 0.0)]})
    check.equal(
        store.names(), ["monday", "sunday"], "names() after saving monday and sunday", "Without `.csv`."
    )
    check.equal(
        store.load("monday")["bed-2"],
        [(360, 17.5), (370, 10.0)],
        "monday's bed-2 after sunday was saved",
        "Each name has a file of its own.",
    )
    check.raises(
        FileNotFoundError,
        store.load,
        "friday",
        what='load("friday"), which was never saved,',
        hint="An error that you cannot handle is let through.",
    )
    store.close()
    ### BEGIN HIDDEN TESTS
    store = Store()
    odd = {"Töpfe, hinten": [(5, 21.5)], 'the "hot" one': [(6, 40.0), (7, 41.0)], "": [(8, 1.0)]}
    store.save("odd", odd)
    check.equal(
        store.load("odd"),
        odd,
        "load of names with a comma, an umlaut and quotes, and of an empty name",
        "Let `csv` write and read the fields, and take no name for the end.",
    )
    check.equal(
        bytes(store.raw("odd")).count("ö".encode()),
        1,
        "the number of ö in the file, in UTF-8,",
        'Say encoding="utf-8" where you open the file.',
    )
    fine = {"a": [(0, 0.1 + 0.2), (1, 1e-12), (2, -40.0)]}
    store.save("fine", fine)
    check.equal(
        store.load("fine"), fine, "load of 0.1 + 0.2, 1e-12 and -40", "No rounding: `csv` writes all digits."
    )
    store.save("fine", {"b": [(3, 2.0)]})
    check.equal(
        store.load("fine"), {"b": [(3, 2.0)]}, "load after a second save of the same name", "It is replaced."
    )
    store.save("order", {"z": [(1, 1.0)], "m": [], "a": [(0, 2.0)]})
    check.equal(
        list(store.load("order")),
        ["z", "m", "a"],
        "the list of the keys of load, in their order,",
        "Sort nothing.",
    )
    other = Store()
    check.equal(other.names(), [], "names() of a second, new store", "Each store has a folder of its own.")
    other.close()
    store.close()
    check.raises(
        FileNotFoundError,
        store.raw,
        "odd",
        what='raw("odd") after close()',
        hint="`close` deletes the folder, and nothing is left to be read.",
    )
    ### END HIDDEN TESTS


# %% reject="store" because="gives texts back in place of numbers"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                for reading in readings or [("", "")]:
                    writer.writerow([sensor, *reading])

    def load(self, name):
        groups = {}
        with open(self.path(name), encoding="utf-8", newline="") as file:
            for sensor, minutes, celsius in list(csv.reader(file))[1:]:
                groups.setdefault(sensor, [])
                if minutes:
                    groups[sensor].append((minutes, celsius))
        return groups


# %% reject="store" because="loses sensors without readings"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                for reading in readings:
                    writer.writerow([sensor, *reading])

    def load(self, name):
        groups = {}
        with open(self.path(name), encoding="utf-8", newline="") as file:
            for sensor, minutes, celsius in list(csv.reader(file))[1:]:
                groups.setdefault(sensor, []).append((int(minutes), float(celsius)))
        return groups


# %% reject="store" because="writes no header"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            for sensor, readings in groups.items():
                for reading in readings or [("", "")]:
                    csv.writer(file).writerow([sensor, *reading])

    def load(self, name):
        groups = {}
        with open(self.path(name), encoding="utf-8", newline="") as file:
            for sensor, minutes, celsius in csv.reader(file):
                groups.setdefault(sensor, [])
                if minutes:
                    groups[sensor].append((int(minutes), float(celsius)))
        return groups

    def raw(self, name):
        return self.path(name).read_bytes()


# %% reject="store" because="keeps the endings of the files in the names"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                for reading in readings or [("", "")]:
                    writer.writerow([sensor, *reading])

    def load(self, name):
        groups = {}
        with open(self.path(name), encoding="utf-8", newline="") as file:
            for sensor, minutes, celsius in list(csv.reader(file))[1:]:
                groups.setdefault(sensor, [])
                if minutes:
                    groups[sensor].append((int(minutes), float(celsius)))
        return groups

    def raw(self, name):
        return self.path(name).read_bytes()

    def names(self):
        return sorted(path.name for path in Path(self.holder.name).iterdir())


# %% reject="store" because="answers with nothing for a file that is not there"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                for reading in readings or [("", "")]:
                    writer.writerow([sensor, *reading])

    def load(self, name):
        groups = {}
        try:
            with open(self.path(name), encoding="utf-8", newline="") as file:
                for sensor, minutes, celsius in list(csv.reader(file))[1:]:
                    groups.setdefault(sensor, [])
                    if minutes:
                        groups[sensor].append((int(minutes), float(celsius)))
        except FileNotFoundError:
            pass
        return groups

    def raw(self, name):
        return self.path(name).read_bytes()

    def names(self):
        return sorted(path.stem for path in Path(self.holder.name).iterdir())


# %% reject="store" because="puts commas between the fields by hand"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        rows = [["sensor", "minutes", "celsius"]]
        rows += [
            [sensor, *reading] for sensor, readings in groups.items() for reading in readings or [("", "")]
        ]
        text = "\n".join(",".join(map(str, row)) for row in rows)
        self.path(name).write_text(text, encoding="utf-8")

    def load(self, name):
        groups = {}
        for line in self.path(name).read_text(encoding="utf-8").splitlines()[1:]:
            sensor, minutes, celsius = line.split(",")
            groups.setdefault(sensor, [])
            if minutes:
                groups[sensor].append((int(minutes), float(celsius)))
        return groups

    def raw(self, name):
        return self.path(name).read_bytes()

    def names(self):
        return sorted(path.stem for path in Path(self.holder.name).iterdir())

    def close(self):
        self.holder.cleanup()


# %% reject="store" because="leaves out rows whose first field is empty"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                for reading in readings or [("", "")]:
                    writer.writerow([sensor, *reading])

    def load(self, name):
        groups = {}
        with open(self.path(name), encoding="utf-8", newline="") as file:
            for sensor, minutes, celsius in list(csv.reader(file))[1:]:
                if not sensor:
                    continue
                groups.setdefault(sensor, [])
                if minutes:
                    groups[sensor].append((int(minutes), float(celsius)))
        return groups

    def raw(self, name):
        return self.path(name).read_bytes()

    def names(self):
        return sorted(path.stem for path in Path(self.holder.name).iterdir())

    def close(self):
        self.holder.cleanup()


# %% reject="store" because="writes Latin-1"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        with open(self.path(name), "w", encoding="latin-1", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                for reading in readings or [("", "")]:
                    writer.writerow([sensor, *reading])

    def load(self, name):
        groups = {}
        with open(self.path(name), encoding="latin-1", newline="") as file:
            for sensor, minutes, celsius in list(csv.reader(file))[1:]:
                groups.setdefault(sensor, [])
                if minutes:
                    groups[sensor].append((int(minutes), float(celsius)))
        return groups

    def raw(self, name):
        return self.path(name).read_bytes()

    def names(self):
        return sorted(path.stem for path in Path(self.holder.name).iterdir())

    def close(self):
        self.holder.cleanup()


# %% reject="store" because="rounds"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                writer.writerows([sensor, minutes, round(celsius, 6)] for minutes, celsius in readings)
                if not readings:
                    writer.writerow([sensor, "", ""])

    def load(self, name):
        groups = {}
        with open(self.path(name), encoding="utf-8", newline="") as file:
            for sensor, minutes, celsius in list(csv.reader(file))[1:]:
                groups.setdefault(sensor, [])
                if minutes:
                    groups[sensor].append((int(minutes), float(celsius)))
        return groups

    def raw(self, name):
        return self.path(name).read_bytes()

    def names(self):
        return sorted(path.stem for path in Path(self.holder.name).iterdir())

    def close(self):
        self.holder.cleanup()


# %% reject="store" because="adds to a file that is there already"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        new = not self.path(name).exists()
        with open(self.path(name), "a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if new:
                writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                for reading in readings or [("", "")]:
                    writer.writerow([sensor, *reading])

    def load(self, name):
        groups = {}
        with open(self.path(name), encoding="utf-8", newline="") as file:
            for sensor, minutes, celsius in list(csv.reader(file))[1:]:
                groups.setdefault(sensor, [])
                if minutes:
                    groups[sensor].append((int(minutes), float(celsius)))
        return groups

    def raw(self, name):
        return self.path(name).read_bytes()

    def names(self):
        return sorted(path.stem for path in Path(self.holder.name).iterdir())

    def close(self):
        self.holder.cleanup()


# %% reject="store" because="sorts the sensors that it reads"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                for reading in readings or [("", "")]:
                    writer.writerow([sensor, *reading])

    def load(self, name):
        with open(self.path(name), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        return {
            sensor: [(int(row[1]), float(row[2])) for row in rows if row[0] == sensor and row[1]]
            for sensor in sorted({row[0] for row in rows})
        }

    def raw(self, name):
        return self.path(name).read_bytes()

    def names(self):
        return sorted(path.stem for path in Path(self.holder.name).iterdir())

    def close(self):
        self.holder.cleanup()


# %% reject="store" because="has one folder for all stores"
class Store:
    holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                for reading in readings or [("", "")]:
                    writer.writerow([sensor, *reading])

    def load(self, name):
        groups = {}
        with open(self.path(name), encoding="utf-8", newline="") as file:
            for sensor, minutes, celsius in list(csv.reader(file))[1:]:
                groups.setdefault(sensor, [])
                if minutes:
                    groups[sensor].append((int(minutes), float(celsius)))
        return groups

    def raw(self, name):
        return self.path(name).read_bytes()

    def names(self):
        return sorted(path.stem for path in Path(self.holder.name).iterdir())

    def close(self):
        for path in Path(self.holder.name).iterdir():
            path.unlink()


# %% reject="store" because="does not delete anything"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()

    def path(self, name):
        return Path(self.holder.name) / f"{name}.csv"

    def save(self, name, groups):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sensor", "minutes", "celsius"])
            for sensor, readings in groups.items():
                for reading in readings or [("", "")]:
                    writer.writerow([sensor, *reading])

    def load(self, name):
        groups = {}
        with open(self.path(name), encoding="utf-8", newline="") as file:
            for sensor, minutes, celsius in list(csv.reader(file))[1:]:
                groups.setdefault(sensor, [])
                if minutes:
                    groups[sensor].append((int(minutes), float(celsius)))
        return groups

    def raw(self, name):
        return self.path(name).read_bytes()

    def names(self):
        return sorted(path.stem for path in Path(self.holder.name).iterdir())

    def close(self):
        pass


# %% accept="store" because="builds the whole text and writes it at once"
class Store:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory(prefix="readings-")
        self.folder = Path(self.holder.name)

    def save(self, name, groups):
        text = io.StringIO(newline="")
        table = csv.writer(text, lineterminator="\n")
        table.writerow(("sensor", "minutes", "celsius"))
        for sensor in groups:
            if groups[sensor]:
                for minutes, celsius in groups[sensor]:
                    table.writerow((sensor, str(minutes), repr(celsius)))
            else:
                table.writerow((sensor, "", ""))
        (self.folder / (name + ".csv")).write_bytes(text.getvalue().encode("utf-8"))

    def load(self, name):
        text = self.raw(name).decode("utf-8")
        rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
        groups = {row[0]: [] for row in rows}
        for sensor, minutes, celsius in rows:
            if (minutes, celsius) != ("", ""):
                groups[sensor].append((int(minutes), float(celsius)))
        return groups

    def raw(self, name):
        return (self.folder / (name + ".csv")).read_bytes()

    def names(self):
        return sorted(path.stem for path in self.folder.glob("*.csv"))

    def close(self):
        self.holder.cleanup()


# %% accept="store" because="works with paths as texts, and with rows by their names"
class Store:
    def __init__(self):
        import os

        self.os, self.temporary = os, tempfile.TemporaryDirectory()

    def where(self, name):
        return self.os.path.join(self.temporary.name, f"{name}.csv")

    def save(self, name, groups):
        columns = ["sensor", "minutes", "celsius"]
        with open(self.where(name), "w", encoding="utf8", newline="") as file:
            table = csv.DictWriter(file, columns, restval="")
            table.writeheader()
            for sensor, readings in groups.items():
                if len(readings) == 0:
                    table.writerow({"sensor": sensor})
                for minutes, celsius in readings:
                    table.writerow(dict(zip(columns, (sensor, minutes, celsius))))

    def load(self, name):
        from collections import defaultdict

        groups = defaultdict(list)
        with open(self.where(name), encoding="utf8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            for sensor, *numbers in rows:
                groups[sensor] += [(int(numbers[0]), float(numbers[1]))] if all(numbers) else []
        return dict(groups)

    def raw(self, name):
        with open(self.where(name), "rb") as file:
            return file.read()

    def names(self):
        return sorted(entry.removesuffix(".csv") for entry in self.os.listdir(self.temporary.name))

    def close(self):
        self.temporary.cleanup()
