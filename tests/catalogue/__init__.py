"""Tests of baltic.catalogue."""
