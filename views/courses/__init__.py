"""Course and teaching class: what stands on their pages."""
