"""Publishing: a city's folder or one text of the CMS becomes the live definitions, each whole or not at all.

Owns the transaction of a publication (`turn`), the writing of versions (`versions`) and what is told of it (`report`).
Never decides who may read a case, never moves one. Start at `folder` (from files) and `text` (from the CMS).
"""
