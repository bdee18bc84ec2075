"""What Django cannot say: triggers that keep what was asked."""

from django.db import migrations

from bodies.triggers import guarding
from surveys.kept import GUARDS


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [guarding(GUARDS)]
