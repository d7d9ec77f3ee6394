"""Cases to look at: a city that has been at work for some months, told by its own definitions.

Every case walks one scenario of its service through the services that people use (`play.perform`), at moments of the
past, and is marked as a demonstration. Nothing here knows a particular service or city. Start at `play`; pictures are
drawn in `pictures`, actors found in `actors`, answers and places made in `answers`.
"""
