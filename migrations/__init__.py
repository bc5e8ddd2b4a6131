"""The steps by which the schema came about, shipped with the robot."""
