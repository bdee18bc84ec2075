"""Actions agreed at a meeting of NHS England with a body: who does what by when, and what became of it.

An agreed date is no law: past it is amber at most, and in no figure of duties.
"""
