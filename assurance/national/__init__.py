"""The national page: bodies by whatever columns were chosen, with what stands beside it."""
