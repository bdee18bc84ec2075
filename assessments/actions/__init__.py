"""Every write to assessments: one transaction each, its audit row inside."""
