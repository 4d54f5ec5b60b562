"""Simulated data: each module describes a random process that makes data with the schema and the difficulties of real ones.

Each has ``make(size, seed)``, which returns a data set; the same arguments give the same data everywhere.
"""
