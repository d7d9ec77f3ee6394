"""The doors of the administration of people."""

from django.utils.translation import gettext_lazy as _

from casetypes.access.doors import BOTH, UNSAFE, Door, register

SEE, POSTS = _("See people and their posts"), _("Give and end posts")
ABSENCES, CHANGE = _("Enter absences and who stands in"), _("Change the data and the access of a person")
INVITE, LEAVE = _("Invite people"), _("Let a person leave")
TOKENS = _("Issue and revoke tokens for the API")

register(
    Door("people_list", SEE, "people", action="people.open"),
    Door("people_person", SEE, "people", "staff", "people.open", "person"),
    Door("people_file", _("Take the list of people out as a file"), "people", action="people.manage"),
    Door("people_invite", INVITE, "people", action="people.manage", methods=BOTH),
    Door("people_roster", INVITE, "people", action="people.manage", methods=BOTH),
    Door("people_roster_example", INVITE, "people", action="people.manage"),
    Door("people_close_desk", POSTS, "people", action="people.manage", methods=BOTH),
    Door("people_change", CHANGE, "people", "staff", "people.manage", "person", BOTH),
    Door("people_address", CHANGE, "people", "staff", "people.manage", "person", UNSAFE),
    Door("people_act", CHANGE, "people", "staff", "people.manage", "person", UNSAFE),
    Door("people_give", POSTS, "people", "staff", "people.manage", "person", BOTH),
    Door("people_end", POSTS, "people", "staff", "people.manage", "person", BOTH),
    Door("people_give_back", POSTS, "people", "staff", "people.manage", "person", UNSAFE),
    Door("people_absence", ABSENCES, "people", "staff", "people.open", "person", BOTH),
    Door("people_absence_end", ABSENCES, "people", "staff", "people.open", "person", UNSAFE),
    Door("people_leave", LEAVE, "people", "staff", "people.manage", "person", BOTH),
    Door("people_stay", LEAVE, "people", "staff", "people.manage", "person", UNSAFE),
    Door("people_token", TOKENS, "people", "staff", "people.manage", "person", UNSAFE),
    Door("people_token_revoke", TOKENS, "people", "staff", "people.manage", "person", UNSAFE),
    Door("people_invitation", _("Accept an invitation"), "own", "public", methods=BOTH, secret=True),
    Door(
        "people_address_proof",
        _("Prove that an address is one's own"),
        "own",
        "public",
        methods=BOTH,
        secret=True,
    ),
    Door(
        "people_second_door*",
        _("Be led from Wagtail's users and groups to the list of people"),
        "people",
        "public",
    ),
)
