"""What Django cannot say: triggers that keep the record."""

from django.db import migrations

from assessments.kept import GUARDS
from bodies.triggers import guarding


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [guarding(GUARDS)]
