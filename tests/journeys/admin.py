"""What every journey through the admin begins with."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.servers.site import Site


def log_in(page: Page, site: Site, password: str) -> None:
    """Log in as the administrator."""
    page.goto(f"{site.url}/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/admin/")  # the form itself may be idle before it is sent
    page.wait_for_load_state("networkidle")
