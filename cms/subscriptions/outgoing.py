"""Where e-mails go out: a mail server, or the files that stand in for one on a single machine."""

from __future__ import annotations

import logging
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.filebased import EmailBackend as FileBackend

END = b"\n" + b"-" * 79 + b"\n"  # what Django writes after each message, once it is whole

logger = logging.getLogger(__name__)


class MailServerDown(Exception):
    """Nobody takes e-mails now; no address is to blame."""


class Refused(Exception):
    """One e-mail was not taken; the text says why, without addresses.

    With `is_certain` nothing of it has been delivered, otherwise perhaps.
    """

    def __init__(self, reason: str, *, is_certain: bool) -> None:
        super().__init__(reason)
        self.is_certain = is_certain


class Outgoing:
    """One connection for many e-mails, opened anew after each failure."""

    def __init__(self) -> None:
        self._connection: Any = get_connection()

    def open(self) -> None:
        """Be ready to send.

        Raises:
            MailServerDown: It cannot be reached, or does not let us in.
        """
        try:
            if not isinstance(self._connection, FileBackend):
                self._connection.open()
        except (OSError, SMTPException) as error:
            raise MailServerDown(type(error).__name__) from None

    def send(self, message: EmailMessage) -> None:
        """Hand an e-mail over.

        Raises:
            Refused: It was not taken, or nobody knows.
        """
        try:
            self._connection.send_messages([message])
        except (OSError, SMTPException, ValueError) as error:
            self.close()
            raise Refused(_reason(error), is_certain=_is_certain(error)) from None

    def has(self, message_id: str) -> bool:
        """True when a whole message with this id is among the files; servers cannot be asked."""
        if not isinstance(self._connection, FileBackend):
            return False
        mark = f"\nMessage-ID: {message_id}\n".encode()
        files = Path(self._connection.file_path).glob("*.log")
        return any(_is_whole_in(file.read_bytes(), mark) for file in files)

    def close(self) -> None:
        """Let go of the connection, whatever state it is in."""
        try:
            self._connection.close()
        except (OSError, SMTPException):
            logger.info("subscriptions.connection_lost")
        self._connection = get_connection()


def _is_whole_in(content: bytes, mark: bytes) -> bool:
    place = content.find(mark)
    return place >= 0 and END in content[place:]


def _reason(error: Exception) -> str:
    codes: list[int] = []
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
    elif isinstance(error, SMTPResponseException):
        codes = [error.smtp_code]
    return " ".join([type(error).__name__, *map(str, codes)])


def _is_certain(error: Exception) -> bool:
    """True for an answer of the server, and for what was wrong before it was asked."""
    answered = (SMTPResponseException, SMTPRecipientsRefused, ValueError, ConnectionRefusedError)
    return isinstance(error, answered)
