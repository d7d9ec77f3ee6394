"""How the parts are put together: the supervisor, the environment file, the keys, the checks."""
