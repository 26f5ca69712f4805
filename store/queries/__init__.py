"""Reads: frozen dataclasses out, never rows."""
