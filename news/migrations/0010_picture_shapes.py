"""The files that pages show of a picture are made in advance, and no others."""

import django.db.models.deletion
from django.db import migrations, models


def keep_all(apps, schema_editor):
    """The pictures of a site that runs have had their files made in every shape: so it stays."""
    pictures = apps.get_model("news", "NewsImage").objects.values_list("pk", flat=True)
    shapes = apps.get_model("news", "PictureShape").objects
    rows = (
        shapes.model(image_id=key, shape=shape)
        for key in pictures.iterator()
        for shape in ("card", "lead", "inline", "portrait")
    )
    shapes.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("news", "0009_names_in_documents")]

    operations = [
        migrations.CreateModel(
            name="PictureShape",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shape", models.CharField(max_length=16)),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shapes",
                        to="news.newsimage",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("image", "shape"), name="picture_shape_once")
                ],
            },
        ),
        migrations.RunPython(keep_all, migrations.RunPython.noop, elidable=True),
    ]
