"""The groups of the newsroom, each with exactly what its work needs."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

ARTICLES = ["news.add_articlepage", "news.change_articlepage"]
STRUCTURE = [
    f"{app}.{action}_{model}"
    for app, model in (
        ("news", "articleindexpage"),
        ("home", "homepage"),
        ("home", "faqpage"),
        ("home", "contactpage"),
        ("home", "policypage"),
    )
    for action in ("add", "change", "delete")
]
ADMIN = "wagtailadmin.access_admin"
NAMES = [f"news.{action}_{model}" for model in ("author", "tag") for action in ("add", "change")]
GROUPS = {
    "Writers": {
        "permissions": [ADMIN, "news.add_articlepage"],
        "pages": ["add_page"],
        "files": ["add", "choose"],
    },
    "Copy editors": {
        "permissions": [ADMIN, *ARTICLES, *NAMES],
        "pages": ["add_page", "change_page", "lock_page", "unlock_page"],
        "files": ["add", "change", "choose"],
    },
    "Chief editors": {
        "permissions": [
            ADMIN,
            *ARTICLES,
            *STRUCTURE,
            *NAMES,
            "news.delete_articlepage",
            "news.delete_author",
            "news.delete_tag",
            "home.view_contactmessage",
            "home.change_contactmessage",
            "editorial.publish_in_emergency",
            "editorial.view_publishingfailure",
        ],
        "pages": ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
        "files": ["add", "change", "choose"],
    },
    "Moderators": {"permissions": [ADMIN], "pages": [], "files": []},
    "Legal": {
        "permissions": [ADMIN, "home.add_policypage", "home.change_policypage"],
        "pages": ["add_page", "change_page"],
        "files": ["add", "choose"],
    },
}


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    # Wagtail seeds two groups of its own; "Moderators" means something else here.
    Group.objects.filter(name="Editors", user__isnull=True).delete()
    _make_permissions(apps)
    for name, grants in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([_permission(apps, label) for label in grants["permissions"]])
        _grant_pages(apps, group, grants["pages"])
        _grant_files(apps, group, grants["files"])


def _make_permissions(apps):
    """Django makes them after the last migration, which is too late for this one."""
    for label in ("wagtailadmin", "wagtailcore", "news", "home", "editorial", "wagtaildocs", "wagtailimages"):
        config = installed.get_app_config(label)
        create_permissions(config, apps=apps, verbosity=0, using=_alias(apps))


def _alias(apps):
    return apps.get_model("auth", "Group").objects.db


def _permission(apps, label):
    app_label, codename = label.split(".")
    return apps.get_model("auth", "Permission").objects.get(
        content_type__app_label=app_label, codename=codename
    )


def _grant_pages(apps, group, codenames):
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    GroupPagePermission.objects.filter(group=group).delete()
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    for codename in codenames:
        permission = _permission(apps, f"wagtailcore.{codename}")
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)


def _grant_files(apps, group, actions):
    """Pictures and documents, in every collection."""
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    GroupCollectionPermission.objects.filter(group=group).delete()
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for action in actions:
        for label in (f"wagtailimages.{action}_image", f"wagtaildocs.{action}_document"):
            GroupCollectionPermission.objects.create(
                group=group, collection=root, permission=_permission(apps, label)
            )


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0001_initial"),
        ("home", "0001_initial"),
        ("news", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
