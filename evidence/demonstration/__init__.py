"""The demonstration: the real register and catalogue with invented people, dates and evidence, from a fixed seed.

Everything that is made here says that it is invented. Nothing of it runs in production.
"""
