"""What is fitted to the words that are said of characters."""
