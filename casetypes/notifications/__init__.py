"""Messages to citizens and staff: templates, who is told, by which channel, and what became of each message.

Never decides when to tell somebody: definitions do (`do: [{notify: …}]`). Start with `effects/notify.py`.
"""
