"""A second, deliberately plain implementation of indicators and indices: it shares no code with the product.

It reads the warehouse with SQL and the lake with pandas, and counts with loops and dicts, from the words of
profiling/definitions/*.yaml (formula_en) and indicators.md alone. Slow, obvious, and never imported by the product.
"""
