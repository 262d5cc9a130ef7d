"""The media plane: relay, recorder, object store. Knows no FastAPI and no SQLAlchemy."""

__version__ = "0.1.0"
