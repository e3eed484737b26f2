"""The SQL of the sender. Leases use the database's clock; every write names the fence it holds.

``statement_timestamp()`` serves where an index must be used, ``clock_timestamp()`` where the very moment counts.
"""

# All statements find a few rows by key. They are planned once, and never by scanning: the statistics of a table
# that just grew by a million rows would mislead the planner.
SESSION = """
SET synchronous_commit = on; SET statement_timeout = '60s'; SET lock_timeout = '10s';
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
"""

_CLAIM = """
PREPARE HEAD AS
WITH due AS MATERIALIZED (
    DUE
), seen AS (
    SELECT d.id, u.first_name, u.last_name,
           CASE WHEN u.source = 'imported' AND u.informed_at IS NULL
                THEN u.collected_on || ' ' || u.source_label END AS origin,
           CASE WHEN s.id IS NOT NULL THEN 'suppressed'
                WHEN p.unsubscribed_at IS NOT NULL THEN 'unsubscribed'
                WHEN p.paused_until >= (statement_timestamp() AT TIME ZONE 'Europe/Paris')::date THEN 'paused'
                WHEN NOT u.is_active THEN 'closed' ELSE '' END AS cause
    FROM due JOIN newsletters_delivery d ON d.id = due.id
    LEFT JOIN members_user u ON u.id = d.contact_id
    LEFT JOIN newsletters_preference p ON p.contact_id = d.contact_id
    LEFT JOIN newsletters_suppression s ON s.address_hash = d.address_hash
)
UPDATE newsletters_delivery d
SET fence = d.fence + 1, cause = seen.cause,
    state = CASE WHEN seen.cause = '' THEN 'leased' ELSE 'skipped' END,
    lease_until = CASE WHEN seen.cause = '' THEN clock_timestamp() + $1 * interval '1 second' END,
    settled_at = CASE WHEN seen.cause = '' THEN NULL ELSE clock_timestamp() END
FROM seen WHERE d.id = seen.id
RETURNING d.state = 'leased', d.id, d.fence, d.issue_id, d.rendition_id, d.test_id, d.contact_id, d.address,
          d.address_hash, d.attempts, d.drops, coalesce(seen.first_name, ''), coalesce(seen.last_name, ''),
          coalesce(seen.origin, '')
"""

# The share lock on the issue makes a claim and a pause wait for each other: no row is leased behind a pause.
PREPARE_CLAIM_ISSUE = _CLAIM.replace("HEAD", "flash_claim_issue(float8, bigint, bigint, bigint)").replace(
    "DUE",
    """
    SELECT d.id FROM newsletters_delivery d JOIN newsletters_issue i ON i.id = d.issue_id
    WHERE d.issue_id = $4 AND d.lane_id = $2 AND d.test_id IS NULL
      AND d.is_open AND d.state IN ('ready', 'deferred') AND d.next_at <= statement_timestamp()
      AND i.state = 'sending'
    ORDER BY d.next_at, d.id LIMIT $3
    FOR UPDATE OF d SKIP LOCKED FOR SHARE OF i SKIP LOCKED""",
)

PREPARE_CLAIM_TRIALS = _CLAIM.replace("HEAD", "flash_claim_trials(float8, bigint, bigint)").replace(
    "DUE",
    """
    SELECT d.id FROM newsletters_delivery d
    WHERE d.test_id IS NOT NULL AND d.lane_id = $2
      AND d.is_open AND d.state IN ('ready', 'deferred') AND d.next_at <= statement_timestamp()
    ORDER BY d.next_at, d.id LIMIT $3
    FOR UPDATE SKIP LOCKED""",
)

CLAIM_ISSUE = "EXECUTE flash_claim_issue(%(lease)s, %(lane)s, %(size)s, %(issue)s)"
CLAIM_TRIALS = "EXECUTE flash_claim_trials(%(lease)s, %(lane)s, %(size)s)"

SENDING_ISSUES = "SELECT id FROM newsletters_issue WHERE state = 'sending' ORDER BY frozen_at, id"

