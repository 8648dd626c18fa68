"""What is at an address, and what becomes of the addresses that pages leave.

No address that was ever public leads nowhere: it shows a page, leads to where the page is now, or
says since when and why it is gone.
"""
