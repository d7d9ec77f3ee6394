"""Who read personal data: told to the person it is about (by which role, when, what for), and to the comptroller.

Owns the words of a reading and the page of all of them, /admin/lecturas/. Never opens personal data itself; readings
are recorded by `casetypes.cases.personal_data.readings`. Start at `told`; the citizen's part is `citizen`, the
comptroller's `page`.
"""
