"""A decision rule as code of other languages: one module a language, each a builder of text."""
