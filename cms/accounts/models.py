"""The project's own user model, so that it can grow without a painful migration later."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who edits: cluster office or member."""
