"""Fill in what tags are found by; of two that are written alike, the more used one is found.

The other stays as it is, with its articles: the list of tags offers to merge the two.
"""

from django.db import migrations, models
from django.db.models import Count

from news.tag_keys import tag_key, tag_words


def fill(apps, schema_editor):
    Tag = apps.get_model("news", "Tag")
    taken = set()
    tags = Tag.objects.annotate(used=Count("tagged_articles")).order_by("-used", "pk")
    for pk, name in list(tags.values_list("pk", "name")):
        key = tag_key(name)
        unique = f"{key} {pk}" if key in taken else key
        taken.add(key)
        Tag.objects.filter(pk=pk).update(key=unique, words=f" {tag_words(name)}")


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0014_tag_words'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='tag',
            name='key',
            field=models.CharField(editable=False, max_length=255, unique=True),
        ),
    ]
