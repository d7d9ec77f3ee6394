"""The people who work here, as who administers them needs it: found, invited, given posts, stood in for, and let go.

Owns memberships with their days, absences with deputies, invitations, tokens and departures; somebody always
administers (`administrators`). Never decides what a post allows (`access.policies`). Start at `people`.
"""
