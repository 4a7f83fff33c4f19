"""What is made of a picture: the styles of cartoons, with what they share; backgrounds and stickers."""
