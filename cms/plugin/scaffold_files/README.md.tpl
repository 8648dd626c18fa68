# {{ title }}, a plugin for Klastr

    klastr makemigrations {{ label }}    # after each change of models; commit what it writes
    klastr migrate
    klastr plugin activate {{ label }}
    pytest

The guide for authors of plugins is `cms/plugin/README.md` in Klastr.
