"""``python -m cms`` does what the console script ``klastr`` does."""

from cms.project.cli import main

main()
