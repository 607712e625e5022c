"""Where things stand on a drawing of some years, no sharper than they are known, and in words by quarter. Values in, values out."""
