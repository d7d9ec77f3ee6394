"""What holds for the code as a whole and no import contract can say: sizes, words, texts, templates."""
