"""The organisation of a city: places, alliances, bells, calendars, curriculum."""
