"""A desks.yaml that takes the right to manage people from everybody who can sign in. Found by
`definitions.publishing.lockout`, when a city is published: files do not know people."""

from casetypes.definitions.problems import phrase

RULE = "nobody-administers"
TITLE = phrase("Everybody would be locked out")
WHY = phrase("Nobody could invite people, give posts or let anybody back in any more.")
MEND = phrase(
    "Give the right manage_people to a role that somebody who can sign in holds without a last day."
)
SPEAKER = "publish"
FILE = "desks"
GOOD = "rights: {supervisor: [verify, manage_people]}"
BAD = "rights: ▸{supervisor: [verify]}"
