"""What script/bench measures: the data, the figures and the baselines beside them."""
