"""Counting: from facts to the figures of a period. Knows no page and no words.

`figures` is the tree that everything prints; `rows` runs the two `frames` of each period; `season` knows what was
recorded at all, `known` the periods there are, `lately` the last thirty days for the front page.
"""
