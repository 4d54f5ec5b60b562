"""Feedback that teaches and does not leak: what is shown to learners and instructors of a graded notebook."""
