"""Getting back what others must bear of a case: claims on suppliers, filed, answered, disputed, paid (LED-14)."""
