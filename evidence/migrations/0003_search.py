"""What Django cannot say: each database's own full text, and the triggers that keep it."""

from django.db import migrations

from evidence.texts import index


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_guards")]

    operations = [
        migrations.RunPython(
            lambda _, editor: index.install(editor.connection), lambda _, editor: index.remove(editor.connection)
        )
    ]
