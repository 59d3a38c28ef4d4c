"""Widgets that draw one state each."""
