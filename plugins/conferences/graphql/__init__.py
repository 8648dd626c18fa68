"""Conferences in GraphQL: types, filters, queries, and the mutation that sends an enquiry."""
