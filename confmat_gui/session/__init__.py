"""What a user has open and decided: frozen values, pure changes, one file format."""
