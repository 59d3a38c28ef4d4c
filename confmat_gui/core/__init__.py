"""Numpy in, frozen values out: every number of the program is computed here."""
