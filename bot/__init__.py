"""The running robot: all I/O and the assembly."""
