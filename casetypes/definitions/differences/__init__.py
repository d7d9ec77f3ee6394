"""Differences between two versions of a service in plain words, with how many open cases each one meets.

Owns sentences, in the active language, for whatever the language of definitions can say; the comparison itself is
`diff`, which knows no words. Never writes. Start at `comparison.compare`; who says which sentence: `telling`.
"""
