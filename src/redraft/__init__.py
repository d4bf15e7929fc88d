"""Redraft."""
