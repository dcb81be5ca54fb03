"""What is the schema of …?  One question, asked of a live database, a directory, a text, an application."""
