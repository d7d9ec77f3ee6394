"""The matrix: every door × every role × own and foreign cases. What must happen is worked out from the door and the
policies (`expected`), what happens is the real answer over HTTP (`walk`)."""
