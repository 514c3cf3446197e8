"""The addresses of signing in, before Wagtail's own of the same name."""

from django.urls import path

from accounts.second_factor import signing_in

urlpatterns = [
    path("", signing_in.SignInView.as_view(), name="wagtailadmin_login"),
    path("passkey/", signing_in.passkey_answer, {"alone": True}, name="sign_in_by_passkey"),
    path("second-factor/", signing_in.app_code, name="second_factor_code"),
    path("second-factor/passkey/", signing_in.passkey, name="second_factor_passkey"),
    path(
        "second-factor/passkey/answer/",
        signing_in.passkey_answer,
        {"alone": False},
        name="second_factor_passkey_answer",
    ),
    path("second-factor/recovery/", signing_in.recovery_code, name="second_factor_recovery"),
]
