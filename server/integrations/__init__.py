"""What the server talks to outside: media nodes and archivers. Knows no feature."""
