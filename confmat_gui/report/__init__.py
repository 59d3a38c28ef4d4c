"""States to figures and pages, with matplotlib and without a display."""
