"""What an administrator fears: processes killed, servers away. Nothing that was promised is lost, nothing is done twice."""
