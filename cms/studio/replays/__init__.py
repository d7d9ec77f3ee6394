"""A draft tried on past cases, in the admin: asked for on a page, judged by a worker, kept with its draft.

Owns what is kept of a replay (`models`), the task that makes one (`making`, `tasks`) and its page (`pages`). Never
judges a case: `casetypes.proving.replay` does, and only reads. Start at `services`.
"""
