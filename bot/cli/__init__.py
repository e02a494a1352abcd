"""The command line. Heavy parts are imported only by the command that needs them."""
