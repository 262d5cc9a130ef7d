"""The control plane: HTTP and WebSocket API, pages, the life of a lesson."""
