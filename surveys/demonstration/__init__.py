"""What a demonstration tells of surveys: everything in it is invented."""
