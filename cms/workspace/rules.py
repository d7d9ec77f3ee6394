"""Who may do what on the staff side beyond cases and queues."""

from casetypes.access.policies import needs_right, rule

# Editors begin at Wagtail's own first page: whoever writes texts or definitions, or approves them.
rule("site.edit")(
    needs_right("write_texts", "write_definitions", "approve_definitions", "publish_definitions")
)
