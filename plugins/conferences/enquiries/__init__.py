"""Enquiries of companies: received, stored, mailed, and one day deleted."""
