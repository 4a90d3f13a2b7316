"""Asking the addresses of sources on the web, and keeping what they answered."""
