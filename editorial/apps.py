from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.admin.apps import WagtailAdminAppConfig


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = _("Editorial")
    default_auto_field = "django.db.models.BigAutoField"
    # Two configurations in this module: Django must be told which one is the room's own.
    default = True

    def ready(self) -> None:
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from editorial.access import side_doors, unchecked_forms
        from editorial.assets.policies import UsedAssetPolicy
        from editorial.lists import chooser, paging, site_history, workflow_reports
        from editorial.notices import receivers
        from editorial.notices.webhooks.models import Webhook
        from editorial.permissions import NewsroomPagePolicy, SuperusersOnly
        from editorial.shell.site_columns import label_site_columns
        from editorial.ui import quick_markup
        from editorial.workflow import receivers as workflow_receivers

        register_permission_policy(Page, NewsroomPagePolicy(Page))
        register_permission_policy(Webhook, SuperusersOnly(Webhook))
        # Of the exact class: Wagtail registers its own policies for these after this room.
        for model in (get_image_model(), get_document_model()):
            register_permission_policy(model, UsedAssetPolicy.of(model), exact_class=True)
        side_doors.patch_views()
        unchecked_forms.patch_forms()
        workflow_receivers.connect()
        receivers.connect()
        label_site_columns()
        quick_markup.take_over()
        chooser.take_over()
        paging.take_over()
        site_history.take_over()
        workflow_reports.take_over()


class NewsroomAdminConfig(WagtailAdminAppConfig):
    """Wagtail's admin, without the mails that it sends from inside a request."""

    def ready(self) -> None:
        super().ready()
        from editorial.notices import receivers

        receivers.disconnect_wagtail_mails()
