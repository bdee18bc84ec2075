"""The two logs in bulk, from the spreadsheets in which officers kept them, through the engine of the first room."""
