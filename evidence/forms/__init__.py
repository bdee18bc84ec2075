"""The questions of this room. What is refused comes back with words that say what to do, and with what was typed."""
