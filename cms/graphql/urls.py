"""Addresses of the endpoint."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
