"""What the course holds and how far a learner has come: pure data and functions."""
