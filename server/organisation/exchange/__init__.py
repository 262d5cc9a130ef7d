"""Tables of people: XLSX, CSV and OneRoster in and out, with a dry run and an undo."""
