"""Addresses to which pages tell what is read."""

from django.urls import path

from audience.counts import views

urlpatterns = [
    path("<int:article_id>/", views.count, name="count"),
    path("<int:article_id>.gif", views.picture, name="count_picture"),
]
