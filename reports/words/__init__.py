"""Figures in words: values with their units (`display`) and the names of what is counted by (`labels`)."""
