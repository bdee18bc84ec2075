"""Every write to surveys: one transaction each, its audit row inside."""
