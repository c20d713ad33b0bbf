"""School, department, major and class: what stands on their pages."""
