"""« Charger des chiffres passés »: a file is read and shown first, and loaded by a button."""

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.files.uploadedfile import UploadedFile as Upload
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import UploadedFile

from audience.counts.desk import loading, past
from audience.counts.desk.access import LOAD
from audience.counts.desk.views import FiguresPage
from audience.counts.models import DailyFigures, TrendSettings
from news.kept_uploads import KEPT_FOR, forget

SALT = "figures.past"
LOADED, REMOVED = "audience.figures.load", "audience.figures.remove"


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        help_text=_(
            "Three columns: the article (its address, its path or its key), the day, the views. "
            "The first line may name them."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.understood: past.Understood | None = None

    def clean_file(self) -> Upload:
        upload: Upload = self.cleaned_data["file"]
        try:
            self.understood = past.understand(upload)
        except past.UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error
        return upload


class LoadingPage(FiguresPage):
    def may_open(self) -> bool:
        return bool(self.user.has_perm(LOAD))

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("figures"), "label": gettext("Views")}, here]


class PastFiguresView(LoadingPage):
    """Takes a file, and says what it holds; loads nothing."""

    template_name = "audience/figures/past.html"
    page_title = _("Load figures of the past")

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        token = ""
        if form.understood and form.understood.good:
            token = self._keep(form.cleaned_data["file"])
        shown = {"form": FileForm(), "understood": form.understood, "token": token}
        return self.render_to_response(self.get_context_data(**shown))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = {"held": loading.held(), "most_shown": past.MOST_SHOWN}
        return super().get_context_data(**{"form": FileForm(), **about, **kwargs})

    def _keep(self, upload: Upload) -> str:
        """Keep the file for this person's next step; what they had brought before goes."""
        for earlier in kept_files(self.user.pk):
            forget(earlier)
        upload.seek(0)
        upload.name = f"{get_random_string(32)}.csv"
        kept = UploadedFile.objects.create(
            file=upload, uploaded_by_user=self.user, for_content_type=_kind()
        )
        return signing.dumps(kept.pk, salt=SALT)


class LoadPastFiguresView(LoadingPage):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Load the file that was shown."""
        try:
            key = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=KEPT_FOR)
            kept = kept_files(self.user.pk).get(pk=key)
            with kept.file.open("rb") as file:
                understood = past.understand(file)
            loaded = loading.load(understood.good)
        except (signing.BadSignature, UploadedFile.DoesNotExist, OSError, past.UnreadableFile):
            messages.warning(request, gettext("This file is not kept any more: choose it again."))
        except loading.TooMany as error:
            messages.error(request, str(error))
        except IntegrityError:
            # An article was deleted meanwhile.
            messages.error(request, gettext("Not all was loaded: load the file again."))
        else:
            forget(kept)
            data = {"rows": loaded, "views": understood.views}
            log(instance=TrendSettings.load(), action=LOADED, user=self.user, data=data)
            messages.success(
                request,
                gettext("Loaded: %(rows)s days of articles, %(views)s views in all.")
                % {name: number_format(value, force_grouping=True) for name, value in data.items()},
            )
        return redirect("figures_past")


class RemovePastFiguresView(LoadingPage):
    """Asks, and takes out all that was loaded."""

    template_name = "audience/figures/remove.html"
    page_title = _("Take all loaded figures out")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"held": loading.held()}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        rows = loading.remove_all()
        log(instance=TrendSettings.load(), action=REMOVED, user=self.user, data={"rows": rows})
        messages.success(request, gettext("All loaded figures are taken out."))
        return redirect("figures_past")


def kept_files(user: int) -> Any:
    return UploadedFile.objects.filter(uploaded_by_user=user, for_content_type=_kind())


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(DailyFigures)
