"""Grading a class: the submissions of a course directory, many at a time, with one writer for the gradebook."""
