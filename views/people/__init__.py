"""What the pages of teachers and students share: tags, records, own plans."""
