"""Simulated data: each module describes a random process with the schema and the difficulties of real data.

Each has ``make(size, seed)``, which returns a data set; the same arguments give the same data everywhere.
"""
