"""Features of one student in one offering at one cut-off. Frames in are already cut; what is missing stays null."""
