"""Citizens: one record per person, with a key of their own, contact points and consents.

Owns the keys under which personal answers are sealed (AES-256-GCM, wrapped by the installation's master key),
the contact points (sealed to be read, digested to be found) and which privacy notice was agreed to. Never
knows a case and never writes a plain personal datum into the database. Start at `services`.
"""
