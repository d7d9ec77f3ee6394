"""Personal data of a case: masked until somebody says what for, each reading on record, or anonymised.

Owns what opens sealed answers for people (`personal`), the record of it (`readings`), its closed list of purposes and
its review. Never knows a page. Start at `personal`.
"""
