"""The outbox: who is told what, once, and the mail that tells them.

Whoever has something to tell calls `tell` inside the transaction in which it becomes so; mail is made and sent later,
by jobs of their own (`composing`, `sending`). What people are told is a ledger: mail that is held, paused or given up
takes nothing from it. To somebody without an account goes a letter that the caller wrote (`write_to`), until they want
no more (`forget`).
"""

from bodies.outbox.telling import Telling, tell, untell
from bodies.outbox.writing import forget, one_click, write_to

__all__ = ["Telling", "forget", "one_click", "tell", "untell", "write_to"]
