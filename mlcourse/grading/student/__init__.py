"""The learner's side of grading: an IPython shell in a sandboxed process that runs cells and answers calls."""
