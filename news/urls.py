"""Addresses of the lists that have no page in the tree."""

from django.urls import path

from news import views
from news.exams import views as exams
from news.lives import views as lives

urlpatterns = [
    path("auteurs/", views.author_index, name="author_index"),
    path("auteurs/<slug:slug>/", views.author, name="author"),
    path("corrections/", views.corrections, name="corrections"),
    path("direct/<int:page_id>/etat/", lives.live_state, name="live_state"),
    path("direct/<int:page_id>/depuis/<int:number>/", lives.live_since, name="live_since"),
    path("resultats/<int:page_id>/", exams.exam_lookup, name="exam_lookup"),
    path("resultats/<int:page_id>/retirer/", exams.exam_hide, name="exam_hide"),
    path("mots-cles/", views.tag_index, name="tag_index"),
    path("mots-cles/<slug:slug>/", views.tag, name="tag"),
]
