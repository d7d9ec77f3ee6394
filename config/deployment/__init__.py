"""Files for an operator, written from `config.runtime.processes`: systemd units, a compose file, its image.

Owns their shape, never what runs in them. Nothing of it is committed: `manage.py deployment` writes it anew. Start
at `documents`.
"""
