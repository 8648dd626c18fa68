"""The closed lists of the board. Their labels, English and Czech, are those of the taxonomy."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Family(models.TextChoices):
    """What a visitor is after. The kinds of each are in the taxonomy."""

    STUDENT = "student", _("for students and schools")
    CAREER = "career", _("career")
    FUNDING = "funding", _("funding")
    INTERNATIONAL = "international", _("international cooperation")
    BUSINESS = "business", _("business and partnership")
    EVENT = "event", _("workshops and seminars")


class Kind(models.TextChoices):
    """What an opportunity is."""

    INTERNSHIP = "internship", _("Internship")
    PRACTICAL_PLACEMENT = "practical-placement", _("Practical placement")
    THESIS_BACHELOR = "thesis-bachelor", _("Bachelor thesis topic")
    THESIS_MASTER = "thesis-master", _("Master thesis topic")
    THESIS_PHD = "thesis-phd", _("PhD topic")
    STUDENT_PROJECT = "student-project", _("Student or semester project")
    JOB = "job", _("Job")
    FUNDING_CALL = "funding-call", _("Funding call")
    CASCADE_VOUCHER = "cascade-voucher", _("Support for members (voucher, cascade grant)")
    MATCHMAKING_MISSION = "matchmaking-mission", _("Matchmaking mission")
    CLUSTERXCHANGE = "clusterxchange", _("ClusterXchange study visit")
    STAFF_EXCHANGE = "staff-exchange", _("Staff exchange")
    INFRASTRUCTURE_ACCESS = "infrastructure-access", _("Access to research infrastructure")
    PARTNER_SEARCH = "partner-search", _("Partner search / request")
    TENDER = "tender", _("Public tender")
    SPONSORSHIP = "sponsorship", _("Event partnership and sponsorship")
    EXHIBITION_STAND = "exhibition-stand", _("Place in a joint stand")
    WORKSHOP = "workshop", _("Workshop / seminar")
    SCHOOL_OUTREACH = "school-outreach", _("Offer for schools (EduTech)")
    AWARD = "award", _("Competition and award")
    MEMBERSHIP = "membership", _("Cluster membership")


class Level(models.TextChoices):
    """For whom by study or career. R1–R4: the EURAXESS scale of researchers."""

    SECONDARY = "secondary", pgettext_lazy("level", "secondary-school students")
    BACHELOR = "bachelor", pgettext_lazy("level", "bachelor")
    MASTER = "master", pgettext_lazy("level", "master")
    PHD = "phd", pgettext_lazy("level", "doctoral (R1)")
    POSTDOC = "postdoc", pgettext_lazy("level", "post-doctoral (R2)")
    SENIOR = "senior", pgettext_lazy("level", "established / leading (R3–R4)")
    PROFESSIONAL = "professional", pgettext_lazy("level", "professionals")
    TECHNICIAN = "technician", pgettext_lazy("level", "technicians and skilled workers")


class WorkMode(models.TextChoices):
    """Where the work is done."""

    ONSITE = "onsite", pgettext_lazy("work mode", "on site")
    HYBRID = "hybrid", pgettext_lazy("work mode", "hybrid")
    REMOTE = "remote", pgettext_lazy("work mode", "remote")


class Workload(models.TextChoices):
    """How much work it is."""

    FULL = "full", pgettext_lazy("workload", "full time")
    PART = "part", pgettext_lazy("workload", "part time")
    DPP_DPC = "dpp-dpc", pgettext_lazy("workload", "agreement outside employment (DPP/DPČ)")
    BLOCK = "block", pgettext_lazy("workload", "block / summer")


class Pay(models.TextChoices):
    """Whether there is money for the work."""

    PAID = "paid", pgettext_lazy("remuneration", "paid")
    STIPEND = "stipend", pgettext_lazy("remuneration", "stipend")
    UNPAID = "unpaid", pgettext_lazy("remuneration", "unpaid")
    NEGOTIABLE = "negotiable", pgettext_lazy("remuneration", "negotiable")


class PayPeriod(models.TextChoices):
    """What a sum of money is for."""

    HOUR = "hour", pgettext_lazy("period", "per hour")
    MONTH = "month", pgettext_lazy("period", "per month")
    YEAR = "year", pgettext_lazy("period", "per year")
    TOTAL = "total", pgettext_lazy("period", "in total")


class DurationUnit(models.TextChoices):
    """What a duration is counted in."""

    HOURS = "hours", pgettext_lazy("duration", "hours")
    DAYS = "days", pgettext_lazy("duration", "days")
    WEEKS = "weeks", pgettext_lazy("duration", "weeks")
    MONTHS = "months", pgettext_lazy("duration", "months")
    YEARS = "years", pgettext_lazy("duration", "years")


class Language(models.TextChoices):
    """Working languages."""

    CS = "cs", pgettext_lazy("language", "Czech")
    EN = "en", pgettext_lazy("language", "English")
    DE = "de", pgettext_lazy("language", "German")
    SK = "sk", pgettext_lazy("language", "Slovak")


class TopicStatus(models.TextChoices):
    """How far a topic of a thesis or project is."""

    PROPOSED = "proposed", pgettext_lazy("topic", "proposed")
    APPROVED = "approved", pgettext_lazy("topic", "approved")
    AVAILABLE = "available", pgettext_lazy("topic", "available")
    RESERVED = "reserved", pgettext_lazy("topic", "reserved")
    ASSIGNED = "assigned", pgettext_lazy("topic", "assigned")
    DEFENDED = "defended", pgettext_lazy("topic", "defended")


class Confidentiality(models.TextChoices):
    """What of the result may be published."""

    PUBLIC = "public", pgettext_lazy("confidentiality", "public")
    NDA_PARTIAL = "nda-partial", pgettext_lazy("confidentiality", "partly under NDA")
    EMBARGO = "embargo", pgettext_lazy("confidentiality", "publication embargo")


class Applicant(models.TextChoices):
    """What kind of organisation may apply, or is sought."""

    SME = "sme", pgettext_lazy("applicant", "SME")
    LARGE = "large", pgettext_lazy("applicant", "large enterprise")
    UNIVERSITY = "university", pgettext_lazy("applicant", "university")
    RESEARCH = "research", pgettext_lazy("applicant", "research organisation")
    CLUSTER = "cluster", pgettext_lazy("applicant", "cluster organisation")
    PUBLIC = "public", pgettext_lazy("applicant", "public body")
    NGO = "ngo", pgettext_lazy("applicant", "non-profit")


class ActionType(models.TextChoices):
    """The type of action that a call funds."""

    RIA = "ria", pgettext_lazy("type of action", "RIA")
    IA = "ia", pgettext_lazy("type of action", "IA")
    CSA = "csa", pgettext_lazy("type of action", "CSA")
    CASCADE = "cascade", pgettext_lazy("type of action", "cascade funding (FSTP)")
    NATIONAL = "national", pgettext_lazy("type of action", "national grant")


class EvaluationModel(models.TextChoices):
    """In how many rounds a call is evaluated."""

    SINGLE_STAGE = "single-stage", pgettext_lazy("evaluation", "single-stage")
    TWO_STAGE = "two-stage", pgettext_lazy("evaluation", "two-stage")
    CONTINUOUS = "continuous", pgettext_lazy("evaluation", "continuous")


class Role(models.TextChoices):
    """Which side of an exchange the opportunity is for."""

    VISITOR = "visitor", pgettext_lazy("exchange", "visiting organisation")
    HOST = "host", pgettext_lazy("exchange", "host organisation")


class Collaboration(models.TextChoices):
    """Whether something is offered to partners or wanted from them."""

    OFFER = "offer", pgettext_lazy("collaboration", "offer")
    REQUEST = "request", pgettext_lazy("collaboration", "request")


class TargetGroup(models.TextChoices):
    """Whom a programme is made for."""

    PRIMARY_SCHOOLS = "primary-schools", pgettext_lazy("target group", "primary schools")
    SECONDARY_SCHOOLS = "secondary-schools", pgettext_lazy("target group", "secondary schools")
    TEACHERS = "teachers", pgettext_lazy("target group", "teachers")
    STUDENTS = "students", pgettext_lazy("target group", "university students")
    MEMBERS = "members", pgettext_lazy("target group", "members of the cluster")
    COMPANIES = "companies", pgettext_lazy("target group", "companies")
    RESEARCHERS = "researchers", pgettext_lazy("target group", "researchers")
    PUBLIC = "public", pgettext_lazy("target group", "general public")


class Currency(models.TextChoices):
    """Currencies. Source: ISO 4217."""

    CZK = "CZK", "CZK"
    EUR = "EUR", "EUR"
    USD = "USD", "USD"
    GBP = "GBP", "GBP"
    PLN = "PLN", "PLN"


class Purpose(models.TextChoices):
    """What a file is for."""

    INFORMATION = "information", pgettext_lazy("file", "information")
    REPORT = "report", pgettext_lazy("file", "form for the closing report")


class Stage(models.TextChoices):
    """How far an opportunity is, where neither its deadline nor its topic's status says so."""

    RESERVED = "reserved", pgettext_lazy("stage", "reserved")
    SOLD_OUT = "sold-out", pgettext_lazy("stage", "sold out")
    FULL = "full", pgettext_lazy("stage", "full")
    MATCHED = "matched", pgettext_lazy("stage", "partner found")
    AWARDED = "awarded", pgettext_lazy("stage", "awarded")
    EVALUATED = "evaluated", pgettext_lazy("stage", "evaluated")
    RESULTS = "results", pgettext_lazy("stage", "results announced")
    MATCHING = "matching", pgettext_lazy("stage", "matching hosts and visitors")
    EXCHANGE_AGREED = "exchange-agreed", pgettext_lazy("stage", "exchange agreed")
    EXCHANGE_DONE = "exchange-done", pgettext_lazy("stage", "exchange carried out")
    REPORT_SUBMITTED = "report-submitted", pgettext_lazy("stage", "report submitted")
    PAID = "paid", pgettext_lazy("stage", "paid out")
