"""What is known of a case, as SQL over the case and what belongs to it: one expression per column of `Fact`.

`taken` are the ids of the cases asked for; every source reads those only. Durations are whole seconds; working
ones count the opening hours of the desk in charge.
"""

from reports.facts import working_time

# A first response is a step by a person of the city: neither the citizen's own nor the system's.
_NOT_STAFF = "('reporter', 'system')"
_LOCAL = '("case".opened_at AT TIME ZONE %(zone)s)'
# Of an imported case often only the date was kept: midnight then says nothing of the hour.
_HOUR_KNOWN = f"(\"case\".channel <> 'legacy' OR {_LOCAL}::time <> '00:00')"
_DONE = "\"case\".final_kind = 'done'"

_MET_AT, _ENDED = ("met_at", "answered.responded_at"), ("ended", '"case".closed_at')
_BEGAN = ("began", '"case".opened_at')

EXPRESSIONS = {
    "case_id": '"case".id',
    "service": '"case".case_type_id',
    "zone_id": '"case".zone_id',
    "cell": '"case".cell',
    "channel": '"case".channel',
    "demonstration": '"case".demonstration',
    "opened_at": '"case".opened_at',
    "month": f"date_trunc('month', {_LOCAL})::date",
    "hour_of_week": (
        f"CASE WHEN {_HOUR_KNOWN}"
        f" THEN (extract(isodow FROM {_LOCAL}) - 1) * 24 + extract(hour FROM {_LOCAL}) END"
    ),
    "closed_at": '"case".closed_at',
    # a closed case has no date in queues any more; what was promised says whether it was late before
    "due_at": 'CASE WHEN "case".closed_at IS NULL THEN "case".due_at ELSE kept.promised_at END',
    "final_kind": '"case".final_kind',
    "reopened": '"case".reopened',
    "first_response_seconds": 'round(extract(epoch FROM answered.responded_at - "case".opened_at))',
    "first_response_working_seconds": f"round({working_time.between(_BEGAN, _MET_AT)})",
    "resolution_seconds": (
        f'CASE WHEN {_DONE} THEN round(extract(epoch FROM "case".closed_at - "case".opened_at)) END'
    ),
    "resolution_working_seconds": f"CASE WHEN {_DONE} THEN round({working_time.between(_BEGAN, _ENDED)}) END",
    "sla_clocks": "coalesce(kept.sla_clocks, 0)",
    "sla_decided": "coalesce(kept.sla_decided, 0)",
    "sla_met": "coalesce(kept.sla_met, 0)",
    "response_sla_decided": "coalesce(kept.response_sla_decided, 0)",
    "response_sla_met": "coalesce(kept.response_sla_met, 0)",
    "out_of_service_seconds": "round(extract(epoch FROM idle.stayed))",
    "next_due_at": "kept.next_due_at",
    "rating": "rated.rating",
}

