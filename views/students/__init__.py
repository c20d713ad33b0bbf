"""One student: strengths, what is still needed, who can help."""
