"""Decide how to use a classifier: matrix, curves, costs and thresholds, exact and together."""

from __future__ import annotations

__version__ = "0.1.0"
