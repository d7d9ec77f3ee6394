"""Settings, one file per concern; `base` puts them together, `dev`, `test` and `prod` build on it."""
