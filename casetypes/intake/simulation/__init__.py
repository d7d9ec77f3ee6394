"""A generated year of a whole city, told by its own definitions: for measuring, teaching and showing.

Who does what when is decided once (`director`, from what `repertoire` reads in a definition, at the places of
`intake.town`, by the people of `staff`, at the moments of `seasons`) and carried out by one of two tellers: `by_engine`
calls the services that people use, `bulk` walks the same pure rules in memory and copies the rows in. A test holds
them equal, column by column. Cases are marked as a demonstration and nobody is ever written to. Knows no service
and no city. Start at `running`.
"""