# One commit for the results that came and the intents of the next messages: ids and fences in parallel arrays.
# A late 250 turns "uncertain" into "sent" as long as nobody claimed the row again.
PREPARE_STEP = """
PREPARE flash_step(bigint[], int[], int[], text[], text[], bigint[], int[], float8) AS
WITH result AS (
    UPDATE newsletters_delivery d SET state = 'sent', stage = 'dot', cause = '', lease_until = NULL,
        settled_at = clock_timestamp(), reply_code = r.code, enhanced_code = r.enhanced, reply_text = r.words
    FROM unnest($1, $2, $3, $4, $5) AS r(id, fence, code, enhanced, words)
    WHERE d.id = r.id AND d.fence = r.fence AND d.state IN ('handing', 'uncertain')
    RETURNING d.id
), intent AS (
    UPDATE newsletters_delivery d SET state = 'handing', stage = 'body', handed_at = clock_timestamp(),
        lease_until = clock_timestamp() + $8 * interval '1 second'
    FROM unnest($6, $7) AS i(id, fence)
    WHERE d.id = i.id AND d.fence = i.fence AND d.state = 'leased' AND d.lease_until > clock_timestamp()
    RETURNING d.id
)
SELECT true, id FROM result UNION ALL SELECT false, id FROM intent
"""
PREPARED = (PREPARE_CLAIM_ISSUE, PREPARE_CLAIM_TRIALS, PREPARE_STEP)

STEP = """
EXECUTE flash_step(%s::bigint[], %s::int[], %s::int[], %s::text[], %s::text[], %s::bigint[], %s::int[], %s)
"""

RENEW = """
UPDATE newsletters_delivery d SET lease_until = clock_timestamp() + %(lease)s * interval '1 second'
FROM unnest(%(ids)s::bigint[], %(fences)s::int[]) AS r(id, fence)
WHERE d.id = r.id AND d.fence = r.fence AND d.state = 'leased' AND d.lease_until > clock_timestamp()
RETURNING d.id
"""

# Given back untouched: no dot left, nothing counts against the row. ``drops`` counts connections lost on it.
RELEASE = """
UPDATE newsletters_delivery d SET
    state = 'ready', cause = '', fence = d.fence + 1, lease_until = NULL, settled_at = NULL,
    drops = d.drops + %(drops)s,
    next_at = clock_timestamp() + %(wait)s * interval '1 second', stage = %(stage)s, reply_text = %(words)s
FROM unnest(%(ids)s::bigint[], %(fences)s::int[]) AS r(id, fence)
WHERE d.id = r.id AND d.fence = r.fence AND d.state = ANY(%(held)s::text[])
"""

DEFER = """
UPDATE newsletters_delivery d SET
    state = CASE WHEN coalesce(first_try_at, clock_timestamp()) + %(expiry)s * interval '1 second'
                      < clock_timestamp() + %(wait)s * interval '1 second' THEN 'refused' ELSE 'deferred' END,
    cause = CASE WHEN coalesce(first_try_at, clock_timestamp()) + %(expiry)s * interval '1 second'
                      < clock_timestamp() + %(wait)s * interval '1 second' THEN 'expired' ELSE '' END,
    first_try_at = coalesce(first_try_at, clock_timestamp()), settled_at = clock_timestamp(),
    next_at = clock_timestamp() + %(wait)s * interval '1 second',
    attempts = attempts + 1, lease_until = NULL,
    stage = %(stage)s, reply_code = %(code)s, enhanced_code = %(enhanced)s, reply_text = %(words)s
WHERE id = %(id)s AND fence = %(fence)s AND state IN ('leased', 'handing', 'uncertain')
"""

SETTLE = """
UPDATE newsletters_delivery SET state = %(state)s, cause = %(cause)s, stage = %(stage)s, lease_until = NULL,
    settled_at = clock_timestamp(), reply_code = %(code)s, enhanced_code = %(enhanced)s, reply_text = %(words)s
WHERE id = %(id)s AND fence = %(fence)s AND state IN ('leased', 'handing', 'uncertain')
"""

SUPPRESS = """
INSERT INTO newsletters_suppression (address_hash, cause, scope, issue_id, note)
VALUES (%(hash)s, 'unknown', 'flash', %(issue)s, %(words)s) ON CONFLICT (address_hash) DO NOTHING
"""
