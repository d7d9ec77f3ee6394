"""The municipality's outline and its zones: what lies inside, in which colonia, and how a colonia is found.

Owns `Municipality` and `Zone`, loading them from a city's files and searching them. Never knows cases or people.
Read with `selectors.locate` and `selectors.search_zones`; write with `services.load_municipality`,
`services.load_zones` and `services.import_zones`.
"""
