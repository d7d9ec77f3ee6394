"""Intake: the one door through which every case comes in, whatever its channel.

Owns `services.submit` (validated answers, place, citizen, consent, case, files: one transaction), drafts that are
resumed by a secret link, idempotency keys and legacy imports (`imports/`). Never moves a case that exists and never
decides who works on it. Start at `services`.
"""
