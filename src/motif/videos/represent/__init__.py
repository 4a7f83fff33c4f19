"""Videos as matrices: their labels, and their blocks side by side."""
