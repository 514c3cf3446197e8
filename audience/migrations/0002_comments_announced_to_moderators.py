from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audience", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="comment",
            name="announced_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("announced_at", None), ("status", "pending")),
                fields=["posted_at", "id"],
                name="audience_unannounced",
            ),
        ),
    ]