_SOURCES = f"""
  taken AS (SELECT unnest(%(ids)s::bigint[]) AS id),
  answered AS (
    SELECT event.case_id, min(event.at) AS responded_at
    FROM cases_caseevent event JOIN taken ON taken.id = event.case_id
    WHERE event.kind = 'transition' AND event.actor_role NOT IN {_NOT_STAFF}
    GROUP BY event.case_id
  ),
  verdicts AS (
    SELECT clock.case_id, kind.solution, clock.due_at,
           coalesce(clock.met, CASE WHEN clock.state <> 'paused' AND clock.due_at < %(now)s THEN false END) AS met,
           CASE WHEN clock.met IS NULL AND clock.state <> 'paused' AND clock.due_at >= %(now)s
                THEN clock.due_at END AS waiting_until
    FROM sla_slaclock clock
    JOIN taken ON taken.id = clock.case_id
    JOIN cases_case "case" ON "case".id = clock.case_id
    JOIN jsonb_to_recordset(%(clocks)s::jsonb) AS kind(service text, key text, solution boolean)
      ON kind.service = "case".case_type_id AND kind.key = clock.key
  ),
  kept AS (
    SELECT case_id, count(*) AS sla_clocks, min(waiting_until) AS next_due_at,
           max(due_at) FILTER (WHERE solution) AS promised_at,
           count(met) FILTER (WHERE solution) AS sla_decided,
           count(*) FILTER (WHERE met AND solution) AS sla_met,
           count(met) FILTER (WHERE NOT solution) AS response_sla_decided,
           count(*) FILTER (WHERE met AND NOT solution) AS response_sla_met
    FROM verdicts GROUP BY case_id
  ),
  stays AS (
    SELECT event.case_id, down.states ? event.to_state AS idle,
           lead(event.at) OVER (PARTITION BY event.case_id ORDER BY event.at, event.id) - event.at AS stayed
    FROM cases_caseevent event
    JOIN taken ON taken.id = event.case_id
    JOIN cases_case "case" ON "case".id = event.case_id
    JOIN jsonb_to_recordset(%(standstills)s::jsonb) AS down(service text, states jsonb, only_if text)
      ON down.service = "case".case_type_id
    WHERE {_DONE} AND "case".channel <> 'legacy'
      AND (down.only_if = '' OR "case".calc -> down.only_if = 'true'::jsonb)
  ),
  idle AS (SELECT case_id, sum(stayed) AS stayed FROM stays WHERE idle GROUP BY case_id),
  rated AS (
    SELECT survey.case_id, avg(survey.rating) AS rating
    FROM surveys_survey survey JOIN taken ON taken.id = survey.case_id
    WHERE survey.rating IS NOT NULL
    GROUP BY survey.case_id
  )"""

_JOINED = f"""
  FROM taken
  JOIN cases_case "case" ON "case".id = taken.id
  JOIN access_desk desk ON desk.key = "case".desk_id
  LEFT JOIN answered ON answered.case_id = taken.id
  LEFT JOIN kept ON kept.case_id = taken.id
  LEFT JOIN idle ON idle.case_id = taken.id
  LEFT JOIN rated ON rated.case_id = taken.id
  {working_time.joined(*_BEGAN)} {working_time.joined(*_MET_AT)} {working_time.joined(*_ENDED)}"""

_NAMES = ", ".join(EXPRESSIONS)
_VALUES = ", ".join(f"{expression} AS {name}" for name, expression in EXPRESSIONS.items())
_RENEWED = ", ".join(f"{name} = EXCLUDED.{name}" for name in EXPRESSIONS if name != "case_id")

WRITE = f"""
  WITH {_SOURCES}
  INSERT INTO reports_fact ({_NAMES}, recurring)
  SELECT {_VALUES}, false {_JOINED}
  ON CONFLICT (case_id) DO UPDATE SET {_RENEWED}"""

# A case that is gone leaves its fact behind.
DROP = """
  DELETE FROM reports_fact fact WHERE fact.case_id = ANY(%(ids)s::bigint[])
    AND NOT EXISTS (SELECT 1 FROM cases_case "case" WHERE "case".id = fact.case_id)"""

# Whether a case comes back to its place changes also when the case before it comes, goes or turns out a duplicate.
NEIGHBOURS = """
  SELECT neighbour.case_id
  FROM reports_fact fact
  CROSS JOIN LATERAL (
    SELECT later.case_id FROM reports_fact later
    WHERE later.service = fact.service AND later.cell = fact.cell AND later.final_kind <> 'duplicate'
      AND (later.opened_at, later.case_id) > (fact.opened_at, fact.case_id)
    ORDER BY later.opened_at, later.case_id LIMIT 1
  ) neighbour
  WHERE fact.case_id = ANY(%(ids)s::bigint[]) AND fact.cell <> ''"""

RECUR = """
  UPDATE reports_fact fact SET recurring = found.recurring
  FROM (
    SELECT one.case_id, one.cell <> '' AND one.final_kind <> 'duplicate' AND EXISTS (
      SELECT 1 FROM reports_fact earlier
      WHERE earlier.service = one.service AND earlier.cell = one.cell AND earlier.final_kind <> 'duplicate'
        AND (earlier.opened_at, earlier.case_id) < (one.opened_at, one.case_id)
        AND earlier.opened_at >= one.opened_at - make_interval(days => %(days)s)
    ) AS recurring
    FROM reports_fact one WHERE one.case_id = ANY(%(ids)s::bigint[])
  ) found
  WHERE fact.case_id = found.case_id AND fact.recurring <> found.recurring"""
