"""Members look after their own: who may, how they come in, and what the office has to say to it.

What an editor of a member may touch is decided by the core (``cms.plugin.confinement``); this room
says who they are.
"""
