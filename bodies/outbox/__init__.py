"""The outbox: who is told what, once, and the mail that tells them.

Whoever has something to tell calls `tell` inside the transaction in which it becomes so; mail is made and sent later,
by jobs of their own (`composing`, `sending`). What people are told is a ledger: mail that is held, paused or given up
takes nothing from it.
"""

from bodies.outbox.telling import Telling, tell, untell

__all__ = ["Telling", "tell", "untell"]
