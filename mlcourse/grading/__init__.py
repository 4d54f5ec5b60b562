"""Grading: one submission (`grade`), a class (`batch`), one's own work (`mine`), and what plugs into nbgrader."""
