"""The notebooks that grading begins with: the instructor's, what was submitted, and the one rebuilt from both."""
