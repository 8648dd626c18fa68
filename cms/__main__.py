from cms.project.cli import main

main()
