"""NHS England's judgements of bodies, and what was agreed at its meetings with them."""
