"""What people do to the record of a meeting: planning, recording, checking, following."""
