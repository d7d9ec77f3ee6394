"""Services of other real cities, written as definitions: what the language can say beyond our own catalogues."""
