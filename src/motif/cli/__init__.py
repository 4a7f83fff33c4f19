"""The command line: arguments in, one call, result out. One file a wing, one for the shared verbs."""
