from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0005_counts"),
    ]

    operations = [
        migrations.RenameModel("Findable", "IndexedItem"),
        migrations.AlterModelOptions(
            name="indexeditem",
            options={"verbose_name": "indexed item", "verbose_name_plural": "indexed items"},
        ),
        migrations.RenameIndex(
            model_name="indexeditem",
            old_name="search_findable_newest",
            new_name="search_item_newest",
        ),
        migrations.RenameIndex(
            model_name="indexeditem",
            old_name="search_findable_object",
            new_name="search_item_object",
        ),
    ]
