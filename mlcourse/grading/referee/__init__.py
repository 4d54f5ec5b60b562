"""The trusted side of grading: it runs the check cells and drives the learner's process over one channel."""
