"""The figures of the logs: counted from plain rows, in one way for pages, exports and returns. Pure."""
