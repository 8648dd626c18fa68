"""Counts written to the table: added to those of other processes, within bounds for each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, F, Sum

from cms.graphql.cache.store import Store
from cms.graphql.models import DocumentUse, UsedDocument
from cms.graphql.usage.counting import OTHER, OTHERS, Asked
from cms.graphql.usage.signature import Signature, signature_of

MAX_CLIENTS = 100  # names on one day, unless they were there before
MAX_VERSIONS = 20  # of one client on one day
MAX_ROWS = 5_000  # on one day
MAX_DOCUMENTS = 2_000
MAX_DOCUMENT_BYTES = 8_000_000

Place = tuple[str, str, str]  # client, version, hash of the document
OTHER_PLACE = (OTHER, "", OTHER)
EMPTY = Signature(OTHER, "")

_signatures: Store[Signature] = Store(2_000_000)


def write(waiting: Mapping[Asked, int], day: date) -> None:
    """Add what was asked to what is known of `day`, all of it or nothing."""
    signed = {asked: _signed(asked) for asked in waiting}
    with transaction.atomic():
        kept = _kept_documents(signed.values())
        times: Counter[Place] = Counter()
        for asked, count in waiting.items():
            found = signed[asked].sha256
            times[asked.client, asked.version, found if found in kept else OTHER] += count
        _add(_bounded(times, day), day)


def forget(today: date, *, days: int) -> None:
    """Drop counts that are older than so many days, and documents that nobody asks any more."""
    with transaction.atomic():
        DocumentUse.objects.filter(day__lte=today - timedelta(days=days)).delete()
        UsedDocument.objects.filter(uses=None).delete()


def _signed(asked: Asked) -> Signature:
    """What is kept of a document; remembered, since the same ones are asked again and again."""
    if asked == OTHERS:
        return EMPTY
    key = (asked.query, asked.operation_name)
    signature = _signatures.get(key)
    if signature is None:
        signature = signature_of(*key)
        _signatures.put(key, signature)
    return signature


def _kept_documents(signed: Iterable[Signature]) -> set[str]:
    """The hashes of the documents that are in the table, now that there are these."""
    wanted = {each.sha256: each.source for each in signed}
    known = set(UsedDocument.objects.filter(pk__in=[*wanted, OTHER]).values_list("pk", flat=True))
    new = [
        UsedDocument(sha256=digest, source=source, size=len(source.encode()))
        for digest, source in sorted(wanted.items())
        if digest not in known
    ]
    total = UsedDocument.objects.aggregate(count=Count("pk"), size=Sum("size"))
    count, size = total["count"], total["size"] or 0
    fitting = []
    for document in new:
        if count < MAX_DOCUMENTS and size + document.size <= MAX_DOCUMENT_BYTES:
            fitting.append(document)
            count, size = count + 1, size + document.size
    if OTHER not in known:
        fitting.append(UsedDocument(sha256=OTHER, source="", size=0))
    UsedDocument.objects.bulk_create(fitting, ignore_conflicts=True)
    return known | {document.sha256 for document in fitting}


def _bounded(times: Counter[Place], day: date) -> Counter[Place]:
    """The same counts; what is beyond the bounds of a day is "other"."""
    rows = set(DocumentUse.objects.filter(day=day).values_list("client", "version", "document_id"))
    versions: dict[str, set[str]] = {}
    for client, version, _document in rows:
        versions.setdefault(client, set()).add(version)
    new = {client for client, *_rest in times} - versions.keys()
    seen_before = set(
        DocumentUse.objects.filter(client__in=new).values_list("client", flat=True).distinct()
    )
    room = MAX_CLIENTS - len(versions)
    bounded: Counter[Place] = Counter()
    for (client, version, document), count in sorted(times.items()):
        if client not in versions and client not in seen_before:
            if room <= 0:
                client, version = OTHER, ""
            else:
                room -= 1
        known = versions.setdefault(client, set())
        if version not in known and len(known) >= MAX_VERSIONS:
            version = OTHER
        place = client, version, document
        if place not in rows and len(rows) >= MAX_ROWS:
            place = OTHER_PLACE
        known.add(version)
        rows.add(place)
        bounded[place] += count
    return bounded


def _add(times: Counter[Place], day: date) -> None:
    """Add the counts to rows, which are made where there are none; in one order everywhere."""
    places = sorted(times)
    DocumentUse.objects.bulk_create(
        [
            DocumentUse(day=day, client=client, version=version, document_id=document)
            for client, version, document in places
        ],
        ignore_conflicts=True,
    )
    for client, version, document in places:
        DocumentUse.objects.filter(
            day=day, client=client, version=version, document_id=document
        ).update(times=F("times") + times[client, version, document])
