"""One body's year for assurers: figures with their base, beside those of its region as it stood in the year."""
