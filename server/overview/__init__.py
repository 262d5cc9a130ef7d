"""The day at a glance, for whoever looks after schools: what is held, what is in trouble, what stands dark."""
