"""The first pages of a fresh installation, in every language of the city.

Owns: the first texts (`texts/<language>.yaml`), locales, site and page tree.
Never does: change a page that exists; from then on it is the editor's.
Start at `tree.py`.
"""
