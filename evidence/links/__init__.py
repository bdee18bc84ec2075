"""Whether published links still lead to what was published: asked politely, and never inside our own network."""
