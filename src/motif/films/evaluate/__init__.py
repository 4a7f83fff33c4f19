"""What is measured of characters and personas, each beside what chance would score."""
