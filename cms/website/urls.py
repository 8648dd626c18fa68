"""Addresses of feeds."""

from django.urls import path

from cms.website.feeds.views import feed

urlpatterns = [
    path("feeds/<str:locale>/<slug:name>.<slug:format>", feed, name="feed"),
]
