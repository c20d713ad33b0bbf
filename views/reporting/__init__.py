"""What is shown to others: the meeting pack."""
