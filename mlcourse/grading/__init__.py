"""Grading with nbgrader."""
