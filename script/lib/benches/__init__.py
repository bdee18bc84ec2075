"""What script/bench measures: the data, the figures and the baselines beside them."""

# In this order: what only reads comes first, because the others move what is due.
PARTS = ("assuring", "sweeping", "opening", "searching", "exporting")
