"""The platform: the rooms of the one who runs the product. Workspaces are opened here; nothing of a coalition is visible."""
