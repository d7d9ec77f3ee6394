"""How one machine runs Ágora: environment, embedded PostgreSQL and Valkey, web, worker, and `make test`.

Owns the processes and the folder `var/`; never imports Django, Celery or any room, so that it works before
anything is installed and is loaded as `runtime` by the scripts, as `config.runtime` by tests. Start at
`bootstrap.py` (what `make` calls with the system's Python), then `__main__.py` (the commands, inside
`.venv`), then `run.py`.
"""
