"""The demonstration: a wallet's community that does not exist, to try the program on."""
