"""What is made of a picture: the cartoon style `khist`, and the levels of colour that it finds."""
