"""Logs of requests and of complaints across bodies: figures and nothing else.

No reference, no subject and no row of a case is read here. The figures are in the order of names: no league table.
"""
