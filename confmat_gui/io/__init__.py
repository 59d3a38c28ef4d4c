"""Files to core values and back: the only place for pandas and pyarrow."""
