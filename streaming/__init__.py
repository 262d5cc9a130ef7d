"""The media plane: relay, recorder, object store. Knows no FastAPI and no SQLAlchemy."""
