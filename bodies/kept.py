"""What the database itself keeps of this app's records (bodies.triggers), and what chains them."""

from bodies.chain import CHAINING
from bodies.triggers import append_only

GUARDS = (
    *append_only("bodies_auditentry"),
    *append_only("bodies_auditlink"),
    *append_only("bodies_verification"),
    *CHAINING,
)
