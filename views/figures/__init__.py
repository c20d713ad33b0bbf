"""Stored values as figures, sentences and places, for every page alike."""
