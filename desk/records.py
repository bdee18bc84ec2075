"""What a lay member looks after, by the duties' names in the catalogue."""

RECORDS = (
    ("Accounts", ("annual-accounts", "external-audit", "annual-report-submit", "breakeven")),
    ("Auditor", ("auditor-appointment", "audit-committee", "auditor-public-reports")),
    ("Interests", ("registers-of-interests", "coi-self-certification", "coi-internal-audit", "coi-breaches-training")),
)
SLUGS = tuple(slug for _, slugs in RECORDS for slug in slugs)
