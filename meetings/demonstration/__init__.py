"""What the demonstration tells of meetings: real ones of the past, and an invented year, done by the real actions."""
