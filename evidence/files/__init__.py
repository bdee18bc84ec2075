"""Files: how they arrive and are recognised, where they are stored, how they are served and read again."""
