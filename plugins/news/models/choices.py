"""The closed lists of news."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleKind(models.TextChoices):
    """What an article is."""

    MEMBER_ARTICLE = "member-article", _("article about a member")
    PRESS_RELEASE = "press-release", _("press release")
    EVENT_REPORT = "event-report", _("event report")
    TREND_ANALYSIS = "trend-analysis", _("trend analysis")
