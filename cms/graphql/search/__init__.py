"""The fields ``search`` and ``suggest``: questions to the index, narrowed and counted by facts."""
