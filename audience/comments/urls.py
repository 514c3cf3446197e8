"""Addresses of comments on the public site."""

from django.urls import path

from audience.comments import views
from audience.comments.moderation import mail_views

urlpatterns = [
    path("<int:article_id>/", views.comments, name="comments"),
    path("<int:article_id>/ecrire/", views.write, name="comment_write"),
    path("<int:article_id>/fil/<int:comment_id>/", views.thread, name="comment_thread"),
    path("les-miens/", views.ask_for_mine, name="comments_ask"),
    path("les-miens/<str:token>/", views.mine, name="comments_of_mine"),
    path("envoye/<str:token>/", views.sent, name="comment_sent"),
    path("corriger/<str:token>/", views.edit, name="comment_edit"),
    path("signaler/<int:comment_id>/", views.report, name="comment_report"),
    path("adresse/<str:token>/", views.confirm_address, name="comment_address"),
    path("moderer/<slug:act>/<str:token>/", mail_views.decide, name="comment_by_mail"),
    path("modere/<str:token>/", mail_views.decided, name="comment_decided_by_mail"),
    path("silence/<str:token>/", views.mute, name="comment_mute"),
]
