"""The admin as a confined user sees it: a home page, the own pages, and nothing else.

``cms.plugin.confinement`` says what such a user may do with which page. This room closes every
address of the admin that does not serve it, keeps forms to what may be chosen, and clears menus.
"""
