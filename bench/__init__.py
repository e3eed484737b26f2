"""Measures, one file per row: ``python3 run.py bench NAME``. Each compares with its reference in the same run."""
