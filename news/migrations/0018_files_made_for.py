"""Whether the files of a picture are those that pages show today."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0017_json_interface")]

    operations = [
        migrations.AddField(
            model_name="newsimage",
            name="files_made_for",
            field=models.CharField(
                blank=True, db_index=True, default="", editable=False, max_length=16
            ),
        ),
    ]
