"""Videos: from records, pictures, sound and text to labels."""
