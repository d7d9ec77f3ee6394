"""Who may make a definition live. Writing it is another right: an author never approves their own."""

from casetypes.access.policies import needs_right, rule

rule("definition.publish")(needs_right("publish_definitions"))
