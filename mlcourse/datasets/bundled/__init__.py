"""Real data that come with the course or with one of its libraries, so that they are there without a network."""
