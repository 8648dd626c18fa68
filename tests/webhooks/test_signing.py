"""Signatures are those of the specification, under every secret that is valid."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from cms.webhooks.health import rotate, secrets_of
from cms.webhooks.models import Endpoint
from cms.webhooks.retention import prune
from cms.webhooks.signing import PREFIX, new_secret, signed_headers

BODY = '{"type":"test","data":"žluťoučký"}'


def test_example_of_the_specification_is_signed_the_same():
    headers = signed_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        '{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        datetime.fromtimestamp(1614265330, UTC),
    )

    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_signature_is_what_anybody_computes():
    key, now = new_secret(), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    headers = signed_headers("msg_1", BODY, [key], now)

    secret = base64.b64decode(key.removeprefix(PREFIX))
    signed = f"msg_1.{int(now.timestamp())}.{BODY}".encode()
    digest = base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{digest}"
    assert len(secret) == 32


@pytest.mark.django_db
def test_both_secrets_sign_for_a_day_and_then_the_new_one_alone():
    endpoint = Endpoint.objects.create(url="https://example.org/hook")
    former = endpoint.secret
    rotate(endpoint)
    now = timezone.now()

    headers = signed_headers("msg_1", BODY, secrets_of(endpoint, now), now)
    for key in (endpoint.secret, former):
        assert Webhook(key).verify(BODY, headers) == {"type": "test", "data": "žluťoučký"}

    later = now + timedelta(days=1)
    assert secrets_of(endpoint, later) == [endpoint.secret]
    headers = signed_headers("msg_1", BODY, secrets_of(endpoint, later), now)
    with pytest.raises(WebhookVerificationError):
        Webhook(former).verify(BODY, headers)
    prune(later + timedelta(seconds=1))
    endpoint.refresh_from_db()
    assert endpoint.former_secret == ""
