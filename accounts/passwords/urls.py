"""The addresses of passwords, in front of Wagtail's own of the same names."""

from django.urls import path

from accounts.passwords.views import AskedView, AskView, ChooseView

urlpatterns = [
    path("", AskView.as_view(), name="wagtailadmin_password_reset"),
    path("done/", AskedView.as_view(), name="wagtailadmin_password_reset_done"),
    path(
        "confirm/<uidb64>/<token>/",
        ChooseView.as_view(),
        name="wagtailadmin_password_reset_confirm",
    ),
]
