import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audience", "0002_comments_announced_to_moderators")]
    operations = [
        migrations.CreateModel(
            name="UsedProof",
            fields=[
                ("nonce", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "used proof of work",
                "verbose_name_plural": "used proofs of work",
            },
        ),
    ]
