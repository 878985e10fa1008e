"""Tests of the shipped data: consistency of the facts, and that the scripts reproduce them."""
