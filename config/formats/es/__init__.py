"""How Mexican Spanish writes numbers and dates."""
