"""Accounts: the people, how they sign in, which roles they hold in which coalition, and who invited them."""
