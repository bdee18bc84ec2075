"""Tables that are too long for a page: asked for, made in the background in chunks, fetched when ready."""
