"""What every test gets: Hypothesis without a clock of its own, so that a busy machine fails nothing."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "tongke", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("tongke")
