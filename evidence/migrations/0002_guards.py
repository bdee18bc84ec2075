"""What Django cannot say: triggers that keep the record."""

from django.db import migrations

from bodies.triggers import guarding
from evidence.kept import GUARDS


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [guarding(GUARDS)]
