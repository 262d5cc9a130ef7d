"""Seeded, realistic cities and provinces for tests and benchmarks. No I/O."""
