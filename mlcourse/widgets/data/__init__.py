"""What explorers show and what takes too long to compute while one waits, with the scripts that computed it."""
