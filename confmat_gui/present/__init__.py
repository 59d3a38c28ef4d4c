"""Numbers to exactly what is drawn: frozen states, texts and colours, without Qt."""
