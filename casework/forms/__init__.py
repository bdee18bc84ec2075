"""What people type about cases: each form one thing, none with a field for a name."""
