"""Webhooks: other systems are told by signed HTTP requests what happens in a city or a school."""
