"""What stops a server from starting."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError

from bodies.models import DemonstrationClock, User


def refuse_demonstration_in_production() -> None:
    """Stop with ImproperlyConfigured when production's database holds a demonstration's accounts or clock."""
    if not settings.PRODUCTION:
        return
    try:
        found = User.objects.filter(is_demonstration=True).exists() or DemonstrationClock.objects.exists()
    except DatabaseError:
        return  # not migrated yet: nothing of a demonstration can be in it
    if found:
        raise ImproperlyConfigured(
            "This database holds a demonstration's accounts or clock. Production refuses to start on it: "
            "use a database that no demonstration was built in."
        )
