"""The pages an editor owns: home, catalogue, services, tracking, transparency, notices and guides.

Owns: the Wagtail page types, the blocks editors write with, the frame every public page shares (city name,
languages, navigation), the catalogue as cards with its search, and `manage.py load_city`, which makes a
fresh database a running city.
Never does: keep a fact of a service (form, cost, deadline): that is the definition's; take a report or show
a case: that is `cms.portal`.
Start at `models/service.py`, then `cards.py` and `seeding/`.
"""
