"""``python -m baltic``: the same as the command ``baltic``."""

from .cli.app import main

if __name__ == "__main__":
    main()
