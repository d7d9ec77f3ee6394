"""Who may do what with reports; registered when the application starts."""

from casetypes.access.policies import needs_right, rule

# A right of its own, or one of those that already reach the figures of a department or of the whole city.
rule("report.request")(needs_right("request_report", "metrics_department", "audit"))
