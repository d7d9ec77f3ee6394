"""One case on the staff side: what it says, where it stands, what may be done, and what happened.

`page` shows it, `moves` carries out transitions, `checklists` is the phone page of a crew, `facts` prepares what is
shown (constant number of queries), `timeline` puts the history into words.
"""
