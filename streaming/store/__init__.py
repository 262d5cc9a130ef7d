"""Object stores: a directory or S3, behind one protocol."""
