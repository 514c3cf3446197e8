import django.db.models.deletion
import news.models.tags
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0013_former_addresses'),
    ]

    operations = [
        migrations.AddField(
            model_name='tag',
            name='description',
            field=models.TextField(blank=True, default='', help_text='What or who it is, in one or two sentences. Readers see it on the tag’s page, and search engines under the link to it.', max_length=300, verbose_name='description'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='tag',
            name='spellings',
            field=models.TextField(blank=True, default='', help_text='One on each line: abbreviations, old names, frequent mistakes. Whoever types one gets this tag. Capitals, accents, spaces, apostrophes and hyphens make no difference anyway.', max_length=2000, verbose_name='other spellings'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='tag',
            name='key',
            field=models.CharField(default='', editable=False, max_length=255),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='tag',
            name='other_keys',
            field=models.TextField(blank=True, default='', editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='tag',
            name='words',
            field=models.TextField(blank=True, default='', editable=False),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='articlepage',
            name='tags',
            field=news.models.tags.TagsManager(blank=True, help_text='A comma-separated list of tags.', through='news.ArticleTag', to='news.Tag', verbose_name='tags'),
        ),
        migrations.CreateModel(
            name='TagAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100, unique=True, verbose_name='slug')),
                ('merged', models.BigIntegerField(null=True, unique=True)),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='news.tag', verbose_name='tag')),
            ],
            options={
                'verbose_name': 'old address of a tag',
                'verbose_name_plural': 'old addresses of tags',
            },
        ),
    ]
