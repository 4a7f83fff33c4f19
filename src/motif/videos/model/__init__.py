"""What is fitted to videos."""
